<?php

declare(strict_types=1);

namespace UserSig\Tests;

use PHPUnit\Framework\TestCase;
use Tencent\TLSSigAPI;
use Tencent\TLSSigAPIv2;
use UserSig\PrivateKey;
use UserSig\Room;
use UserSig\Signer;
use UserSig\UntrustedTicket;
use UserSig\UserSigException;

/** The classes with the official names: the conformance cases that can be put to them, and their own manners. */
final class DropInTest extends TestCase
{
    private const SDKAPPID = 1400000000;

    private static function v1(): TLSSigAPI
    {
        $api = new TLSSigAPI();
        self::assertTrue($api->SetAppid(self::SDKAPPID));
        self::assertTrue($api->SetPrivateKey(Cases::keyText('p256_private')));
        self::assertTrue($api->SetPublicKey(Cases::keyText('p256_public')));
        return $api;
    }

    private static function v2(): TLSSigAPIv2
    {
        return new TLSSigAPIv2(self::SDKAPPID, Cases::keyText('secret'));
    }

    /** @return iterable<string, array{array<string, mixed>}> */
    public function verifyCases(): iterable
    {
        foreach (Cases::provide('verify_cases', 'attack_cases', 'official_cases') as $name => [$case]) {
            if (self::suits($case)) {
                yield $name => [$case];
            }
        }
    }

    /**
     * The official interface has no clock, and knows neither leeway nor tolerance.
     *
     * @param array<string, mixed> $case
     */
    private static function suits(array $case): bool
    {
        return $case['any_time'] && $case['leeway'] === null && $case['future_tolerance'] === null;
    }

    public function testCasesThatCannotBeExpressed(): void
    {
        $left = [];
        foreach (['verify_cases', 'attack_cases', 'official_cases'] as $file) {
            $left[$file] = count(array_filter(Cases::read($file), fn (array $case): bool => !self::suits($case)));
        }
        self::assertSame(['verify_cases' => 32, 'attack_cases' => 0, 'official_cases' => 83], $left);
    }

    /**
     * @dataProvider verifyCases
     * @param array<string, mixed> $case
     */
    public function testVerify(array $case): void
    {
        Cases::ran('php drop-in', $case);
        $expected = Cases::userbuf($case['userbuf']);
        $accepted = 0;
        foreach ($case['keys'] as $name) {
            foreach (self::apis($case['sdkappid'], $name) as $api) {
                $with = $api->verifySigWithUserbuf($case['ticket'], $case['identifier'], $init, $expire, $userbuf, $error);
                if ($with) {
                    $accepted += $expected === \UserSig\Userbuf::Absent || (is_string($expected) && $expected !== $userbuf) ? 0 : 1;
                    $this->checkAccepted($case, $init, $expire, $error);
                    self::assertSame(base64_decode($case['ok']['userbuf'] ?? base64_encode($userbuf)), $userbuf);
                } else {
                    self::assertSame([0, 0, ''], [$init, $expire, $userbuf]);
                    self::assertNotSame('', $error);
                }
                $without = $api->verifySig($case['ticket'], $case['identifier'], $init, $expire, $error);
                if ($without) {
                    $accepted += $expected instanceof \UserSig\Userbuf && $expected !== \UserSig\Userbuf::Present ? 1 : 0;
                    $this->checkAccepted($case, $init, $expire, $error);
                } else {
                    self::assertSame([0, 0], [$init, $expire]);
                    self::assertNotSame('', $error);
                }
                self::assertFalse($with && $without);
            }
        }
        self::assertSame(isset($case['ok']) ? 1 : 0, $accepted);
    }

    /** @param array<string, mixed> $case */
    private function checkAccepted(array $case, int $init, int $expire, string $error): void
    {
        if (isset($case['ok'])) {
            self::assertSame([$case['ok']['issued_at'], $case['ok']['expire']], [$init, $expire]);
        } else {
            self::assertSame('userbuf_mismatch', $case['error']);
        }
        self::assertSame('', $error);
    }

