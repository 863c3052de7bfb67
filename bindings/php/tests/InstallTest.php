<?php

declare(strict_types=1);

namespace UserSig\Tests;

use PHPUnit\Framework\TestCase;

/**
 * The package as users get it: through Composer, into an empty folder; and what it says where it cannot work.
 *
 * @group ffi
 */
final class InstallTest extends TestCase
{
    private string $folder;

    protected function setUp(): void
    {
        $this->folder = Processes::folder();
    }

    protected function tearDown(): void
    {
        Processes::remove($this->folder);
    }

    /** @param array<string, string> $require */
    private function composer(array $require, string ...$options): string
    {
        file_put_contents("$this->folder/composer.json", json_encode([
            'repositories' => [
                ['type' => 'path', 'url' => PACKAGE, 'options' => ['symlink' => false]],
                ['packagist.org' => false],
            ],
            'require' => $require,
            // The package installs on a PHP without FFI.
            'config' => ['platform' => ['ext-ffi' => false]],
        ]));
        [$status, $output, $errors] = Processes::composer(['install', '--no-progress', ...$options], $this->folder);
        self::assertSame(0, $status, $output . $errors);
        return $output . $errors;
    }

    private function php(string $code): string
    {
        file_put_contents("$this->folder/use.php", "<?php\nrequire __DIR__ . '/vendor/autoload.php';\n$code");
        [$status, $output, $errors] = Processes::run(['php', '-d', 'display_errors=stderr', "$this->folder/use.php"]);
        self::assertSame([0, ''], [$status, $errors]);
        return $output;
    }

    public function testComposer(): void
    {
        $this->composer(['usersig/usersig' => '*']);
        self::assertSame('1400000000 xiaojun', $this->php(<<<'PHP'
            $key = new UserSig\SecretKey('5bd2850fff3ecb11d7c805251c51ee463a25727bddc2385f3fa8bfee1bb93b5e');
            $sig = (new UserSig\Signer(1400000000, $key))->genSig('xiaojun');
            $ticket = (new UserSig\Verifier(1400000000, $key))->verify($sig, 'xiaojun');
            echo $ticket->sdkappid, ' ', $ticket->identifier;
            PHP));
        [$status, $header] = Processes::run(["$this->folder/vendor/bin/usersig-ffi-header"]);
        self::assertSame(0, $status);
        self::assertStringContainsString("\"$this->folder/vendor/usersig/usersig/lib/", $header);
    }

    /** Code that requires the official packages gets this one in their place, with an optimized autoloader, too. */
    public function testComposerInPlaceOfTheOfficialPackages(): void
    {
        $output = $this->composer(
            ['usersig/usersig' => '*', 'tencent/tls-sig-api' => '^1.0', 'tencent/tls-sig-api-v2' => '^1.0'],
            '--optimize-autoloader',
            '--classmap-authoritative',
        );
        self::assertStringNotContainsString('psr-4', $output);
        self::assertSame('yes', $this->php(<<<'PHP'
            $api = new \Tencent\TLSSigAPIv2(1400000000, '5bd2850fff3ecb11d7c805251c51ee463a25727bddc2385f3fa8bfee1bb93b5e');
            $sig = $api->genUserSig('xiaojun');
            echo $api->verifySig($sig, 'xiaojun', $init_time, $expire, $error) ? 'yes' : $error;
            new \Tencent\TLSSigAPI();
            PHP));
    }

    public function testComposerFileIsValid(): void
    {
        [$status, $output, $errors] = Processes::composer(
            ['validate', '--no-check-publish', '--no-check-version', PACKAGE . '/composer.json'],
            $this->folder,
        );
        self::assertSame(0, $status, $output . $errors);
    }

    /** Copies the package, so that it can be damaged. */
    private function copy(): string
    {
        Processes::run(['cp', '-r', PACKAGE, "$this->folder/package"]);
        return "$this->folder/package";
    }

    private function loadError(string $package, string ...$options): string
    {
        $code = 'require $argv[1]; try { new UserSig\SecretKey("a"); echo "made"; }'
            . ' catch (UserSig\LoadException $e) { echo get_parent_class($e), ": ", $e->getMessage(); }';
        [$status, $output, $errors] = Processes::run(['php', ...$options, '-r', $code, '--', "$package/autoload.php"]);
        self::assertSame([0, ''], [$status, $errors]);
        return $output;
    }

    public function testMissingLibrary(): void
    {
        $package = $this->copy();
        self::assertSame('made', $this->loadError($package));
        Processes::run(['find', $package, '-name', '*.so', '-delete']);
        self::assertMatchesRegularExpression(
            '~^RuntimeException: this package has no native library for linux-\w+: build it and put it at /~',
            $this->loadError($package),
        );
    }

