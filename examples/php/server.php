<?php

declare(strict_types=1);

// An endpoint from which an app gets the UserSig of the user that is logged in.
//
//   composer config repositories.usersig path /path/to/dist/php    (made by `ci/package php --out dist`)
//   composer install
//   USERSIG_SDKAPPID=1400000000 USERSIG_SECRET_KEY_FILE=../keys/secret.txt php -d ffi.enable=true -S 127.0.0.1:8080 server.php
//   curl -X POST -H 'Authorization: Bearer token-of-alice' http://127.0.0.1:8080/usersig
//   curl -X POST -H 'Authorization: Bearer token-of-alice' 'http://127.0.0.1:8080/private-map-key?room=10000'
//
// PHP's built-in server is for trying out. With the extension usersig leave `-d ffi.enable=true` away; without it preload the package below
// PHP-FPM instead of opening FFI (see its README).
// The secret stays on the server. Never sign in the app: whoever has the app would have the secret.

use UserSig\ErrorCode;
use UserSig\Privileges;
use UserSig\Room;
use UserSig\SecretKey;
use UserSig\Signer;
use UserSig\UserSigException;

require __DIR__ . '/vendor/autoload.php';

// A single ticket cannot be revoked, so it is valid for a day and the app asks again.
const EXPIRE = 24 * 60 * 60;

function answer(int $status, array $fields): never
{
    http_response_code($status);
    header('Content-Type: application/json');
    header('Cache-Control: no-store');
    echo json_encode($fields, JSON_THROW_ON_ERROR | JSON_UNESCAPED_SLASHES), "\n";
    exit;
}

/** Stands for your own sessions: whom a token belongs to is never taken from the request's body or query. */
function currentUser(): ?string
{
    $sessions = ['token-of-alice' => 'alice', 'token-of-bob' => 'bob'];
    preg_match('/^Bearer (\S+)$/D', $_SERVER['HTTP_AUTHORIZATION'] ?? '', $found);
    return $sessions[$found[1] ?? ''] ?? null;
}

$user = currentUser() ?? answer(401, ['error' => 'log in first']);
if ($_SERVER['REQUEST_METHOD'] !== 'POST') {
    answer(405, ['error' => 'use POST']);
}
$sdkappid = (int) getenv('USERSIG_SDKAPPID');

try {
    // Editors end a file with a line break, which is no part of the secret.
    $secret = new SecretKey(rtrim((string) file_get_contents(getenv('USERSIG_SECRET_KEY_FILE') ?: '')));
    $signer = new Signer($sdkappid, $secret);

    switch (parse_url($_SERVER['REQUEST_URI'], PHP_URL_PATH)) {
        case '/usersig':
            $userSig = $signer->genSig($user, EXPIRE);
            answer(200, ['sdkAppId' => $sdkappid, 'userId' => $user, 'userSig' => $userSig]);

        // For TRTC rooms with advanced permission control.
        case '/private-map-key':
            $room = filter_input(INPUT_GET, 'room', FILTER_VALIDATE_INT);
            if (!is_int($room)) {
                answer(400, ['error' => 'give a room number']);
            }
            $may = Privileges::ENTER_ROOM | Privileges::RECEIVE_AUDIO | Privileges::RECEIVE_VIDEO;
            $key = $signer->genPrivateMapKey($user, Room::number($room), $may, expire: 60 * 60);
            answer(200, ['roomId' => $room, 'privateMapKey' => $key]);

        default:
            answer(404, ['error' => 'not found']);
    }
} catch (UserSigException $exception) {
    // Wrong input has codes of its own; everything else is the server's affair. No message holds a key or a ticket.
    if ($exception->errorCode === ErrorCode::InvalidRoom) {
        answer(400, ['error' => $exception->getMessage(), 'code' => $exception->word()]);
    }
    error_log($exception->getMessage());
    answer(500, ['error' => 'internal error']);
}