    /** @return list<TLSSigAPI|TLSSigAPIv2> */
    private static function apis(int $sdkappid, string $key): array
    {
        if (!str_contains($key, 'secret')) {
            $api = new TLSSigAPI();
            $api->setAppid($sdkappid);
            $api->setPublicKey(Cases::keyText($key));
            return [$api];
        }
        return [new TLSSigAPIv2((string) $sdkappid, Cases::keyText($key))];
    }

    /** @return iterable<string, array{array<string, mixed>}> */
    public function genCases(): iterable
    {
        foreach (Cases::provide('gen_cases') as $name => [$case]) {
            if (self::canBeMade($case)) {
                yield $name => [$case];
            }
        }
    }

    /** @param array<string, mixed> $case */
    private static function canBeMade(array $case): bool
    {
        $timed = isset($case['error']) && in_array($case['error'], ['invalid_argument', 'invalid_expire'], true)
            && $case['issued_at'] !== 1600000000 && $case['issued_at'] !== null;
        $room = $case['room'] !== null;
        return !$timed && $case['account_type'] === null && $case['appid_at_3rd'] === null && !$case['strict_identifier']
            && !($room && ($case['userbuf'] !== null || !str_contains($case['key'], 'secret')))
            // These end by 2106 counted from their time of issue, and do not counted from now.
            && !($room && isset($case['ok']) && time() + ($case['expire'] ?? 0) > 0xFFFFFFFF);
    }

    /**
     * @dataProvider genCases
     * @param array<string, mixed> $case
     */
    public function testGen(array $case): void
    {
        Cases::ran('php drop-in', $case);
        $made = null;
        $gen = function () use ($case, &$made): string {
            $text = Cases::keyText($case['key']);
            $userbuf = $case['userbuf'] === null ? null : base64_decode($case['userbuf'], true);
            $expire = $case['expire'] ?? Signer::DEFAULT_EXPIRE;
            if (str_contains($case['key'], 'secret')) {
                $made = new TLSSigAPIv2($case['sdkappid'], $text);
                return match (true) {
                    isset($case['room']['name']) => $made->genPrivateMapKeyWithStringRoomID($case['identifier'], $expire, $case['room']['name'], $case['privileges']),
                    $case['room'] !== null => $made->genPrivateMapKey($case['identifier'], $expire, $case['room']['number'], $case['privileges']),
                    $userbuf !== null => $made->genSigWithUserBuf($case['identifier'], $expire, $userbuf),
                    $case['expire'] === null => $made->genUserSig($case['identifier']),
                    default => $made->genSig($case['identifier'], $expire),
                };
            }
            $made = new TLSSigAPI();
            $made->setAppid($case['sdkappid']);
            $made->setPrivateKey($text);
            $made->setPublicKey(PrivateKey::fromPem($text)->publicKey()->toPem());
            return match (true) {
                $userbuf === null && $case['expire'] === null => $made->genSig($case['identifier']),
                $userbuf === null => $made->genSig($case['identifier'], $expire),
                default => $made->genSigWithUserbuf($case['identifier'], $userbuf, $expire),
            };
        };
        if (isset($case['error'])) {
            self::assertSame($case['error'], Cases::failure($gen)->word());
            return;
        }
        $ticket = $gen();
        $expected = json_decode($case['ok']['json'], true);
        $actual = json_decode(Cases::json($ticket), true);
        self::assertSame(array_keys($expected), array_keys($actual));
        $own = ['TLS.time' => 0, 'TLS.sig' => 0] + ($case['room'] === null ? [] : ['TLS.userbuf' => 0]);
        self::assertSame(array_diff_key($expected, $own), array_diff_key($actual, $own));
        self::assertEqualsWithDelta(time(), (int) $actual['TLS.time'], 5);
        $permission = UntrustedTicket::inspect($ticket)->privateMapKey;
        self::assertSame($case['room'], $permission === null ? null : array_filter((array) $permission->room, fn ($x) => $x !== null));
        self::assertSame($case['room'] === null ? null : $case['privileges'], $permission?->privileges);
        if ($case['expire'] === 0) {
            return;
        }
        $carries = isset($actual['TLS.userbuf']);
        self::assertSame(!$carries, $made->verifySig($ticket, $case['identifier'], $init, $expire, $error), $error);
        self::assertSame($carries, $made->verifySigWithUserbuf($ticket, $case['identifier'], $init, $expire, $userbuf, $error), $error);
        self::assertSame(base64_decode($actual['TLS.userbuf'] ?? ''), $userbuf);
    }