    public function testDamagedLibrary(): void
    {
        $package = $this->copy();
        [$library] = glob("$package/lib/*/libusersig.so");
        file_put_contents($library, 'not a library');
        self::assertStringContainsString($library, $this->loadError($package));
    }

    public function testLibraryOfAnotherVersion(): void
    {
        $package = $this->copy();
        $file = "$package/src/Native/Constants.php";
        file_put_contents($file, preg_replace("/VERSION = '[^']+'/", "VERSION = '9.9.9'", file_get_contents($file)));
        self::assertStringContainsString('but this package is 9.9.9', $this->loadError($package));
    }

    public function testFfiClosed(): void
    {
        // Without Debian's configuration no extension is loaded.
        foreach ([['-d', 'ffi.enable=false'], ['-n']] as $options) {
            $message = $this->loadError(PACKAGE, ...$options);
            self::assertStringContainsString('usersig/ext', $message);
            self::assertStringContainsString('preload.php', $message);
        }
    }

    /** The official constructors never fail, so an application may make one that it does not use. */
    public function testTheFirstUseSaysWhatIsMissing(): void
    {
        $code = 'require $argv[1]; $v1 = new Tencent\TLSSigAPI(); $v1->setAppid(1); $v2 = new Tencent\TLSSigAPIv2(1, "a"); echo "made ";'
            . ' foreach ([fn () => $v2->genUserSig("a"), fn () => $v2->verifySig("x", "a", $i, $e, $m), fn () => $v1->setPrivateKey("x")] as $use)'
            . ' try { $use(); } catch (UserSig\LoadException $e) { echo substr_count($e->getMessage(), "usersig/ext"); }';
        [$status, $output, $errors] = Processes::run(['php', '-n', '-r', $code, '--', PACKAGE . '/autoload.php']);
        self::assertSame([0, 'made 111', ''], [$status, $output, $errors]);
    }

    public function testExtension(): void
    {
        $extension = 'extension=' . Processes::extension();
        self::assertSame('made', $this->loadError(PACKAGE, '-n', '-d', $extension));
        self::assertSame('made', $this->loadError(PACKAGE, '-d', 'ffi.enable=false', '-d', $extension));
        $package = $this->copy();
        $file = "$package/src/Native/Constants.php";
        file_put_contents($file, preg_replace('/VERSION_MINOR = \d+/', 'VERSION_MINOR = 999', file_get_contents($file)));
        self::assertStringContainsString('usersig/ext', $this->loadError($package, '-d', $extension));
    }

    /** FFI and the extension have the same methods: parameters with their names, types, defaults and marks, and results. */
    public function testTheExtensionIsLikeFfi(): void
    {
        file_put_contents("$this->folder/methods.php", <<<'PHP'
            <?php
            require $argv[1];
            function parameter(ReflectionParameter $one): array {
                $default = $one->isVariadic() ? 'all' : ($one->isOptional() ? $one->getDefaultValue() : 'required');
                // Handles are no secrets.
                $hidden = (string) $one->getType() !== '?object' && $one->getAttributes(SensitiveParameter::class) !== [];
                return [$one->name, (string) $one->getType(), $default, $hidden];
            }
            foreach (['FfiLibrary', 'Extension'] as $name) {
                $found = [];
                foreach ((new ReflectionClass("UserSig\\Native\\$name"))->getMethods(ReflectionMethod::IS_PUBLIC) as $method) {
                    if (!$method->isConstructor()) {
                        $found[$method->name] = [(string) $method->getReturnType(), array_map(parameter(...), $method->getParameters())];
                    }
                }
                ksort($found);
                $all[] = $found;
            }
            echo json_encode($all);
            PHP);
        $options = ['-d', 'display_errors=stderr', '-d', 'extension=' . Processes::extension()];
        [, $output, $errors] = Processes::run(['php', ...$options, "$this->folder/methods.php", PACKAGE . '/autoload.php']);
        self::assertSame('', $errors);
        [$ffi, $extension] = json_decode($output, true);
        self::assertCount(18, $ffi);
        self::assertSame($ffi, $extension);
    }

    /** The library stands on nothing but the C library (of several files before 2.34), and on no newer one than 2.17. */
    public function testWhatTheLibraryNeeds(): void
    {
        [$library] = glob(PACKAGE . '/lib/*/libusersig.so');
        [, $needed] = Processes::run(['objdump', '-p', $library]);
        preg_match_all('/NEEDED\s+(\S+)/', $needed, $libraries);
        self::assertEqualsCanonicalizing([], array_diff($libraries[1], ['libc.so.6', 'libdl.so.2', 'libpthread.so.0', 'ld-linux-x86-64.so.2', 'ld-linux-aarch64.so.1']));
        preg_match_all('/GLIBC_([0-9.]+)/', $needed, $versions);
        usort($versions[1], 'version_compare');
        self::assertTrue(version_compare(end($versions[1]), '2.17', '<='), end($versions[1]));
    }
}
