<?php

declare(strict_types=1);

namespace Tencent;

use UserSig\DropIn;
use UserSig\ErrorCode;
use UserSig\LoadException;
use UserSig\Room;
use UserSig\SecretKey;
use UserSig\Signer;
use UserSig\Userbuf;
use UserSig\UserSigException;
use UserSig\Verifier;

/**
 * The interface of the official package tencent/tls-sig-api-v2, safe. New code has a better one in {@see Signer} and
 * {@see Verifier}. Parameters are untyped as there: numbers may come as decimal texts, user ids as numbers or objects with a
 * text; what cannot be meant is a UserSigException. The name is Tencent's so that programs written for its package run as they are; none of the code is.
 */
class TLSSigAPIv2
{
    use DropIn;

    /** Why there is no signer and no verifier: status and message. The exception itself would keep the key in its trace. */
    private array $failure = [];

    /**
     * @param int $sdkappid 1 to 4294967295
     * @param string $key the console's secret. With unusable arguments, as with the official class, not this call fails, but
     *     those that make a ticket (an exception) or check one (false with the message)
     */
    public function __construct($sdkappid, #[\SensitiveParameter] $key)
    {
        try {
            $sdkappid = self::number($sdkappid, 'sdkappid', ErrorCode::InvalidSdkappid);
            $secret = new SecretKey(self::keyText($key));
            $this->signer = new Signer($sdkappid, $secret);
            $this->verifier = new Verifier($sdkappid, $secret);
        } catch (UserSigException $exception) {
            $this->failure = [$exception->getCode(), $exception->getMessage()];
        } catch (LoadException $exception) {
            // Thrown again at the first use, by ofStatus(), which needs the library as well.
            $this->failure = [ErrorCode::Internal->value, $exception->getMessage()];
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
        return $this->signer()->genSig(self::identifier($userid), self::expire($expire));
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
        $room = Room::number(self::number($roomid, 'room', ErrorCode::InvalidRoom));
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
        return $this->permission($userid, $expire, Room::name(self::text($roomstr, 'room', ErrorCode::InvalidRoom)), $privilegeMap);
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
        return $this->signer()->genSig(self::identifier($identifier), self::expire($expire), self::userbuf($userbuf));
    }

    /**
     * Checks a ticket. One with a userbuf passes, too, as officially: its bytes are covered by the signature.
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
        return $this->check($sig, $identifier, Userbuf::Any, $init_time, $expire_time, $userbuf, $error_msg);
    }

    /**
     * Checks a ticket and hands its userbuf out, '' where it carries none, as officially.
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
        return $this->check($sig, $identifier, Userbuf::Any, $init_time, $expire_time, $userbuf, $error_msg);
    }

    private function permission(#[\SensitiveParameter] mixed $userid, mixed $expire, Room $room, mixed $privilegeMap): string
    {
        return $this->signer()->genPrivateMapKey(
            self::identifier($userid),
            $room,
            self::number($privilegeMap, 'privilegeMap', ErrorCode::InvalidArgument),
            self::expire($expire),
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
