<?php

declare(strict_types=1);

// The tests run on the package that ci/package made, found through USERSIG_PHP_PACKAGE.

namespace UserSig\Tests;

define('PACKAGE', getenv('USERSIG_PHP_PACKAGE') ?: throw new \RuntimeException('set USERSIG_PHP_PACKAGE to the built package'));
define('REPOSITORY', dirname(__DIR__, 3));

require PACKAGE . '/autoload.php';
require __DIR__ . '/Cases.php';
require __DIR__ . '/Processes.php';
require __DIR__ . '/Readme.php';

error_reporting(E_ALL);
