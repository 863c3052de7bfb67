<?php

// For code that includes the official file itself: `require 'path/to/usersig/TLSSigAPIv2.php';` makes \Tencent\TLSSigAPIv2 available.

require_once __DIR__ . '/autoload.php';
