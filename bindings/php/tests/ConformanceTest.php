<?php

declare(strict_types=1);

namespace UserSig\Tests;

use PHPUnit\Framework\TestCase;
use UserSig\ArgumentException;
use UserSig\Curve;
use UserSig\ErrorCode;
use UserSig\KeyException;
use UserSig\PrivateKey;
use UserSig\PublicKey;
use UserSig\Room;
use UserSig\SecretKey;
use UserSig\Signer;
use UserSig\Ticket;
use UserSig\TicketException;
use UserSig\UntrustedTicket;
use UserSig\UserSigException;
use UserSig\UserSigSource;
use UserSig\Verifier;

/** Every conformance case through this package's own interface. */
final class ConformanceTest extends TestCase
{
    public function testErrorTable(): void
    {
        $rows = Cases::read('errors');
        foreach ($rows as $row) {
            if ($row['number'] === 0) {
                continue;
            }
            $code = ErrorCode::from($row['number']);
            self::assertSame($row['word'], $code->word());
            self::assertSame($row['service'], $code->serviceCodes());
            self::assertNotSame('', $code->message());
            self::assertSame(str_replace('_', '', $row['word']), strtolower($code->name));
            $exception = UserSigException::ofStatus($row['number'], 'x');
            self::assertSame($row['check_err'], $exception->checkErr);
            self::assertSame($row['service'][0] ?? null, $exception->serviceCode);
            self::assertInstanceOf(match (true) {
                $row['number'] < 10 => ArgumentException::class,
                $row['number'] < 20 => KeyException::class,
                $row['number'] < 40 => TicketException::class,
                default => UserSigException::class,
            }, $exception);
        }
        $numbers = array_filter(array_column($rows, 'number'));
        self::assertEqualsCanonicalizing($numbers, array_column(ErrorCode::cases(), 'value'));
    }

    /** @return iterable<string, array{array<string, mixed>}> */
    public function keyCases(): iterable
    {
        return Cases::provide('key_cases');
    }

    /**
     * @dataProvider keyCases
     * @param array<string, mixed> $case
     */
    public function testKey(array $case): void
    {
        $load = fn () => Cases::load($case['load'], $case['text']);
        if (isset($case['error'])) {
            $exception = Cases::failure($load);
            self::assertSame($case['error'], $exception->word());
            self::assertInstanceOf(KeyException::class, $exception);
            return;
        }
        $key = $load();
        if ($key instanceof SecretKey) {
            self::assertNull($case['ok']['curve']);
            self::assertNotSame('', (new Signer(1, $key))->genSig('x'));
            return;
        }
        self::assertSame($case['ok']['curve'], $key->curve() === Curve::P256 ? 'P-256' : 'secp256k1');
        $again = $key::fromPem($key->toPem());
        self::assertSame($key->toPem(), $again->toPem());
        if ($key instanceof PrivateKey) {
            $ticket = (new Signer(1, $again))->genSig('x');
            self::assertSame('x', (new Verifier(1, $key->publicKey()))->verify($ticket, 'x')->identifier);
        }
    }

    /** @return iterable<string, array{array<string, mixed>}> */
    public function genCases(): iterable
    {
        return Cases::provide('gen_cases');
    }

    /**
     * @dataProvider genCases
     * @param array<string, mixed> $case
     */
    public function testGen(array $case): void
    {
        if (!self::expressible($case)) {
            // genPrivateMapKey() takes no userbuf: PHP refuses the call itself.
            $signer = new Signer($case['sdkappid'], Cases::key($case['key']));
            $this->expectException(\Error::class);
            $this->expectExceptionMessage('Unknown named parameter $userbuf');
            $signer->genPrivateMapKey($case['identifier'], Room::number(1), userbuf: base64_decode($case['userbuf']));
        }
        $gen = function () use ($case): string {
            $signer = new Signer($case['sdkappid'], Cases::key($case['key']));
            $room = $case['room'];
            $options = self::options($case);
            return $room === null ? $signer->genSig($case['identifier'], ...$options) : $signer->genPrivateMapKey(
                $case['identifier'],
                isset($room['name']) ? Room::name($room['name']) : Room::number($room['number']),
                $case['privileges'],
                ...$options,
            );
        };
        if (isset($case['error'])) {
            self::assertSame($case['error'], Cases::failure($gen)->word());
            return;
        }
        self::assertSame($case['ok']['json'], Cases::json($gen()));
    }

