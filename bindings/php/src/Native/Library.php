<?php

declare(strict_types=1);

namespace UserSig\Native;

use FFI;
use UserSig\LoadException;

/**
 * Loads the native library once per process (CLI) or takes what was preloaded (web servers).
 *
 * @internal
 */
final class Library
{
    private static ?FFI $ffi = null;

    public static function ffi(): FFI
    {
        return self::$ffi ??= self::load();
    }

    /** The shared library of this package for this platform. */
    public static function path(): string
    {
        // Some hosts disable php_uname().
        $machine = function_exists('php_uname') ? strtolower(php_uname('m')) : 'x86_64';
        $platform = strtolower(PHP_OS_FAMILY) . '-' . match ($machine) {
            'x86_64', 'amd64' => 'x86_64',
            'aarch64', 'arm64' => 'aarch64',
            default => $machine,
        };
        if (PHP_OS_FAMILY === 'Linux' && self::isMusl()) {
            $platform .= '-musl';
        }
        $name = match (PHP_OS_FAMILY) {
            'Windows' => 'usersig.dll',
            'Darwin' => 'libusersig.dylib',
            default => 'libusersig.so',
        };
        $path = dirname(__DIR__, 2) . "/lib/$platform/$name";
        if (PHP_INT_SIZE !== 8 || !is_file($path)) {
            throw new LoadException("this package has no native library for $platform: build it and put it at $path");
        }
        return $path;
    }

    /** True where PHP runs on musl (Alpine Linux) instead of glibc. */
    private static function isMusl(): bool
    {
        return str_contains((string) @file_get_contents('/proc/self/maps'), '/ld-musl-');
    }

    /** The C declarations, as text. */
    public static function declarations(): string
    {
        return (string) file_get_contents(dirname(__DIR__, 2) . '/lib/usersig.h');
    }

    /** A header for FFI::load() and the setting ffi.preload: the declarations, the scope's name and the library's path. */
    public static function preloadHeader(): string
    {
        $path = self::path();
        if (strpbrk($path, "\"\\\n") !== false) {
            throw new LoadException("FFI cannot load a library from a path with a quote, backslash or line break: $path");
        }
        return '#define FFI_SCOPE "' . Constants::SCOPE . "\"\n#define FFI_LIB \"$path\"\n\n" . self::declarations();
    }

    private static function load(): FFI
    {
        if (!class_exists(FFI::class, false)) {
            throw new LoadException('usersig needs the FFI extension of PHP (on Debian and Ubuntu it comes with php-cli and php-fpm)');
        }
        $ffi = self::preloaded() ?? self::declared();
        $version = $ffi->usersig_version();
        if ($version !== Constants::VERSION) {
            throw new LoadException("the native library is version $version, but this package is " . Constants::VERSION
                . ': reinstall the package, and restart a server that preloads an older one');
        }
        return $ffi;
    }

    private static function preloaded(): ?FFI
    {
        try {
            return FFI::scope(Constants::SCOPE);
        } catch (FFI\Exception) {
            return null;
        }
    }

    private static function declared(): FFI
    {
        $path = self::path();
        try {
            return FFI::cdef(self::declarations(), $path);
        } catch (FFI\Exception $exception) {
            $hint = str_contains($exception->getMessage(), 'ffi.enable')
                ? '; FFI is closed to this server: set opcache.preload=' . dirname(__DIR__, 2) . '/preload.php'
                    . ' (see "PHP-FPM and other servers" in the README of usersig)'
                : " ($path)";
            // Not chained: logs show the first exception first, and cut off what comes after it.
            throw new LoadException($exception->getMessage() . $hint);
        }
    }
}