    public function testGenCasesThatCannotBeExpressed(): void
    {
        $cases = Cases::read('gen_cases');
        $left = array_filter($cases, fn (array $case): bool => !self::canBeMade($case));
        // Times of issue, account_type, appid_at_3rd, the strict check, a room with a userbuf or an EC key.
        self::assertCount(23, $left);
    }

    /** The calls of the official package's own tests. */
    public function testOfficialCalls(): void
    {
        $api = self::v1();
        $sig = $api->genSig('user1');
        self::assertTrue($api->verifySig($sig, 'user1', $init_time, $expire_time, $error_msg));
        self::assertSame(15552000, $expire_time);
        self::assertEqualsWithDelta(time(), $init_time, 5);
        self::assertFalse($api->verifySig($sig, 'user2', $init_time, $expire_time, $error_msg));
        self::assertStringContainsString('identifier', $error_msg);
        $sig = $api->genSigWithUserbuf('user1', 'buf', 60);
        self::assertTrue($api->verifySigWithUserbuf($sig, 'user1', $init_time, $expire_time, $userbuf, $error_msg));
        self::assertSame(['buf', 60], [$userbuf, $expire_time]);

        $api = self::v2();
        foreach ([$api->genUserSig('xiaojun'), $api->genSig('xiaojun', 86400 * 180)] as $sig) {
            self::assertTrue($api->verifySig($sig, 'xiaojun', $init_time, $expire, $err_msg));
            self::assertSame(15552000, $expire);
        }
        $permissions = [
            $api->genPrivateMapKey('xiaojun', 86400, 10000, 255),
            $api->genPrivateMapKeyWithStringRoomID('xiaojun', 86400, '10000', 255),
            $api->genSigWithUserBuf('xiaojun', 86400, 10000, 255),
        ];
        $rooms = [Room::number(10000), Room::name('10000'), Room::number(10000)];
        foreach ($permissions as $i => $sig) {
            self::assertTrue($api->verifySigWithUserBuf($sig, 'xiaojun', $init_time, $expire, $userbuf, $err_msg));
            self::assertEquals($rooms[$i], UntrustedTicket::inspect($sig)->privateMapKey->room);
            self::assertFalse($api->verifySig($sig, 'xiaojun', $init_time, $expire, $err_msg));
            self::assertStringContainsString('userbuf', $err_msg);
        }
    }

    public function testNumbersAsTextsAndTextsAsNumbers(): void
    {
        $api = new TLSSigAPIv2('1400000000', Cases::keyText('secret'));
        $ticket = UntrustedTicket::inspect($api->genUserSig(10001, '86400'));
        self::assertSame(['10001', 86400, 1400000000], [$ticket->identifier, $ticket->expire, $ticket->sdkappid]);
        self::assertTrue($api->verifySig($api->genUserSig('10001', 43200.0), 10001, $init, $expire, $error));
        self::assertSame(43200, $expire);
    }

