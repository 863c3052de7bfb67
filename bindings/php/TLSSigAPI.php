<?php

// For code that includes the official file itself: `require 'path/to/usersig/TLSSigAPI.php';` makes \Tencent\TLSSigAPI available.

require_once __DIR__ . '/autoload.php';
