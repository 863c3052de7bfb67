<?php

declare(strict_types=1);

namespace UserSig\Tests;

use UserSig\PrivateKey;
use UserSig\PublicKey;
use UserSig\SecretKey;
use UserSig\Signer;
use UserSig\Userbuf;
use UserSig\UserSigException;

/** The conformance cases that all languages share; their fields are explained in ci/conformance/README.md. */
final class Cases
{
    /** @return list<array<string, mixed>> */
    public static function read(string $file): array
    {
        $text = file_get_contents(REPOSITORY . "/ci/conformance/$file.json");
        return json_decode($text, true, 64, JSON_THROW_ON_ERROR);
    }

    /** @return iterable<string, array{array<string, mixed>}> */
    public static function provide(string ...$files): iterable
    {
        foreach ($files as $file) {
            foreach (self::read($file) as $i => $case) {
                yield "$file $i: " . addcslashes($case['name'], "\0..\37\177..\377") => [$case];
            }
        }
    }

    /** The text of a key of keys.json. */
    public static function keyText(string $name): string
    {
        static $texts = null;
        $texts ??= array_column(self::read('keys'), 'text', 'name');
        return $texts[$name];
    }

    public static function key(string $name): PrivateKey|PublicKey|SecretKey
    {
        static $keys = [];
        static $kinds = null;
        $kinds ??= array_column(self::read('keys'), 'kind', 'name');
        return $keys[$name] ??= self::load($kinds[$name], self::keyText($name));
    }

    public static function load(string $kind, string $text): PrivateKey|PublicKey|SecretKey
    {
        return match ($kind) {
            'private' => PrivateKey::fromPem($text),
            'public' => PublicKey::fromPem($text),
            'secret' => new SecretKey($text),
        };
    }

    /** @param array<string, string> $expected */
    public static function userbuf(array $expected): Userbuf|string
    {
        return match ($expected['expect']) {
            'absent' => Userbuf::Absent,
            'present' => Userbuf::Present,
            'any' => Userbuf::Any,
            'exactly' => base64_decode($expected['value'], true),
        };
    }

    /**
     * The options of Signer::genSig() that a case has, by name.
     *
     * @param array<string, mixed> $case
     * @return array<string, mixed>
     */
    public static function options(array $case): array
    {
        $parameters = array_slice((new \ReflectionMethod(Signer::class, 'genSig'))->getParameters(), 1);
        $options = [];
        foreach ($case as $name => $value) {
            $options[lcfirst(str_replace('_', '', ucwords($name, '_')))] = $value;
        }
        $options = array_intersect_key($options, array_flip(array_map(fn ($parameter) => $parameter->getName(), $parameters)));
        return array_filter($options, fn (mixed $value): bool => $value !== null);
    }

    /** The exception of a call that must fail. */
    public static function failure(callable $call): UserSigException
    {
        try {
            $call();
        } catch (UserSigException $exception) {
            return $exception;
        }
        throw new \LogicException('the call did not fail');
    }

    /** The JSON text inside a ticket. */
    public static function json(string $ticket): string
    {
        return gzuncompress(base64_decode(strtr($ticket, '*-_', '+/='), true));
    }
}
