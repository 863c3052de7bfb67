<?php

// For code that includes the official file by its path in the official package; see ../TLSSigAPI.php.

require_once dirname(__DIR__) . '/autoload.php';
