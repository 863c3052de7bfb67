<?php

declare(strict_types=1);

namespace UserSig\Tests;

/** Programs that a test starts. */
final class Processes
{
    /** The built extension, which ci/test makes of the package. */
    public static function extension(): string
    {
        return getenv('USERSIG_PHP_EXTENSION') ?: \PHPUnit\Framework\Assert::markTestSkipped('set USERSIG_PHP_EXTENSION to the built extension');
    }

    /**
     * Runs a command to its end.
     *
     * @param list<string> $command
     * @param array<string, string> $environment added to this process's own
     * @return array{int, string, string} exit status, stdout, stderr
     */
    public static function run(array $command, array $environment = [], ?string $folder = null): array
    {
        $process = proc_open(
            $command,
            [['file', '/dev/null', 'r'], ['pipe', 'w'], $errors = tmpfile()],
            $pipes,
            $folder,
            $environment + getenv(),
        );
        $output = stream_get_contents($pipes[1]);
        fclose($pipes[1]);
        $status = proc_close($process);
        rewind($errors);
        return [$status, $output, stream_get_contents($errors)];
    }

    /**
     * Runs Composer without a network, with nothing of the user's configuration.
     *
     * @param list<string> $arguments
     * @return array{int, string, string} exit status, stdout, stderr
     */
    public static function composer(array $arguments, string $folder): array
    {
        $environment = [
            'COMPOSER_HOME' => "$folder/home",
            'COMPOSER_ALLOW_SUPERUSER' => '1',
            'COMPOSER_NO_INTERACTION' => '1',
            'COMPOSER_DISABLE_NETWORK' => '1',
        ];
        return self::run(['composer', ...$arguments], $environment, $folder);
    }

    /**
     * Starts a server and waits until $ready() is true.
     *
     * @param list<string> $command
     * @param array<string, string> $environment
     * @return resource to be given to stop()
     */
    public static function start(array $command, string $log, callable $ready, array $environment = [])
    {
        $to = ['file', $log, 'a'];
        $process = proc_open($command, [['file', '/dev/null', 'r'], $to, $to], $pipes, null, $environment + getenv());
        for ($i = 0; $i < 2400; $i++) {
            if ($ready()) {
                return $process;
            }
            if (!proc_get_status($process)['running']) {
                break;
            }
            usleep(50_000);
        }
        self::stop($process);
        throw new \RuntimeException("not ready: " . implode(' ', $command) . "\n" . file_get_contents($log));
    }

    /** @param resource $process */
    public static function stop($process): void
    {
        proc_terminate($process);
        proc_close($process);
    }

    /** A new empty folder that everybody may enter. */
    public static function folder(): string
    {
        $folder = sys_get_temp_dir() . '/usersig-php-' . bin2hex(random_bytes(6));
        mkdir($folder, 0755);
        chmod($folder, 0755);
        return $folder;
    }

    public static function remove(string $folder): void
    {
        self::run(['rm', '-rf', $folder]);
    }

    /** This process's memory, in KiB. */
    public static function memory(): int
    {
        preg_match('/^VmRSS:\s+(\d+) kB$/m', file_get_contents('/proc/self/status'), $found);
        return (int) $found[1];
    }
}
