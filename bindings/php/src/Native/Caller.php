<?php

declare(strict_types=1);

namespace UserSig\Native;

/**
 * Errors are reported where this package was called, as PHP's own functions do: what names a place inside of it helps nobody.
 *
 * @internal
 */
final class Caller
{
    /**
     * @template T of \Throwable
     * @param T $error
     * @return T
     */
    public static function blame(\Throwable $error): \Throwable
    {
        foreach ($error->getTrace() as $frame) {
            if (isset($frame['file'], $frame['line']) && !self::isPackage($frame['file'])) {
                $class = $error instanceof \Error ? \Error::class : \Exception::class;
                (new \ReflectionProperty($class, 'file'))->setValue($error, $frame['file']);
                (new \ReflectionProperty($class, 'line'))->setValue($error, $frame['line']);
                break;
            }
        }
        return $error;
    }

    private static function isPackage(string $file): bool
    {
        $root = dirname(__DIR__, 2) . DIRECTORY_SEPARATOR;
        return str_starts_with($file, $root . 'src' . DIRECTORY_SEPARATOR)
            || str_starts_with($file, $root . 'tencent' . DIRECTORY_SEPARATOR);
    }
}
