<?php

declare(strict_types=1);

namespace UserSig\Tests;

use PHPUnit\Framework\TestCase;
use UserSig\ErrorCode;

/** What the README says is true. */
final class ReadmeTest extends TestCase
{
    /** The PHP blocks are one program; comments say what it prints. The shell block installs what it runs on. */
    public function testInstallAndCode(): void
    {
        $folder = Processes::folder();
        $keys = REPOSITORY . '/examples/keys';
        copy("$keys/secret.txt", "$folder/secret.txt");
        copy("$keys/p256/private_key.txt", "$folder/private_key.txt");
        copy("$keys/p256/public_key.txt", "$folder/public_key.txt");
        // Nothing else is asked for packages.
        mkdir("$folder/home");
        file_put_contents("$folder/home/config.json", '{"repositories": {"packagist.org": false}}');
        file_put_contents("$folder/composer.json", '{}');

        [$install] = Readme::blocks('sh');
        [$status, $output, $errors] = Processes::run(
            ['sh', '-ec', str_replace('~/usersig/dist/php', PACKAGE, $install)],
            ['COMPOSER_HOME' => "$folder/home", 'COMPOSER_ALLOW_SUPERUSER' => '1', 'COMPOSER_NO_INTERACTION' => '1', 'COMPOSER_DISABLE_NETWORK' => '1'],
            $folder,
        );
        self::assertSame(0, $status, $output . $errors);

        $code = implode("\n", Readme::blocks('php'));
        preg_match_all('~^// prints: (.*)$~m', $code, $expected);
        file_put_contents("$folder/readme.php", $code);
        [$status, $output, $errors] = Processes::run(['php', '-d', 'display_errors=stderr', 'readme.php'], [], $folder);
        Processes::remove($folder);
        self::assertSame([0, ''], [$status, $errors]);
        // `…` stands for a ticket's characters.
        $said = str_replace('…', '[^ ]+', preg_quote(implode("\n", $expected[1]), '/'));
        self::assertMatchesRegularExpression("/^$said$/", rtrim($output));
        self::assertGreaterThan(6, count($expected[1]));
    }

    public function testErrorTable(): void
    {
        preg_match_all('/^\| (\d+) \| `([a-z0-9_]+)` \| `(\w+)` \| .+ \| ?([-0-9, ]*) \|$/m', Readme::text(), $found, PREG_SET_ORDER);
        $named = array_map(fn(array $row): array => array_slice($row, 1), $found);
        $rows = [];
        foreach (ErrorCode::cases() as $code) {
            $class = (new \ReflectionClass($code->exceptionClass()))->getShortName();
            $rows[] = [(string) $code->value, $code->word(), $class, implode(', ', $code->serviceCodes())];
        }
        self::assertSame($rows, $named);
    }
}
