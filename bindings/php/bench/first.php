<?php
// One ticket by the package, or by hand as Tencent's own library makes it: first.php AUTOLOAD KEYS VERSION VARIANT; see ci/measure/first.py.
declare(strict_types=1);

[, $autoload, $keys, $version, $variant] = $argv;
$key = trim(file_get_contents($keys . ($version === 'v2' ? '/secret.txt' : '/p256/private_key.txt')));

if ($variant === 'prepared') {
    require $autoload;
    $key = $version === 'v2' ? new UserSig\SecretKey($key) : UserSig\PrivateKey::fromPem($key);
    echo (new UserSig\Signer(1400000000, $key))->genSig('xiaojun'), "\n";
    exit;
}

$now = time();
if ($version === 'v2') {
    $fields = ['TLS.ver' => '2.0', 'TLS.identifier' => 'xiaojun', 'TLS.sdkappid' => 1400000000, 'TLS.expire' => 15552000, 'TLS.time' => $now];
    $signature = hash_hmac('sha256', "TLS.identifier:xiaojun\nTLS.sdkappid:1400000000\nTLS.time:$now\nTLS.expire:15552000\n", $key, true);
} else {
    $fields = ['TLS.appid_at_3rd' => '0', 'TLS.account_type' => '0', 'TLS.identifier' => 'xiaojun', 'TLS.sdk_appid' => '1400000000',
        'TLS.time' => (string) $now, 'TLS.expire_after' => '15552000'];
    $text = '';
    foreach ($fields as $name => $value) {
        $text .= "$name:$value\n";
    }
    openssl_sign($text, $signature, openssl_pkey_get_private($key), OPENSSL_ALGO_SHA256);
    $fields['TLS.version'] = '201512300000';
}
$fields['TLS.sig'] = base64_encode($signature);
echo strtr(base64_encode(gzcompress(json_encode($fields))), '+/=', '*-_'), "\n";
