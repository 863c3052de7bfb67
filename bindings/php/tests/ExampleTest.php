<?php

declare(strict_types=1);

namespace UserSig\Tests;

use PHPUnit\Framework\TestCase;
use UserSig\Privileges;
use UserSig\SecretKey;
use UserSig\Ticket;
use UserSig\Userbuf;
use UserSig\Verifier;

/** Starts the example on PHP's built-in server, as it says, and calls it as an app does. */
final class ExampleTest extends TestCase
{
    private const SECRET = REPOSITORY . '/examples/keys/secret.txt';

    private static string $folder;
    /** @var resource */
    private static $server;
    private static string $address;

    public static function setUpBeforeClass(): void
    {
        self::$folder = Processes::folder();
        copy(REPOSITORY . '/examples/php/server.php', self::$folder . '/server.php');
        $project = json_decode(file_get_contents(REPOSITORY . '/examples/php/composer.json'), true);
        $project['repositories'] = [
            ['type' => 'path', 'url' => PACKAGE, 'options' => ['symlink' => false]],
            ['packagist.org' => false],
        ];
        file_put_contents(self::$folder . '/composer.json', json_encode($project));
        [$status, $output, $errors] = Processes::composer(['install'], self::$folder);
        self::assertSame(0, $status, $output . $errors);
        [self::$server, self::$address] = self::serve(self::SECRET, self::$folder . '/log');
    }

    public static function tearDownAfterClass(): void
    {
        Processes::stop(self::$server);
        Processes::remove(self::$folder);
    }

    /** @return array{resource, string} the server, and the address that it says */
    private static function serve(string $secretFile, string $log): array
    {
        $server = Processes::start(
            ['php', '-d', 'ffi.enable=true', '-S', '127.0.0.1:0', self::$folder . '/server.php'],
            $log,
            fn () => str_contains(file_get_contents($log), ') started'),
            ['USERSIG_SDKAPPID' => '1400000000', 'USERSIG_SECRET_KEY_FILE' => $secretFile],
        );
        preg_match('~\(http://(.+)\) started~', file_get_contents($log), $found);
        return [$server, $found[1]];
    }

    /** @return array{int, array<string, mixed>, list<string>} status, JSON, headers */
    private static function call(string $path, ?string $authorization, ?string $address = null, string $method = 'POST'): array
    {
        $body = file_get_contents('http://' . ($address ?? self::$address) . $path, false, stream_context_create(['http' => [
            'method' => $method,
            'header' => $authorization === null ? [] : ["Authorization: $authorization"],
            'ignore_errors' => true,
            'timeout' => 60,
        ]]));
        preg_match('~^HTTP/\S+ (\d+)~', $http_response_header[0], $found);
        return [(int) $found[1], json_decode($body, true, 8, JSON_THROW_ON_ERROR), $http_response_header];
    }

    private static function verify(string $ticket, string $user): Ticket
    {
        $verifier = new Verifier(1400000000, new SecretKey(trim(file_get_contents(self::SECRET))));
        return $verifier->verify($ticket, $user, Userbuf::Any);
    }

    public function testAUserThatIsLoggedInGetsATicketForItself(): void
    {
        foreach (['alice', 'bob'] as $user) {
            [$status, $answer, $headers] = self::call('/usersig?userid=admin', "Bearer token-of-$user");
            self::assertSame([200, ['sdkAppId' => 1400000000, 'userId' => $user]], [$status, array_diff_key($answer, ['userSig' => 0])]);
            self::assertContains('Cache-Control: no-store', $headers);
            self::assertSame(86400, self::verify($answer['userSig'], $user)->expire);
        }
    }

    public function testNobodyElseGetsOne(): void
    {
        foreach ([null, 'Bearer wrong', 'Bearer token-of-alice x', 'token-of-alice'] as $authorization) {
            foreach (['/usersig', '/private-map-key?room=1', '/x'] as $path) {
                [$status, $answer] = self::call($path, $authorization);
                self::assertSame([401, ['error']], [$status, array_keys($answer)]);
            }
        }
        self::assertSame(404, self::call('/x', 'Bearer token-of-alice')[0]);
        self::assertSame(405, self::call('/usersig', 'Bearer token-of-alice', method: 'GET')[0]);
    }

    public function testARoomKeyIsForTheRoomAskedForAndTheUserThatIsLoggedIn(): void
    {
        [$status, $answer] = self::call('/private-map-key?room=10000', 'Bearer token-of-alice');
        self::assertSame(200, $status);
        $permission = self::verify($answer['privateMapKey'], 'alice')->privateMapKey;
        self::assertSame(10000, $permission->room->number);
        self::assertSame(0, $permission->privileges & Privileges::SEND_VIDEO);
        self::assertNotSame(0, $permission->privileges & Privileges::ENTER_ROOM);
    }

    public function testAWrongRoomIsAWrongRequest(): void
    {
        foreach (['room=0', 'room=4294967295', 'room=-1', 'room=x', 'room=1.5', 'room=', 'room[]=1', ''] as $query) {
            self::assertSame(400, self::call("/private-map-key?$query", 'Bearer token-of-alice')[0], $query);
        }
        self::assertSame('invalid_room', self::call('/private-map-key?room=0', 'Bearer token-of-alice')[1]['code']);
    }

    public function testAWrongKeyIsTheServersAffair(): void
    {
        [$server, $address] = self::serve(REPOSITORY . '/examples/keys/p256/private_key.txt', $log = self::$folder . '/wrong');
        try {
            [$status, $answer] = self::call('/usersig', 'Bearer token-of-alice', $address);
            self::assertSame([500, ['error' => 'internal error']], [$status, $answer]);
        } finally {
            Processes::stop($server);
        }
        $said = file_get_contents($log);
        self::assertStringContainsString('PEM', $said);
        self::assertStringNotContainsString('BEGIN', $said);
    }
}
