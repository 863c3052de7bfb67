<?php

declare(strict_types=1);

// The tests run on the package: USERSIG_PHP_PACKAGE, or that of "ci/package php --out dist".

namespace UserSig\Tests;

define('REPOSITORY', dirname(__DIR__, 3));
define('PACKAGE', getenv('USERSIG_PHP_PACKAGE') ?: REPOSITORY . '/dist/php');

require PACKAGE . '/autoload.php';
require __DIR__ . '/Cases.php';
require __DIR__ . '/Processes.php';
require __DIR__ . '/Readme.php';

error_reporting(E_ALL);
