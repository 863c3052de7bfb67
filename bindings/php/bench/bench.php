<?php
// The PHP package against openssl, hash_hmac and zlib by hand. JSON rows on stdout; see ../report.py.
// php bench.php AUTOLOAD KEYS
declare(strict_types=1);

require $argv[1];
const SDKAPPID = 1400000000;
const EXPIRE = 15552000;
$PRIVATE = file_get_contents("$argv[2]/p256/private_key.txt");
$PUBLIC = file_get_contents("$argv[2]/p256/public_key.txt");
$SECRET = trim(file_get_contents("$argv[2]/secret.txt"));
$private = openssl_pkey_get_private($PRIVATE);
$public = openssl_pkey_get_public($PUBLIC);

// Both are as new again after ZLIB_FINISH. For texts this short: small tables, and the same length.
$deflate = deflate_init(ZLIB_ENCODING_DEFLATE, ['window' => 10, 'memory' => 2]);
$inflate = inflate_init(ZLIB_ENCODING_DEFLATE);
function seal(array $fields): string {
    return strtr(base64_encode(deflate_add($GLOBALS['deflate'], json_encode($fields), ZLIB_FINISH)), '+/=', '*-_');
}
function unseal(string $ticket): array {
    return json_decode(inflate_add($GLOBALS['inflate'], base64_decode(strtr($ticket, '*-_', '+/='), true), ZLIB_FINISH), true);
}
function v1Text(array $f): string {
    return "TLS.appid_at_3rd:{$f['TLS.appid_at_3rd']}\nTLS.account_type:{$f['TLS.account_type']}\nTLS.identifier:{$f['TLS.identifier']}\n"
        . "TLS.sdk_appid:{$f['TLS.sdk_appid']}\nTLS.time:{$f['TLS.time']}\nTLS.expire_after:{$f['TLS.expire_after']}\n";
}
$v1Gen = function (string $identifier) use ($private): string {
    $f = ['TLS.account_type' => '0', 'TLS.identifier' => $identifier, 'TLS.appid_at_3rd' => '0', 'TLS.sdk_appid' => (string) SDKAPPID,
        'TLS.expire_after' => (string) EXPIRE, 'TLS.version' => '201512300000', 'TLS.time' => (string) time()];
    openssl_sign(v1Text($f), $signature, $private, OPENSSL_ALGO_SHA256);
    $f['TLS.sig'] = base64_encode($signature);
    return seal($f);
};
$v1Verify = function (string $ticket, string $identifier) use ($public): void {
    $f = unseal($ticket);
    if (openssl_verify(v1Text($f), base64_decode($f['TLS.sig'], true), $public, OPENSSL_ALGO_SHA256) !== 1
        || $f['TLS.identifier'] !== $identifier || $f['TLS.sdk_appid'] !== (string) SDKAPPID || (int) $f['TLS.time'] + (int) $f['TLS.expire_after'] < time()) {
        throw new Exception('invalid');
    }
};
function v2Mac(array $f, string $secret): string {
    return hash_hmac('sha256', "TLS.identifier:{$f['TLS.identifier']}\nTLS.sdkappid:{$f['TLS.sdkappid']}\nTLS.time:{$f['TLS.time']}\nTLS.expire:{$f['TLS.expire']}\n", $secret, true);
}
$v2Gen = function (string $identifier) use ($SECRET): string {
    $f = ['TLS.ver' => '2.0', 'TLS.identifier' => $identifier, 'TLS.sdkappid' => SDKAPPID, 'TLS.expire' => EXPIRE, 'TLS.time' => time()];
    $f['TLS.sig'] = base64_encode(v2Mac($f, $SECRET));
    return seal($f);
};
$v2Verify = function (string $ticket, string $identifier) use ($SECRET): void {
    $f = unseal($ticket);
    if (!is_string($f['TLS.sig']) || !hash_equals(v2Mac($f, $SECRET), base64_decode($f['TLS.sig'], true))
        || $f['TLS.identifier'] !== $identifier || $f['TLS.sdkappid'] !== SDKAPPID || $f['TLS.time'] + $f['TLS.expire'] < time()) {
        throw new Exception('invalid');
    }
};

echo json_encode(['language' => 'php', 'row' => 'runtime', 'name' => 'PHP ' . PHP_VERSION . ', ' . OPENSSL_VERSION_TEXT . ', zlib ' . ZLIB_VERSION]), "\n";

$v1 = new UserSig\Signer(SDKAPPID, UserSig\PrivateKey::fromPem($PRIVATE));
$v2 = new UserSig\Signer(SDKAPPID, new UserSig\SecretKey($SECRET));
$verifier = new UserSig\Verifier(SDKAPPID, [UserSig\PublicKey::fromPem($PUBLIC), new UserSig\SecretKey($SECRET)]);
$t1 = $v1->genSig('xiaojun');
$t2 = $v2->genSig('xiaojun');
$verifier->verify($v1Gen('xiaojun'), 'xiaojun');
$verifier->verify($v2Gen('xiaojun'), 'xiaojun');

$rows = [
    ['v1 gen', 'prepared', fn () => $v1->genSig('xiaojun')],
    ['v1 gen', 'one-shot', fn () => (new UserSig\Signer(SDKAPPID, UserSig\PrivateKey::fromPem($PRIVATE)))->genSig('xiaojun')],
    ['v1 gen', 'by hand', fn () => $v1Gen('xiaojun')],
    ['v1 verify', 'prepared', fn () => $verifier->verify($t1, 'xiaojun')],
    ['v1 verify', 'by hand', fn () => $v1Verify($t1, 'xiaojun')],
    ['v2 gen', 'prepared', fn () => $v2->genSig('xiaojun')],
    ['v2 gen', 'one-shot', fn () => (new UserSig\Signer(SDKAPPID, new UserSig\SecretKey($SECRET)))->genSig('xiaojun')],
    ['v2 gen', 'by hand', fn () => $v2Gen('xiaojun')],
    ['v2 verify', 'prepared', fn () => $verifier->verify($t2, 'xiaojun')],
    ['v2 verify', 'by hand', fn () => $v2Verify($t2, 'xiaojun')],
];
$once = function (callable $call, int $times): float {
    $cpu = function (): int {
        $usage = getrusage();
        return ($usage['ru_utime.tv_sec'] + $usage['ru_stime.tv_sec']) * 1_000_000 + $usage['ru_utime.tv_usec'] + $usage['ru_stime.tv_usec'];
    };
    $start = $cpu();
    for ($i = 0; $i < $times; $i++) {
        $call();
    }
    return ($cpu() - $start) / $times;
};
$times = array_map(function ($row) use ($once) { $once($row[2], 300); return max(1, (int) (3000 / $once($row[2], 200))); }, $rows);
$measured = array_fill(0, count($rows), []);
for ($round = 0; $round < 40; $round++) {
    foreach ($rows as $i => $row) {
        $measured[$i][] = $once($row[2], $times[$i]);
    }
}
foreach ($rows as $i => [$row, $variant]) {
    sort($measured[$i]);
    echo json_encode(['language' => 'php', 'row' => $row, 'variant' => $variant, 'us' => $measured[$i][20]]), "\n";
}
