<?php
// load.php: ci/load's work in PHP. php load.php AUTOLOAD CASES SECONDS SEED
declare(strict_types=1);

use UserSig\PrivateKey;
use UserSig\PublicKey;
use UserSig\SecretKey;
use UserSig\Signer;
use UserSig\UntrustedTicket;
use UserSig\Userbuf;
use UserSig\UserSigException;
use UserSig\Verifier;

[, $autoload, $path, $seconds, $seed] = $argv;
require $autoload;
mt_srand((int) $seed);
const SDKAPPID = 1400000000;

function text(string $field): string { return hex2bin(substr($field, 1)); }
function load(string $kind, string $text): PrivateKey|PublicKey|SecretKey {
    return match ($kind) {
        'private' => PrivateKey::fromPem($text),
        'public' => PublicKey::fromPem($text),
        'secret' => new SecretKey($text),
    };
}
/** 0 for success, -1 for a wrong answer, otherwise the error's number. */
function number(callable $call): int {
    try {
        return $call() ? 0 : -1;
    } catch (UserSigException $exception) {
        return $exception->errorCode->value;
    }
}

$keys = $cases = [];
foreach (file($path, FILE_IGNORE_NEW_LINES) as $line) {
    $row = explode("\t", $line);
    if ($row[0] === 'key') {
        $keys[$row[1]] = load($row[2], text($row[3]));
    } else {
        $cases[] = $row;
    }
}
$run = function (array $row) use ($keys): int {
    if ($row[0] === 'inspect') {
        return number(fn () => UntrustedTicket::inspect(text($row[2])));
    }
    if ($row[0] === 'load') {
        return number(fn () => load($row[2], text($row[3])));
    }
    [, , $sdkappid, $identifier, $now, $expected, $names, $ticket] = $row;
    $userbuf = match ($expected) {
        'absent' => Userbuf::Absent, 'present' => Userbuf::Present, 'any' => Userbuf::Any, default => text($expected),
    };
    return number(function () use ($keys, $sdkappid, $identifier, $now, $userbuf, $names, $ticket): bool {
        $verifier = new Verifier((int) $sdkappid, array_map(fn (string $name) => $keys[$name], explode(',', $names)));
        return $verifier->verify(text($ticket), text($identifier), $userbuf, (int) $now)->identifier === text($identifier);
    });
};

$operations = $wrong = 0;
$expect = function (bool $correct, string $what, int $got) use (&$operations, &$wrong): void {
    $operations++;
    if (!$correct && ++$wrong <= 10) {
        fwrite(STDERR, "wrong: $what gave $got\n");
    }
};
$signers = [new Signer(SDKAPPID, $keys['p256_private']), new Signer(SDKAPPID, $keys['secret'])];
$verifier = new Verifier(SDKAPPID, [$keys['p256_public'], $keys['secret']]);
$letters = 'abcdefghijklmnopqrstuvwxyz0123456789_-';
$deadline = microtime(true) + (float) $seconds;
while (microtime(true) < $deadline) {
    $identifier = '';
    for ($left = mt_rand(1, 40); $left > 0; $left--) {
        $identifier .= $letters[mt_rand(0, 37)];
    }
    $userbuf = mt_rand(0, 1) === 1 ? random_bytes(mt_rand(1, 300)) : null;
    $expected = $userbuf ?? Userbuf::Absent;
    $ticket = $signers[mt_rand(0, 1)]->genSig($identifier, userbuf: $userbuf);
    $operations++;
    $got = number(fn () => $verifier->verify($ticket, $identifier, $expected)->identifier === $identifier);
    $expect($got === 0, 'verify', $got);
    $got = number(fn () => $verifier->verify($ticket, $identifier . 'x', $expected));
    $expect($got === 33, 'verify for another', $got);
    $changed = $ticket;
    $at = mt_rand(0, strlen($ticket) - 1);
    $changed[$at] = chr(ord($changed[$at]) ^ 1 << mt_rand(0, 6));
    $got = number(fn () => $verifier->verify($changed, $identifier, $expected));
    $expect($got >= 20 && $got <= 34, 'verify of a changed ticket', $got);
    $garbage = strtr(random_bytes(mt_rand(1, 10000)), "\x80", 'A');
    $got = number(fn () => UntrustedTicket::inspect(bin2hex($garbage)));
    $expect($got >= 20 && $got <= 26, 'inspect of garbage', $got);
    for ($i = 0; $i < 3; $i++) {
        $row = $cases[mt_rand(0, count($cases) - 1)];
        $got = $run($row);
        $expect($got === (int) $row[1], $row[0], $got);
    }
}
echo "operations $operations wrong $wrong\n";
exit($wrong === 0 ? 0 : 1);
