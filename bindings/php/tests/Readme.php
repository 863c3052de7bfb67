<?php

declare(strict_types=1);

namespace UserSig\Tests;

/** The package's README, as tests run what it says. */
final class Readme
{
    public static function text(): string
    {
        return file_get_contents(PACKAGE . '/README.md');
    }

    /** @return list<string> the code blocks in a language */
    public static function blocks(string $language): array
    {
        preg_match_all("/^```$language\n(.*?)^```$/ms", self::text(), $found);
        return $found[1];
    }
}
