<?php

declare(strict_types=1);

namespace UserSig\Tests;

use PHPUnit\Framework\TestCase;

/**
 * The package below a real PHP-FPM, with the settings that the README gives, asked over FastCGI.
 *
 * @group ffi
 */
final class FpmTest extends TestCase
{
    private const PAGE = <<<'PHP'
        <?php
        header('Content-Type: application/json');
        require getenv('PACKAGE') . '/autoload.php';
        $answer = [];
        try {
            $key = new UserSig\SecretKey('5bd2850fff3ecb11d7c805251c51ee463a25727bddc2385f3fa8bfee1bb93b5e');
            $sig = (new UserSig\Signer(1400000000, $key))->genSig('xiaojun', 60, "a\0b");
            $ticket = (new UserSig\Verifier(1400000000, $key))->verify($sig, 'xiaojun', UserSig\Userbuf::Any);
            $pair = UserSig\PrivateKey::generate(UserSig\Curve::Secp256k1);
            $v1 = (new UserSig\Signer(1, $pair))->genSig('a');
            $answer['v1'] = (new UserSig\Verifier(1, [$pair->publicKey(), $key]))->verify($v1, 'a')->version;
            $answer['identifier'] = $ticket->identifier;
            $answer['userbuf'] = $ticket->userbuf;
            $api = new Tencent\TLSSigAPIv2('1400000000', 'secret');
            $answer['drop-in'] = $api->verifySig($api->genUserSig('a'), 'a', $init, $expire, $error);
            $answer['batch'] = count((new UserSig\Signer(1, $key))->genSigBatch(['a', 'b', '']));
            try {
                (new UserSig\Verifier(1400000000, $key))->verify($sig, 'other');
            } catch (UserSig\TicketException $exception) {
                $answer['error'] = $exception->word();
            }
            // Reflection calls the preloaded method itself, which may do what this page may not.
            $preloaded = (new ReflectionMethod('UserSig\Native\Library', 'preloaded'))->invoke(null);
            $answer['scope'] = $preloaded !== null;
        } catch (UserSig\LoadException $exception) {
            $answer['load'] = $exception->getMessage();
        }
        try {
            FFI::cdef('int getpid(void);');
            $answer['ffi'] = 'open to this page';
        } catch (FFI\Exception $exception) {
            $answer['ffi'] = 'closed to this page';
        }
        preg_match('/^VmRSS:\s+(\d+)/m', file_get_contents('/proc/self/status'), $memory);
        $answer['memory'] = (int) $memory[1];
        $answer['pid'] = getmypid();
        echo json_encode($answer);
        PHP;

    private string $folder;
    /** @var resource|null */
    private $server = null;

    protected function setUp(): void
    {
        $this->folder = Processes::folder();
        // A place that the user of the requests can read, wherever the package was built.
        Processes::run(['cp', '-r', PACKAGE, "$this->folder/usersig"]);
        file_put_contents("$this->folder/page.php", self::PAGE);
    }

    protected function tearDown(): void
    {
        if ($this->server !== null) {
            Processes::stop($this->server);
        }
        Processes::remove($this->folder);
    }

    private static function user(): string
    {
        return posix_geteuid() === 0 ? 'www-data' : posix_getpwuid(posix_geteuid())['name'];
    }

    /** @return array<string, string> the settings of one block of the README, with this test's paths and user */
    private function settings(int $block): array
    {
        $text = strtr(Readme::blocks('ini')[$block], [
            '/srv/app/vendor/usersig' => $this->folder,
            '/etc/php' => $this->folder,
            'www-data' => self::user(),
        ]);
        $settings = parse_ini_string($text, false, INI_SCANNER_RAW);
        self::assertArrayHasKey('opcache.preload', $settings);
        return $settings;
    }

    /**
     * Starts php-fpm on a socket in the test's folder, on Debian's own php.ini and extensions.
     *
     * @param array<string, string> $settings lines of php.ini
     * @param list<string> $as a command in front
     */
    private function start(array $settings, array $as = []): void
    {
        [$fpm] = array_merge(glob('/usr/sbin/php-fpm' . PHP_MAJOR_VERSION . '.' . PHP_MINOR_VERSION), ['php-fpm']);
        $root = posix_geteuid() === 0 && $as === [];
        $user = self::user();
        file_put_contents("$this->folder/fpm.conf", implode("\n", [
            '[global]',
            "error_log = $this->folder/fpm.log",
            'daemonize = no',
            '[www]',
            ...($root ? ["user = $user", "group = $user", "listen.owner = $user"] : []),
            "listen = $this->folder/fpm.sock",
            'pm = static',
            'pm.max_children = 1',
            'catch_workers_output = yes',
            "env[PACKAGE] = $this->folder/usersig",
            '',
        ]));
        chmod($this->folder, 0777);
        $options = [];
        foreach ($settings as $name => $value) {
            array_push($options, '-d', "$name=$value");
        }
        $this->server = Processes::start(
            [...$as, $fpm, '-y', "$this->folder/fpm.conf", '-F', ...$options],
            "$this->folder/log",
            fn () => @stream_socket_client("unix://$this->folder/fpm.sock") !== false,
            ['TMPDIR' => $this->folder],
        );
    }