    public function testCasesThatCannotBeExpressed(): void
    {
        $cases = array_filter(Cases::read('gen_cases'), fn (array $case): bool => !self::expressible($case));
        self::assertSame(['room: with a userbuf besides'], array_column($cases, 'name'));
    }

    /**
     * @param array<string, mixed> $case
     * @return array<string, mixed>
     */
    private static function options(array $case): array
    {
        return array_replace(
            Cases::options($case),
            $case['userbuf'] === null ? [] : ['userbuf' => base64_decode($case['userbuf'], true)],
        );
    }

    /** @param array<string, mixed> $case */
    private static function expressible(array $case): bool
    {
        return $case['room'] === null || $case['userbuf'] === null;
    }

    public function testGenBatch(): void
    {
        $groups = [];
        foreach (Cases::read('gen_cases') as $case) {
            if ($case['room'] === null) {
                $groups[json_encode([$case['sdkappid'], $case['key'], Cases::options($case)])][] = $case;
            }
        }
        foreach ($groups as $group) {
            $first = $group[0];
            $identifiers = array_combine(array_column($group, 'name'), array_column($group, 'identifier'));
            $run = fn () => (new Signer($first['sdkappid'], Cases::key($first['key'])))->genSigBatch(
                $identifiers,
                ...self::options($first),
            );
            // An identifier's error is in its place; an option's may be the whole call's instead.
            try {
                $results = $run();
            } catch (ArgumentException $exception) {
                self::assertNotSame('invalid_identifier', $exception->word());
                $results = array_map(fn () => $exception, $identifiers);
            }
            self::assertSame(array_keys($identifiers), array_keys($results));
            foreach ($group as $case) {
                $result = $results[$case['name']];
                if (isset($case['error'])) {
                    self::assertInstanceOf(ArgumentException::class, $result, $case['name']);
                    self::assertSame($case['error'], $result->word(), $case['name']);
                } else {
                    self::assertSame($case['ok']['json'], Cases::json($result), $case['name']);
                }
            }
        }
        self::assertGreaterThan(10, count($groups));
    }

    /** @return iterable<string, array{array<string, mixed>}> */
    public function verifyCases(): iterable
    {
        return Cases::provide('verify_cases', 'authenticate_cases', 'attack_cases', 'official_cases');
    }

    /**
     * @dataProvider verifyCases
     * @param array<string, mixed> $case
     */
    public function testVerify(array $case): void
    {
        $this->checkVerify($case, $case['now']);
        if ($case['any_time']) {
            $this->checkVerify($case, null);
            $this->checkVerify($case, new \DateTimeImmutable('2089-12-31T00:00:00Z'));
        }
    }

    /** @param array<string, mixed> $case */
    private function checkVerify(array $case, int|\DateTimeInterface|null $now): void
    {
        $verify = function () use ($case, $now): Ticket {
            $keys = array_map(Cases::key(...), $case['keys']);
            $verifier = new Verifier($case['sdkappid'], $keys, $case['leeway'], $case['future_tolerance']);
            $userbuf = Cases::userbuf($case['userbuf']);
            return isset($case['identifier'])
                ? $verifier->verify($case['ticket'], $case['identifier'], $userbuf, $now)
                : $verifier->authenticate($case['ticket'], $userbuf, $now);
        };
        if (isset($case['error'])) {
            $exception = Cases::failure($verify);
            self::assertSame($case['error'], $exception->word());
            self::assertSame($case['field'] ?? null, $exception->field);
            self::assertSame($case['check_err'], $exception->checkErr);
            self::assertSame($exception->errorCode->value, $exception->getCode());
            self::assertSame($exception->errorCode->serviceCodes()[0] ?? null, $exception->serviceCode);
            return;
        }
        self::assertSameFields($case['ok'], $verify());
    }

    /** @return iterable<string, array{array<string, mixed>}> */
    public function inspectCases(): iterable
    {
        return Cases::provide('inspect_cases');
    }

