<?php

declare(strict_types=1);

namespace Tencent;

use UserSig\DropIn;
use UserSig\Room;
use UserSig\SecretKey;
use UserSig\Signer;
use UserSig\Userbuf;
use UserSig\UserSigException;
use UserSig\Verifier;

/**
 * The interface of the official package tencent/tls-sig-api-v2, safe. New code has a better one in {@see Signer} and
 * {@see Verifier}. Parameters are untyped as there: numbers may come as decimal texts and user ids as numbers; other types
 * are a TypeError. The name is Tencent's so that programs written for its package run as they are; none of the code is.
 */
class TLSSigAPIv2
{
    use DropIn;

    /** Why there is no signer and no verifier: status and message. The exception itself would keep the key in its trace. */
    private array $failure = [];

    /**
     * @param int $sdkappid 1 to 4294967295
     * @param string $key the console's secret. With an unusable one, as with the official class, not this call fails, but
     *     those that make a ticket (an exception) or check one (false with the message)
     */
    public function __construct($sdkappid, #[\SensitiveParameter] $key)
    {
        $sdkappid = self::number($sdkappid, 'sdkappid');
        $key = self::text($key, 'key');
        try {
            $secret = new SecretKey($key);
            $this->signer = new Signer($sdkappid, $secret);
            $this->verifier = new Verifier($sdkappid, $secret);
        } catch (UserSigException $exception) {
            $this->failure = [$exception->getCode(), $exception->getMessage()];
        }
    }

    /**
     * Makes a ticket (UserSig) for a user.
     *
     * @param string $userid 1 to 1024 bytes of UTF-8 without control characters (the service takes at most 32)
     * @param int $expire validity in seconds, 0 to 4294967295
     * @return string
     * @throws UserSigException
     */
    public function genUserSig(#[\SensitiveParameter] $userid, $expire = Signer::DEFAULT_EXPIRE)
    {
        return $this->signer()->genSig(self::text($userid, 'userid'), self::number($expire, 'expire'));
    }

    /**
     * The older name of genUserSig().
     *
     * @param string $identifier
     * @param int $expire
     * @return string
     * @throws UserSigException
     */
    public function genSig(#[\SensitiveParameter] $identifier, $expire = Signer::DEFAULT_EXPIRE)
    {
        return $this->genUserSig($identifier, $expire);
    }

    /**
     * Makes a PrivateMapKey for a numeric TRTC room.
     *
     * @param string $userid
     * @param int $expire validity in seconds
     * @param int $roomid 1 to 4294967294
     * @param int $privilegeMap a sum of {@see \UserSig\Privileges} bits, 255 for all
     * @return string
     * @throws UserSigException
     */
    public function genPrivateMapKey(#[\SensitiveParameter] $userid, $expire, $roomid, $privilegeMap)
    {
        $room = Room::number(self::number($roomid, 'roomid'));
        return $this->permission($userid, $expire, $room, $privilegeMap);
    }

    /**
     * Makes a PrivateMapKey for a TRTC room with a name.
     *
     * @param string $userid
     * @param int $expire validity in seconds
     * @param string $roomstr 1 to 64 bytes of letters, digits, space and !#$%&()+-:;<=.>?@[]^_{}|~,
     * @param int $privilegeMap a sum of {@see \UserSig\Privileges} bits, 255 for all
     * @return string
     * @throws UserSigException
     */
    public function genPrivateMapKeyWithStringRoomID(#[\SensitiveParameter] $userid, $expire, $roomstr, $privilegeMap)
    {
        return $this->permission($userid, $expire, Room::name(self::text($roomstr, 'roomstr')), $privilegeMap);
    }

    /**
     * Makes a ticket with a userbuf. With four arguments: a PrivateMapKey.
     *
     * @param string $identifier
     * @param int $expire validity in seconds
     * @param string|int $userbuf bytes, at most 8192; with a fourth argument the room number
     * @param int $privilegeMap
     * @return string
     * @throws UserSigException
     */
    public function genSigWithUserBuf(#[\SensitiveParameter] $identifier, $expire, #[\SensitiveParameter] $userbuf, $privilegeMap = null)
    {
        if ($privilegeMap !== null) {
            return $this->genPrivateMapKey($identifier, $expire, $userbuf, $privilegeMap);
        }
        return $this->signer()->genSig(
            self::text($identifier, 'identifier'),
            self::number($expire, 'expire'),
            self::text($userbuf, 'userbuf'),
        );
    }

    /**
     * Checks a ticket without a userbuf.
     *
     * @param string $sig the ticket
     * @param string $identifier the user who presents it
     * @param int $init_time receives the time of issue in unix seconds
     * @param int $expire_time receives the validity in seconds from then
     * @param string $error_msg receives why the ticket is not valid, or ''
     * @return bool
     */
    public function verifySig(
        #[\SensitiveParameter] $sig,
        #[\SensitiveParameter] $identifier,
        &$init_time,
        &$expire_time,
        &$error_msg,
    ) {
        return $this->check($sig, $identifier, Userbuf::Absent, $init_time, $expire_time, $userbuf, $error_msg);
    }

    /**
     * Checks a ticket that carries a userbuf, a PrivateMapKey for example.
     *
     * @param string $sig the ticket
     * @param string $identifier the user who presents it
     * @param int $init_time receives the time of issue in unix seconds
     * @param int $expire_time receives the validity in seconds from then
     * @param string $userbuf receives the userbuf
     * @param string $error_msg receives why the ticket is not valid, or ''
     * @return bool
     */
    public function verifySigWithUserBuf(
        #[\SensitiveParameter] $sig,
        #[\SensitiveParameter] $identifier,
        &$init_time,
        &$expire_time,
        &$userbuf,
        &$error_msg,
    ) {
        return $this->check($sig, $identifier, Userbuf::Present, $init_time, $expire_time, $userbuf, $error_msg);
    }

    private function permission(#[\SensitiveParameter] mixed $userid, mixed $expire, Room $room, mixed $privilegeMap): string
    {
        return $this->signer()->genPrivateMapKey(
            self::text($userid, 'userid'),
            $room,
            self::number($privilegeMap, 'privilegeMap'),
            self::number($expire, 'expire'),
        );
    }

    private function signer(): Signer
    {
        return $this->signer ?? throw UserSigException::ofStatus(...$this->failure);
    }

    private function verifier(): Verifier
    {
        return $this->verifier ?? throw UserSigException::ofStatus(...$this->failure);
    }
}