    /** @return array<string, mixed> */
    private function ask(): array
    {
        [$status, $output, $errors] = Processes::run(
            ['cgi-fcgi', '-bind', '-connect', "$this->folder/fpm.sock"],
            ['SCRIPT_FILENAME' => "$this->folder/page.php", 'SCRIPT_NAME' => '/page.php', 'REQUEST_METHOD' => 'GET'],
        );
        self::assertSame(0, $status, $errors);
        [, $body] = explode("\r\n\r\n", $output, 2);
        $answer = json_decode($body, true);
        self::assertIsArray($answer, $output . file_get_contents("$this->folder/fpm.log"));
        return $answer;
    }

    private function check(bool $scope): void
    {
        for ($i = 0; $i < 30; $i++) {
            $this->ask();
        }
        $first = null;
        for ($i = 0; $i < 150; $i++) {
            $answer = $this->ask();
            $first ??= $answer;
            self::assertSame(
                ['1.0', 'xiaojun', "a\0b", true, 3, 'identifier_mismatch', $scope, 'closed to this page'],
                array_map(
                    fn (string $key) => $answer[$key] ?? $answer['load'] ?? null,
                    ['v1', 'identifier', 'userbuf', 'drop-in', 'batch', 'error', 'scope', 'ffi'],
                ),
            );
        }
        self::assertSame($first['pid'], $answer['pid'], 'the worker is the same one');
        // The threads of a batch make arenas of malloc, each once.
        self::assertLessThan(2048, $answer['memory'] - $first['memory']);
        self::assertStringNotContainsString('WARNING', file_get_contents("$this->folder/log") . file_get_contents("$this->folder/fpm.log"));
    }

    /** As Debian starts it: the master as root, the requests as another user. */
    public function testPreloadWithUser(): void
    {
        $this->start($this->settings(0));
        $this->check(false);
    }

    public function testPreloadWithUserAndHeader(): void
    {
        [$status, $header] = Processes::run(["$this->folder/usersig/bin/usersig-ffi-header"]);
        self::assertSame(0, $status);
        file_put_contents("$this->folder/usersig.h", $header);
        $this->start($this->settings(1));
        $this->check(true);
    }

    /** In a container that runs as another user than root. */
    public function testPreloadWithoutRoot(): void
    {
        $as = posix_geteuid() === 0 ? ['setpriv', '--reuid', self::user(), '--regid', self::user(), '--clear-groups'] : [];
        $this->start($this->settings(2), $as);
        $this->check(true);
        self::assertSame([], glob("$this->folder/usersig??????"));
    }

    /** Together with an application's own preloading. */
    public function testRequiredByAnotherPreloadScript(): void
    {
        file_put_contents("$this->folder/preload.php", "<?php require __DIR__ . '/usersig/preload.php';");
        $this->start(['opcache.preload' => "$this->folder/preload.php", 'opcache.preload_user' => self::user()]);
        $this->check(false);
    }

    /** The extension needs no other setting, whatever is said of FFI; and preload.php beside it does no harm. */
    public function testExtension(): void
    {
        copy(Processes::extension(), "$this->folder/usersig.so");
        $extension = ['extension' => "$this->folder/usersig.so"];
        foreach ([[], ['ffi.enable' => 'false'], $this->settings(0)] as $others) {
            $this->start($extension + $others);
            $this->check(false);
            Processes::stop($this->server);
            $this->server = null;
        }
    }

    /** Only the first use says what is missing, and how to mend it: nothing fails before. */
    public function testWithoutPreload(): void
    {
        $this->start([]);
        $answer = $this->ask();
        self::assertStringContainsString('usersig/ext', $answer['load']);
        self::assertStringContainsString("opcache.preload=$this->folder/usersig/preload.php", $answer['load']);
        self::assertSame('closed to this page', $answer['ffi']);
    }

    public function testFfiOpenToAll(): void
    {
        $this->start(['ffi.enable' => 'true']);
        self::assertSame(['xiaojun', 'open to this page'], [($a = $this->ask())['identifier'], $a['ffi']]);
    }
}