    /**
     * @dataProvider inspectCases
     * @param array<string, mixed> $case
     */
    public function testInspect(array $case): void
    {
        $inspect = fn () => UntrustedTicket::inspect($case['ticket']);
        if (isset($case['error'])) {
            $exception = Cases::failure($inspect);
            self::assertInstanceOf(TicketException::class, $exception);
            self::assertSame($case['error'], $exception->word());
            self::assertSame($case['field'] ?? null, $exception->field);
            return;
        }
        self::assertSameFields($case['ok'], $inspect());
    }

    /** @return iterable<string, array{array<string, mixed>}> */
    public function contractCases(): iterable
    {
        return Cases::provide('contract_cases');
    }

    /**
     * @dataProvider contractCases
     * @param array<string, mixed> $case
     */
    public function testContract(array $case): void
    {
        if (isset($case['unflagged']) || ($case['call'] === 'generate_key' && isset($case['error']))) {
            // C's flags; a curve is an enum, in which no other name is.
            self::assertNull(Curve::tryFrom(0));
            return;
        }
        $expected = $case['error'] ?? null;
        if ($expected === 'type_error' || $expected === 'null_error' || $expected === 'refused') {
            try {
                self::contract($case);
            } catch (\Error $error) {
                self::assertSame(__FILE__, self::origin($error));
                return;
            }
            self::fail('the call did not fail');
        }
        if ($expected !== null) {
            $exception = Cases::failure(fn () => self::contract($case));
            self::assertSame($expected, $exception->word());
            self::assertSame(__FILE__, $exception->getFile());
            self::assertSame($case['message'] ?? $exception->getMessage(), $exception->getMessage());
            return;
        }
        $result = self::contract($case);
        if ($case['call'] === 'gen_sig_batch') {
            self::assertCount(count($case['ok']), $result);
            foreach ($case['ok'] as $i => $one) {
                // Where both are possible, PHP takes the number's text.
                if (isset($one['json'])) {
                    self::assertSame($one['json'], Cases::json($result[$i]));
                } else {
                    self::assertInstanceOf(ArgumentException::class, $result[$i]);
                    self::assertSame($one['error'], $result[$i]->word());
                }
            }
        } elseif (is_string($result)) {
            self::assertSame($case['ok']['json'], Cases::json($result));
        } elseif ($result instanceof PrivateKey) {
            self::assertSame($case['ok']['curve'], $result->curve() === Curve::P256 ? 'P-256' : 'secp256k1');
        } else {
            self::assertSameFields($case['ok'], $result);
        }
    }

    /** The file that the error is reported in, or for an error of PHP itself the one that made the call. */
    private static function origin(\Error $error): string
    {
        return str_contains($error->getMessage(), 'called in ' . __FILE__) ? __FILE__ : $error->getFile();
    }

    /** @param array<string, mixed> $case */
    private static function contract(array $case): mixed
    {
        $raw = fn (string $name): mixed => isset($case[$name]['bytes']) ? self::raw($case[$name]) : $case[$name] ?? null;
        $key = fn (?string $name): mixed => $name === 'xiaojun' || $name === null ? $name : Cases::key($name);
        switch ($case['call']) {
            case 'load_private':
                return PrivateKey::fromPem($raw('text'));
            case 'load_public':
                return PublicKey::fromPem($raw('text'));
            case 'load_secret':
                return new SecretKey($raw('text'));
            case 'generate_key':
                return PrivateKey::generate($case['curve'] === 'P-256' ? Curve::P256 : Curve::Secp256k1);
            case 'inspect':
                return UntrustedTicket::inspect($raw('ticket'));
            case 'verify':
            case 'authenticate':
                $verifier = new Verifier(
                    $case['sdkappid'],
                    array_map($key, $case['keys']),
                    ...$case['options'] ?? [],
                    leeway: self::span($case['leeway'] ?? null),
                    futureTolerance: self::span($case['future_tolerance'] ?? null),
                );
                $userbuf = Cases::userbuf($case['userbuf'] ?? ['expect' => 'absent']);
                return $case['call'] === 'verify'
                    ? $verifier->verify($raw('ticket'), $raw('identifier'), $userbuf, self::moment($case['now']))
                    : $verifier->authenticate($raw('ticket'), $userbuf, self::moment($case['now']));
        }
        $signer = new Signer($case['sdkappid'], $key($case['key']));
        $options = array_map(fn (mixed $value) => isset($value['bytes']) ? self::raw($value) : $value, Cases::options($case));
        $options = array_replace($options, array_filter([
            'expire' => self::span($case['expire'] ?? null),
            'issuedAt' => self::moment($case['issued_at'] ?? null),
        ], fn (mixed $value): bool => $value !== null));
        if ($case['call'] === 'gen_sig_batch') {
            $identifiers = array_map(
                fn (mixed $one): mixed => is_array($one) && isset($one['bytes']) ? self::raw($one) : $one,
                $case['identifiers'],
            );
            return $signer->genSigBatch($identifiers, ...$options);
        }
        if ($case['call'] === 'gen_private_map_key') {
            $name = $case['room']['name'] ?? null;
            $room = $name === null ? Room::number($case['room']['number']) : Room::name(is_array($name) ? self::raw($name) : $name);
            return $signer->genPrivateMapKey($raw('identifier'), $room, $case['privileges'], ...$options);
        }
        return $signer->genSig($raw('identifier'), ...$options, ...$case['options'] ?? []);
    }

