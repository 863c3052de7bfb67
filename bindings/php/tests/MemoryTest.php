<?php

declare(strict_types=1);

namespace UserSig\Tests;

use PHPUnit\Framework\TestCase;
use Tencent\TLSSigAPIv2;
use UserSig\PrivateKey;
use UserSig\Room;
use UserSig\SecretKey;
use UserSig\Signer;
use UserSig\UntrustedTicket;
use UserSig\Userbuf;
use UserSig\Verifier;

/**
 * Memory stays level over many calls, PHP's and the library's.
 *
 * @group slow
 */
final class MemoryTest extends TestCase
{
    /** @return iterable<string, array{int, callable}> */
    public function calls(): iterable
    {
        $pem = Cases::keyText('p256_private');
        $text = Cases::keyText('secret');
        $private = PrivateKey::fromPem($pem);
        $secret = new SecretKey($text);
        $v1 = new Signer(1400000000, $private);
        $v2 = new Signer(1400000000, $secret);
        $verifier = new Verifier(1400000000, [$private->publicKey(), $secret]);
        $userbuf = random_bytes(8192);
        $ticket = $v2->genSig('xiaojun');
        $permission = $v2->genPrivateMapKey('xiaojun', Room::name('abc'), 255);
        $heavy = $v1->genSig('xiaojun', userbuf: $userbuf);
        $identifiers = array_map(fn (int $i): string => "user$i", range(1, 100));
        $identifiers[] = "bad\n";
        $official = new TLSSigAPIv2(1400000000, $text);

        yield 'sign v2' => [200_000, fn () => $v2->genSig('xiaojun')];
        yield 'sign v2 with options' => [50_000, fn () => $v2->genSig('xiaojun', 60, $userbuf, 1600000000)];
        yield 'sign v1' => [5_000, fn () => $v1->genSig('xiaojun', accountType: '0', appidAt3rd: '0')];
        yield 'permission' => [50_000, fn () => $v2->genPrivateMapKey('xiaojun', Room::name('abc'), 255)];
        yield 'batch' => [500, fn () => $v2->genSigBatch($identifiers)];
        yield 'verify' => [100_000, fn () => $verifier->verify($ticket, 'xiaojun')];
        yield 'verify permission' => [50_000, fn () => $verifier->verify($permission, 'xiaojun', Userbuf::Any)];
        yield 'verify v1 with userbuf' => [2_000, fn () => $verifier->verify($heavy, 'xiaojun', $userbuf)];
        yield 'inspect' => [50_000, fn () => UntrustedTicket::inspect($permission)];
        yield 'failures' => [50_000, fn () => Cases::failure(fn () => $verifier->verify($ticket, 'other'))];
        yield 'long userbuf' => [2_000, fn () => Cases::failure(fn () => $v2->genSig('a', userbuf: $userbuf . $userbuf))];
        yield 'keys' => [2_000, function () use ($pem, $text): void {
            $private = PrivateKey::fromPem($pem);
            $secret = new SecretKey($text);
            new Signer(1, $private);
            new Signer(1, $secret);
            new Verifier(1, [$private->publicKey(), $secret]);
            Cases::failure(fn () => new Signer(0, $secret));
            $private->toPem();
        }];
        yield 'drop-in' => [50_000, fn () => $official->verifySig($official->genUserSig('a'), 'a', $init, $expire, $error)];
    }

    /** @dataProvider calls */
    public function testSteady(int $count, callable $call): void
    {
        for ($i = 0; $i < $count / 10; $i++) {
            $call();
        }
        gc_collect_cycles();
        $php = memory_get_usage();
        $whole = Processes::memory();
        for ($i = 0; $i < $count; $i++) {
            $call();
        }
        gc_collect_cycles();
        // A leak of one byte per call would show in PHP's own count, one of a few bytes in the whole.
        self::assertLessThan(1024, memory_get_usage() - $php);
        self::assertLessThan(512, Processes::memory() - $whole);
    }
}
