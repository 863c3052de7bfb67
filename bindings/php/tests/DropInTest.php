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
use UserSig\Userbuf;
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
        $expected = Cases::userbuf($case['userbuf']);
        $given = $case['ticket'];
        $bare = trim($given, " \t\r\n");
        if ($bare !== $given) {
            // Here alone it is as if it were not there.
            [$case['ticket'], $case['ok']] = [$bare, (array) UntrustedTicket::inspect($bare)];
            $case['ok'] = ['issued_at' => $case['ok']['issuedAt']->getTimestamp(), 'expire' => $case['ok']['expire']];
        }
        $accepted = 0;
        foreach ($case['keys'] as $name) {
            foreach (self::apis($case['sdkappid'], $name) as $api) {
                $init = $expire = $userbuf = 'of the caller';
                $with = $api->verifySigWithUserbuf($given, $case['identifier'], $init, $expire, $userbuf, $error);
                $this->checkAnswer($case, $with, $init, $expire, $error);
                self::assertSame($with ? UntrustedTicket::inspect($case['ticket'])->userbuf ?? '' : 'of the caller', $userbuf);
                $init = $expire = 'of the caller';
                $without = $api->verifySig($given, $case['identifier'], $init, $expire, $error);
                $this->checkAnswer($case, $without, $init, $expire, $error);
                // Of v2 both calls take both kinds of tickets, of v1 each its own.
                self::assertSame($api instanceof TLSSigAPIv2 ? $with : false, $with && $without);
                self::assertTrue($api instanceof TLSSigAPI || $with === $without);
                if ($with || $without) {
                    $carried = UntrustedTicket::inspect($case['ticket'])->userbuf;
                    self::assertTrue($api instanceof TLSSigAPIv2 || $with === ($carried !== null));
                    $accepted += match ($expected) {
                        Userbuf::Any => 1,
                        Userbuf::Absent => (int) ($carried === null),
                        Userbuf::Present => (int) ($carried !== null),
                        default => (int) ($carried === $expected),
                    };
                }
            }
        }
        self::assertSame(isset($case['ok']) ? 1 : 0, $accepted);
    }

    /** @param array<string, mixed> $case */
    private function checkAnswer(array $case, bool $accepted, mixed $init, mixed $expire, string $error): void
    {
        if (!$accepted) {
            self::assertSame(['of the caller', 'of the caller'], [$init, $expire]);
            self::assertNotSame('', $error);
            return;
        }
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
        $others = array_diff_key(array_filter(Cases::options($case), fn (mixed $value): bool => $value !== false), ['expire' => 0, 'issuedAt' => 0, 'userbuf' => 0]);
        return !$timed && $others === []
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
        $before = time();
        $ticket = $gen();
        $expected = json_decode($case['ok']['json'], true);
        $actual = json_decode(Cases::json($ticket), true);
        self::assertSame(array_keys($expected), array_keys($actual));
        $own = ['TLS.time' => 0, 'TLS.sig' => 0] + ($case['room'] === null ? [] : ['TLS.userbuf' => 0]);
        self::assertSame(array_diff_key($expected, $own), array_diff_key($actual, $own));
        self::assertIssuedSince($before, (int) $actual['TLS.time']);
        $permission = UntrustedTicket::inspect($ticket)->privateMapKey;
        self::assertSame($case['room'], $permission === null ? null : array_filter((array) $permission->room, fn ($x) => $x !== null));
        self::assertSame($case['room'] === null ? null : $case['privileges'], $permission?->privileges);
        if ($case['expire'] === 0) {
            return;
        }
        $carries = isset($actual['TLS.userbuf']);
        $v2 = $made instanceof TLSSigAPIv2;
        self::assertSame($v2 || !$carries, $made->verifySig($ticket, $case['identifier'], $init, $expire, $error), $error);
        self::assertSame($v2 || $carries, $made->verifySigWithUserbuf($ticket, $case['identifier'], $init, $expire, $userbuf, $error), $error);
        self::assertSame(base64_decode($actual['TLS.userbuf'] ?? ''), $userbuf ?? '');
    }

    private static function assertIssuedSince(int $before, int $issuedAt): void
    {
        self::assertGreaterThanOrEqual($before, $issuedAt);
        self::assertLessThanOrEqual(microtime(true), $issuedAt);
    }

    public function testGenCasesThatCanBeExpressed(): void
    {
        // Not with a time of issue, an option of other interfaces, a userbuf besides a room, or a room and an EC key.
        self::assertCount(138, array_filter(Cases::read('gen_cases'), fn (array $case): bool => self::canBeMade($case)));
    }

    /** The calls of the official package's own tests. */
    public function testOfficialCalls(): void
    {
        $api = self::v1();
        $before = time();
        $sig = $api->genSig('user1');
        self::assertTrue($api->verifySig($sig, 'user1', $init_time, $expire_time, $error_msg));
        self::assertSame(15552000, $expire_time);
        self::assertIssuedSince($before, $init_time);
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
            self::assertTrue($api->verifySig($sig, 'xiaojun', $init_time, $expire, $err_msg));
        }
        // The official demo reads a userbuf from a ticket that carries none.
        self::assertTrue($api->verifySigWithUserBuf($api->genUserSig('xiaojun'), 'xiaojun', $init_time, $expire, $userbuf, $err_msg));
        self::assertSame('', $userbuf);
    }

    /** An object with a text form, as the user ids of many frameworks are. */
    private static function uuid(string $text = '0b1f-uuid'): \Stringable
    {
        return new class ($text) implements \Stringable {
            public function __construct(private string $text)
            {
            }

            public function __toString(): string
            {
                return $this->text;
            }
        };
    }

    public function testNumbersAndObjectsAsTexts(): void
    {
        $v2 = new TLSSigAPIv2('1400000000', Cases::keyText('secret'));
        foreach ([self::v1(), $v2] as $api) {
            foreach (['10001' => 10001, '10002' => 10002.0, '0b1f-uuid' => self::uuid()] as $text => $id) {
                $text = (string) $text;
                $sig = $api->genSig($id);
                self::assertSame($text, UntrustedTicket::inspect($sig)->identifier);
                self::assertTrue($api->verifySig($sig, $text, $init, $expire, $error), $error);
                self::assertSame(!is_int($id) && !is_float($id), $api->verifySig($sig, $id, $init, $expire, $error));
            }
        }
        self::assertSame(10001, UntrustedTicket::inspect($v2->genPrivateMapKey(self::uuid(), 60, '10001', '255'))->privateMapKey->room->number);
        self::assertSame('7', UntrustedTicket::inspect($v2->genPrivateMapKeyWithStringRoomID('a', 60, 7, 255))->privateMapKey->room->name);
    }

    /** What the official calls read as a number. */
    public function testTextsAndMoreAsNumbers(): void
    {
        $pairs = [['86400', 86400], ['086400', 86400], [" 86400\n", 86400], [43200.0, 43200], [true, 1], [false, 0], [null, 0]];
        foreach ($pairs as [$expire, $seconds]) {
            foreach ([self::v1(), self::v2()] as $api) {
                self::assertSame($seconds, UntrustedTicket::inspect($api->genSig('a', $expire))->expire);
            }
        }
        self::assertSame('', UntrustedTicket::inspect(self::v2()->genSigWithUserBuf('a', 60, null))->userbuf);
    }

    /** What cannot be meant is an exception that `catch (\Exception)` gets, and no constructor or setter of a number fails. */
    public function testUnusableArguments(): void
    {
        $v2 = self::v2();
        $v1 = self::v1();
        $none = [[], ['a'], new \stdClass(), fopen('php://memory', 'r')];
        $calls = [
            [fn ($x) => $v2->genUserSig($x), 'invalid_identifier', [null, true, false, 1.5, NAN, 1e300, ...$none]],
            [fn ($x) => $v1->genSig($x), 'invalid_identifier', [null, true, ...$none]],
            [fn ($x) => $v2->genUserSig('a', $x), 'invalid_expire', ['abc', '', '1e3', '0x1', '1.5', 1.5, NAN, INF, 1e300, -1, '-1', self::uuid(), ...$none]],
            [fn ($x) => $v2->genUserSig('a', $x), 'invalid_expire', ['99999999999999999999']],
            [fn ($x) => $v1->genSig('a', $x), 'invalid_expire', ['abc', 1.5, -1, ...$none]],
            [fn ($x) => $v2->genPrivateMapKey('a', 60, $x, 255), 'invalid_room', ['abc', '', null, false, 0, 1.5, ...$none]],
            [fn ($x) => $v2->genPrivateMapKey('a', 60, 1, $x), 'invalid_argument', ['abc', '{}', -1, 1.5, ...$none]],
            [fn ($x) => $v2->genPrivateMapKeyWithStringRoomID('a', 60, $x, 255), 'invalid_room', ['', null, true, ...$none]],
            [fn ($x) => $v2->genSigWithUserBuf('a', 1, $x), 'invalid_userbuf', [true, 1.5, ...$none]],
            [fn ($x) => $v1->genSigWithUserbuf('a', $x), 'invalid_userbuf', [true, ...$none]],
            [fn ($x) => (new TLSSigAPIv2($x, Cases::keyText('secret')))->genSig('a'), 'invalid_sdkappid', [null, '', 'YOUR_SDKAPPID', 0, '1.5', ...$none]],
            [fn ($x) => (new TLSSigAPIv2(1, $x))->genSig('a'), 'invalid_key', [null, false, '', 1, ...$none]],
            [fn ($x) => $v1->setPrivateKey($x), 'invalid_key', [null, false, '', 1, ...$none]],
            [fn ($x) => $v1->setPublicKey($x), 'invalid_key', [null, false, '', 1, ...$none]],
            [fn ($x) => $v1->setAppid($x) && $v1->genSig('a'), 'invalid_sdkappid', [null, 'abc', ...$none]],
        ];
        foreach ($calls as $i => [$call, $word, $values]) {
            foreach ($values as $value) {
                self::assertSame($word, Cases::failure(fn () => $call($value))->word(), "call $i, " . get_debug_type($value));
            }
        }
    }

    /** A check never throws: it is false, says why, and leaves the rest of what the caller has. */
    public function testUnusableTickets(): void
    {
        foreach ([self::v1(), self::v2(), new TLSSigAPI(), new TLSSigAPIv2(null, null)] as $api) {
            $sig = self::v2()->genSig('7');
            foreach ([[null, '7'], [[], '7'], [7, '7'], [new \stdClass(), '7'], [$sig, null], [$sig, 7], [$sig, []], ['x', '7']] as [$ticket, $id]) {
                $init = $expire = $userbuf = $error = 'of the caller';
                self::assertFalse($api->verifySig($ticket, $id, $init, $expire, $error));
                self::assertNotSame('of the caller', $error);
                self::assertFalse($api->verifySigWithUserbuf($ticket, $id, $init, $expire, $userbuf, $error));
                self::assertSame(['of the caller', 'of the caller', 'of the caller'], [$init, $expire, $userbuf]);
            }
        }
        $v2 = self::v2();
        self::assertTrue($v2->verifySig(' ' . $v2->genSig('a') . "\r\n", 'a', $init, $expire, $error), $error);
    }

    public function testKeysInFiles(): void
    {
        $folder = Processes::folder();
        $api = new TLSSigAPI();
        $api->setAppid(self::SDKAPPID);
        foreach (['Private' => 'p256_private', 'Public' => 'p256_public'] as $kind => $name) {
            file_put_contents("$folder/$kind.pem", Cases::keyText($name));
            self::assertTrue($api->{"set{$kind}Key"}("file://$folder/$kind.pem"));
            foreach (["file://$folder/none", 'file://', "file://$folder", "file://$folder/\0", 'file:///dev/zero'] as $path) {
                $exception = Cases::failure(fn () => $api->{"set{$kind}Key"}($path));
                self::assertSame('invalid_key', $exception->word());
                self::assertStringNotContainsString($folder, $exception->getMessage());
            }
        }
        Processes::remove($folder);
        self::assertTrue($api->verifySig($api->genSig('a'), 'a', $init, $expire, $error), $error);
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
        foreach (['TLSSigAPI.php', 'TLSSigAPIv2.php', 'src/TLSSigAPI.php', 'src/TLSSigAPIv2.php'] as $file) {
            $code = 'require $argv[1]; echo method_exists("Tencent\\\\" . basename($argv[1], ".php"), "genSig") ? "there" : "missing";';
            [$status, $output, $errors] = Processes::run(['php', '-r', $code, '--', PACKAGE . "/$file"]);
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