    /** @return iterable<string, array{callable}> */
    public function wrongTypes(): iterable
    {
        $v1 = self::v1();
        $v2 = self::v2();
        foreach ([null, true, false, 1.5, NAN, 1e300, [], ['a'], new \stdClass()] as $value) {
            $calls = [
                fn () => $v2->genUserSig($value),
                fn () => $v2->genUserSig('a', $value),
                fn () => $v2->genPrivateMapKey('a', 1, $value, 255),
                fn () => $v2->genPrivateMapKey('a', 1, 1, $value),
                fn () => $v2->genPrivateMapKeyWithStringRoomID('a', 1, $value, 255),
                fn () => $v2->genSigWithUserBuf('a', 1, $value),
                fn () => $v2->verifySig($value, 'a', $i, $e, $m),
                fn () => $v2->verifySig('a', $value, $i, $e, $m),
                fn () => new TLSSigAPIv2($value, 'a'),
                fn () => new TLSSigAPIv2(1, $value),
                fn () => $v1->genSig($value),
                fn () => $v1->genSigWithUserbuf('a', $value),
                fn () => $v1->verifySig($value, 'a', $i, $e, $m),
                fn () => $v1->verifySigWithUserbuf('a', $value, $i, $e, $u, $m),
                fn () => $v1->setAppid($value),
                fn () => $v1->setPrivateKey($value),
                fn () => $v1->setPublicKey($value),
            ];
            foreach ($calls as $i => $call) {
                yield "call $i, " . str_replace("\n", '', var_export($value, true)) => [$call];
            }
        }
        foreach (['', ' 1', '1 ', '01', '1e3', '0x1', '99999999999999999999', "1\n"] as $text) {
            yield 'text ' . var_export($text, true) => [fn () => $v2->genUserSig('a', $text)];
        }
    }

    /** @dataProvider wrongTypes */
    public function testWrongTypes(callable $call): void
    {
        $this->expectException(\TypeError::class);
        $call();
    }

    public function testUnusableKeys(): void
    {
        foreach (['', "-----BEGIN PUBLIC KEY-----\n", Cases::keyText('p256_private')] as $key) {
            $api = new TLSSigAPIv2(self::SDKAPPID, $key);
            self::assertFalse($api->verifySig('x', 'a', $init, $expire, $error));
            self::assertSame($error, Cases::failure(fn () => $api->genUserSig('a'))->getMessage());
        }
        $api = new TLSSigAPI();
        self::assertSame('invalid_key', Cases::failure(fn () => $api->genSig('a'))->word());
        self::assertFalse($api->verifySig('x', 'a', $init, $expire, $error));
        self::assertStringContainsString('setPublicKey', $error);
        self::assertSame('wrong_key_kind', Cases::failure(fn () => $api->setPrivateKey(Cases::keyText('p256_public')))->word());
        self::assertSame('wrong_key_kind', Cases::failure(fn () => $api->setPublicKey(Cases::keyText('p256_private')))->word());
        self::assertInstanceOf(\Exception::class, Cases::failure(fn () => $api->setPrivateKey('x')));
        $api->setPrivateKey(Cases::keyText('p256_private'));
        self::assertSame('invalid_sdkappid', Cases::failure(fn () => $api->genSig('a'))->word());
    }

    public function testExpiryCheckCanBeRelaxed(): void
    {
        $key = Cases::key('p256_private');
        $old = (new Signer(self::SDKAPPID, $key))->genSig('a', 60, issuedAt: 1600000000);
        $future = (new Signer(self::SDKAPPID, $key))->genSig('a', 60, issuedAt: time() + 1000);
        $api = self::v1();
        self::assertFalse($api->verifySig($old, 'a', $init, $expire, $error));
        self::assertStringContainsString('expired', $error);
        $api->setExpiryCheck(false);
        self::assertTrue($api->verifySig($old, 'a', $init, $expire, $error));
        self::assertSame([1600000000, 60], [$init, $expire]);
        self::assertFalse($api->verifySig($old, 'b', $init, $expire, $error));
        self::assertFalse($api->verifySig($future, 'a', $init, $expire, $error));
        $other = (new Signer(self::SDKAPPID, Cases::key('other_private')))->genSig('a', 60, issuedAt: 1600000000);
        self::assertFalse($api->verifySig($other, 'a', $init, $expire, $error));
        $api->setExpiryCheck(true);
        self::assertFalse($api->verifySig($old, 'a', $init, $expire, $error));
    }

