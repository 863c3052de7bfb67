<?php

// Without strict_types, as most callers are: PHP would convert the arguments here.

namespace UserSig\Tests;

use PHPUnit\Framework\TestCase;
use UserSig\ArgumentException;
use UserSig\PrivateKey;
use UserSig\PublicKey;
use UserSig\Room;
use UserSig\SecretKey;
use UserSig\Signer;
use UserSig\UntrustedTicket;
use UserSig\Userbuf;
use UserSig\Verifier;

/** Values of a wrong type are refused, and not turned into others. */
final class WeakTypesTest extends TestCase
{
    /** @return iterable<string, array{callable, list<mixed>}> */
    public function arguments(): iterable
    {
        $key = Cases::key('secret');
        $signer = new Signer(1, $key);
        $verifier = new Verifier(1, $key);
        $ticket = $signer->genSig('1', 0xFFFFFFFF);
        $text = new class {
            public function __toString(): string
            {
                return '1';
            }
        };
        $numbers = ['86400', '086400', '1e3', '', true, false, 1.0, 1e300, $text];
        $texts = [1, 1.5, true, false, $text];
        $room = Room::number(1);
        yield 'signer: sdkappid' => [fn ($x) => new Signer($x, $key), $numbers];
        yield 'expire' => [fn ($x) => $signer->genSig('a', $x), $numbers];
        yield 'issuedAt' => [fn ($x) => $signer->genSig('a', issuedAt: $x), [...$numbers, 1.9]];
        yield 'strictIdentifier' => [fn ($x) => $signer->genSig('a', strictIdentifier: $x), [0, 1, 'no', '', 1.5, null]];
        yield 'identifier' => [fn ($x) => $signer->genSig($x), $texts];
        yield 'userbuf' => [fn ($x) => $signer->genSig('a', userbuf: $x), $texts];
        yield 'accountType' => [fn ($x) => (new Signer(1, Cases::key('p256_private')))->genSig('a', accountType: $x), $texts];
        yield 'appidAt3rd' => [fn ($x) => (new Signer(1, Cases::key('p256_private')))->genSig('a', appidAt3rd: $x), $texts];
        yield 'permission: identifier' => [fn ($x) => $signer->genPrivateMapKey($x, $room), $texts];
        yield 'permission: privileges' => [fn ($x) => $signer->genPrivateMapKey('a', $room, $x), [...$numbers, 1.9]];
        yield 'permission: expire' => [fn ($x) => $signer->genPrivateMapKey('a', $room, 1, $x), $numbers];
        yield 'batch: expire' => [fn ($x) => $signer->genSigBatch(['a'], $x), $numbers];
        yield 'batch: userbuf' => [fn ($x) => $signer->genSigBatch(['a'], userbuf: $x), $texts];
        yield 'batch: threads' => [fn ($x) => $signer->genSigBatch(['a'], threads: $x), [...$numbers, 1.9]];
        yield 'verifier: sdkappid' => [fn ($x) => new Verifier($x, $key), $numbers];
        yield 'leeway' => [fn ($x) => new Verifier(1, $key, $x), $numbers];
        yield 'futureTolerance' => [fn ($x) => new Verifier(1, $key, null, $x), $numbers];
        yield 'verify: ticket' => [fn ($x) => $verifier->verify($x, '1'), $texts];
        yield 'verify: identifier' => [fn ($x) => $verifier->verify($ticket, $x), $texts];
        yield 'verify: userbuf' => [fn ($x) => $verifier->verify($ticket, '1', $x), [...$texts, null]];
        yield 'verify: now' => [fn ($x) => $verifier->verify($ticket, '1', Userbuf::Absent, $x), [...$numbers, 1.9]];
        yield 'inspect' => [fn ($x) => UntrustedTicket::inspect($x), $texts];
        yield 'room number' => [fn ($x) => Room::number($x), $numbers];
        yield 'room name' => [fn ($x) => Room::name($x), $texts];
        yield 'secret' => [fn ($x) => new SecretKey($x), $texts];
        yield 'private PEM' => [fn ($x) => PrivateKey::fromPem($x), $texts];
        yield 'public PEM' => [fn ($x) => PublicKey::fromPem($x), $texts];
    }

    /**
     * @dataProvider arguments
     * @param list<mixed> $values
     */
    public function testNothingIsConverted(callable $call, array $values): void
    {
        foreach ($values as $value) {
            try {
                $call($value);
                self::fail('accepted ' . var_export($value, true));
            } catch (\TypeError $error) {
                self::assertStringContainsString(get_debug_type($value), $error->getMessage());
            }
        }
    }

    public function testDurationsAreWhole(): void
    {
        $key = Cases::key('secret');
        $signer = new Signer(1, $key);
        foreach ([1.9, -0.5, 1e-9, NAN, INF] as $number) {
            $calls = [
                'invalid_expire' => [
                    fn () => $signer->genSig('a', expire: $number),
                    fn () => $signer->genPrivateMapKey('a', Room::number(1), 1, $number),
                    fn () => $signer->genSigBatch(['a'], $number),
                ],
                'invalid_argument' => [fn () => new Verifier(1, $key, $number), fn () => new Verifier(1, $key, null, $number)],
            ];
            foreach ($calls as $word => $each) {
                foreach ($each as $call) {
                    $exception = Cases::failure($call);
                    self::assertInstanceOf(ArgumentException::class, $exception);
                    self::assertSame($word, $exception->word());
                    self::assertStringContainsString('whole number of seconds', $exception->getMessage());
                }
            }
        }
    }
}
