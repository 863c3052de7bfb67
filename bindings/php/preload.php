<?php

declare(strict_types=1);

// For opcache.preload: opens the native library to web requests through the classes of this package, and to nothing else.
// See "PHP-FPM and other servers" in the README.

use UserSig\Native\Library;

require_once __DIR__ . '/autoload.php';

// The extension needs none of this.
if (extension_loaded('usersig')) {
    return;
}

(static function (): void {
    foreach (glob(__DIR__ . '/{src,src/Native,tencent}/*.php', GLOB_BRACE) as $file) {
        require_once $file;
    }

    // Where the user of the requests is given, PHP takes declarations from the setting ffi.preload only. Without it they
    // are read once per request.
    if (ini_get('opcache.preload_user') || ini_get('ffi.preload')) {
        return;
    }
    // FFI::load() reads files only, and needs the library's whole path in them.
    $header = tempnam(sys_get_temp_dir(), 'usersig');
    file_put_contents($header, Library::preloadHeader());
    try {
        FFI::load($header);
    } finally {
        unlink($header);
    }
})();
