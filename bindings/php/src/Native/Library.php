<?php

declare(strict_types=1);

namespace UserSig\Native;

use FFI;
use UserSig\LoadException;

/**
 * Opens the native library once per process: through the extension usersig, otherwise through FFI, which takes what was
 * preloaded (web servers) or loads this package's file (CLI).
 *
 * @internal
 */
final class Library
{
    private static FfiLibrary|Extension|null $library = null;

    public static function open(): FfiLibrary|Extension
    {
        return self::$library ??= self::load();
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
            throw new LoadException("this package has no native library for $platform: build it and put it at $path,"
                . ' or install the extension (the package usersig/ext)');
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

    private static function load(): FfiLibrary|Extension
    {
        if (class_exists(Extension::class, false)) {
            $library = new Extension();
            // It is updated apart from the package; what the two share changes with the minor version.
            $needed = Constants::VERSION_MAJOR . '.' . Constants::VERSION_MINOR . '.';
            $remedy = 'install usersig/ext in the version of this package, and restart the server';
        } elseif (class_exists(FFI::class, false)) {
            $library = new FfiLibrary(self::preloaded() ?? self::declared());
            $needed = Constants::VERSION;
            $remedy = 'reinstall the package, and restart a server that preloads an older one';
        } else {
            throw new LoadException('usersig needs its extension or FFI, and this PHP has neither: ' . self::remedies());
        }
        $version = $library->version();
        if (!str_starts_with($version, $needed)) {
            throw new LoadException("the native library is version $version, but this package is " . Constants::VERSION . ": $remedy");
        }
        return $library;
    }

    private static function remedies(): string
    {
        return 'install the extension (the package usersig/ext, then extension=usersig in php.ini), or load FFI and set opcache.preload='
            . dirname(__DIR__, 2) . '/preload.php (see "PHP-FPM and other servers" in the README of usersig)';
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
                ? '; FFI is closed to this server: ' . self::remedies()
                : " ($path)";
            // Not chained: logs show the first exception first, and cut off what comes after it.
            throw new LoadException($exception->getMessage() . $hint);
        }
    }
}