    /** @param array{bytes: string, repeat?: int} $given */
    private static function raw(array $given): string
    {
        return str_repeat(hex2bin($given['bytes']), $given['repeat'] ?? 1);
    }

    /** Seconds; with a fraction as the number that PHP has for it. */
    private static function span(array|int|null $given): int|float|null
    {
        return is_array($given) ? $given['seconds'] + $given['nanoseconds'] / 1e9 : $given;
    }

    private static function moment(array|int|null $given): int|\DateTimeInterface|null
    {
        if (!is_array($given)) {
            return $given;
        }
        $second = new \DateTimeImmutable('@' . $given['seconds']);
        return $second->setTime(...array_map('intval', explode(':', $second->format('H:i:s'))), microsecond: intdiv($given['nanoseconds'], 1000));
    }

    /** @param array<string, mixed> $expected */
    private static function assertSameFields(array $expected, Ticket|UntrustedTicket $ticket): void
    {
        $permission = $ticket->privateMapKey;
        $room = $permission?->room;
        $actual = [
            'version' => $ticket->version,
            'sdkappid' => $ticket->sdkappid,
            'identifier' => $ticket->identifier,
            'issued_at' => $ticket->issuedAt->getTimestamp(),
            'expire' => $ticket->expire,
            'expires_at' => $ticket->expiresAt->getTimestamp(),
            'userbuf' => $ticket->userbuf === null ? null : base64_encode($ticket->userbuf),
            'private_map_key' => $permission === null ? null : [
                'room' => $room->name === null ? ['number' => $room->number] : ['name' => $room->name],
                'privileges' => $permission->privileges,
                'expires_at' => $permission->expiresAt->getTimestamp(),
            ],
        ];
        ksort($actual);
        ksort($expected);
        self::assertEquals($expected, $actual);
        self::assertSame($expected['userbuf'], $actual['userbuf']);
    }

    /** @return iterable<string, array{array<string, mixed>}> */
    public function sourceCases(): iterable
    {
        return Cases::provide('source_cases');
    }

    /**
     * @dataProvider sourceCases
     * @param array<string, mixed> $case
     */
    public function testSource(array $case): void
    {
        $tickets = function () use ($case): array {
            $signer = new Signer($case['sdkappid'], Cases::key($case['key']));
            $share = $case['min_share'] === null ? [] : ['minShare' => $case['min_share']];
            $source = new UserSigSource($signer, $case['identifier'], $case['expire'], ...$share);
            $issued = fn (int $now): int => UntrustedTicket::inspect($source->ticket($now))->issuedAt->getTimestamp();
            return ['issued_at' => array_map($issued, $case['times']), 'renewals' => $source->renewals()];
        };
        if (isset($case['error'])) {
            $exception = Cases::failure($tickets);
            self::assertSame($case['error'], $exception->word());
            self::assertSame($case['message'] ?? $exception->getMessage(), $exception->getMessage());
            return;
        }
        self::assertSame($case['ok'], $tickets());
    }
}