    public function testKeysAndAppidCanBeChanged(): void
    {
        $api = self::v1();
        $sig = $api->genSig('a');
        $api->setAppid(1400000001);
        self::assertFalse($api->verifySig($sig, 'a', $init, $expire, $error));
        self::assertTrue($api->verifySig($api->genSig('a'), 'a', $init, $expire, $error));
        $api->setPrivateKey(Cases::keyText('other_private'));
        self::assertFalse($api->verifySig($api->genSig('a'), 'a', $init, $expire, $error));
        $api->setPublicKey(Cases::keyText('other_public'));
        self::assertTrue($api->verifySig($api->genSig('a'), 'a', $init, $expire, $error));
    }

    /** The bypass of the official v2 class: JSON true as the signature equals any signature there. */
    public function testTrueAsSignature(): void
    {
        $json = json_encode([
            'TLS.ver' => '2.0', 'TLS.identifier' => 'admin', 'TLS.sdkappid' => true, 'TLS.expire' => 86400,
            'TLS.time' => time(), 'TLS.sig' => true,
        ]);
        $forged = strtr(base64_encode(gzcompress($json)), '+/=', '*-_');
        self::assertFalse(self::v2()->verifySig($forged, 'admin', $init, $expire, $error));
        self::assertStringContainsString('TLS.', $error);
        self::assertFalse(self::v2()->verifySigWithUserBuf($forged, 'admin', $init, $expire, $userbuf, $error));
    }

    public function testTheOfficialFilesCanBeIncluded(): void
    {
        foreach (['TLSSigAPI', 'TLSSigAPIv2'] as $class) {
            $code = 'require $argv[1]; echo method_exists("Tencent\\\\" . $argv[2], "genSig") ? "there" : "missing";';
            [$status, $output, $errors] = Processes::run(['php', '-r', $code, '--', PACKAGE . "/$class.php", $class]);
            self::assertSame([0, 'there', ''], [$status, $output, $errors]);
        }
    }

    /** Names, order, and defaults of the parameters, which named arguments and subclasses depend on. */
    public function testSignatures(): void
    {
        $expected = [
            TLSSigAPI::class => [
                'setAppid' => 'appid', 'setPrivateKey' => 'private_key', 'setPublicKey' => 'public_key',
                'genSig' => 'identifier, expire=15552000', 'genSigWithUserbuf' => 'identifier, userbuf, expire=15552000',
                'verifySig' => 'sig, identifier, &init_time, &expire_time, &error_msg',
                'verifySigWithUserbuf' => 'sig, identifier, &init_time, &expire_time, &userbuf, &error_msg',
            ],
            TLSSigAPIv2::class => [
                '__construct' => 'sdkappid, key', 'genUserSig' => 'userid, expire=15552000', 'genSig' => 'identifier, expire=15552000',
                'genPrivateMapKey' => 'userid, expire, roomid, privilegeMap',
                'genPrivateMapKeyWithStringRoomID' => 'userid, expire, roomstr, privilegeMap',
                'verifySig' => 'sig, identifier, &init_time, &expire_time, &error_msg',
                'verifySigWithUserBuf' => 'sig, identifier, &init_time, &expire_time, &userbuf, &error_msg',
            ],
        ];
        foreach ($expected as $class => $methods) {
            foreach ($methods as $name => $parameters) {
                $actual = array_map(
                    fn (\ReflectionParameter $p): string => ($p->isPassedByReference() ? '&' : '') . $p->getName()
                        . ($p->isDefaultValueAvailable() ? '=' . $p->getDefaultValue() : ''),
                    (new \ReflectionMethod($class, $name))->getParameters(),
                );
                self::assertSame($parameters, implode(', ', $actual), "$class::$name");
            }
        }
    }
}
