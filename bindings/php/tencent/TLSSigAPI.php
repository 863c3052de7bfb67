<?php

declare(strict_types=1);

namespace Tencent;

use UserSig\DropIn;
use UserSig\ErrorCode;
use UserSig\Native\Constants;
use UserSig\PrivateKey;
use UserSig\PublicKey;
use UserSig\Signer;
use UserSig\Userbuf;
use UserSig\UserSigException;
use UserSig\Verifier;

/**
 * The interface of the official package tencent/tls-sig-api, safe. New code has a better one in {@see Signer} and
 * {@see Verifier}. Parameters are untyped as there: numbers may come as decimal texts, user ids as numbers or objects with a
 * text; what cannot be meant is a UserSigException. The name is Tencent's so that programs written for its package run as they are; none of the code is.
 */
class TLSSigAPI
{
    use DropIn;

    private mixed $appid = 0;
    private ?PrivateKey $privateKey = null;
    private ?PublicKey $publicKey = null;
    private bool $expiryCheck = true;

    /**
     * @param int $appid the SDKAppID, 1 to 4294967295; another one is refused when a ticket is made or checked
     * @return true
     */
    public function setAppid($appid)
    {
        $this->appid = $appid;
        $this->signer = $this->verifier = null;
        return true;
    }

    /**
     * @param string $private_key PEM text, PKCS#8 or SEC1, or "file://" and the path of a file with it
     * @return true
     * @throws UserSigException
     */
    public function setPrivateKey(#[\SensitiveParameter] $private_key)
    {
        $this->privateKey = PrivateKey::fromPem(self::pem($private_key));
        $this->signer = null;
        return true;
    }

    /**
     * @param string $public_key PEM text, or "file://" and the path of a file with it
     * @return true
     * @throws UserSigException
     */
    public function setPublicKey($public_key)
    {
        $this->publicKey = PublicKey::fromPem(self::pem($public_key));
        $this->verifier = null;
        return true;
    }

    /**
     * Not in the official class: whether verifySig() and verifySigWithUserbuf() refuse expired tickets, which the official
     * ones accept. On from the start. With false an expired ticket passes; everything else is still checked.
     */
    public function setExpiryCheck(bool $check): void
    {
        $this->expiryCheck = $check;
    }

    /**
     * Makes a ticket (UserSig) for a user.
     *
     * @param string $identifier 1 to 1024 bytes of UTF-8 without control characters (the service takes at most 32)
     * @param int $expire validity in seconds, 0 to 4294967295
     * @return string
     * @throws UserSigException
     */
    public function genSig(#[\SensitiveParameter] $identifier, $expire = Signer::DEFAULT_EXPIRE)
    {
        return $this->signer()->genSig(self::identifier($identifier), self::expire($expire));
    }

    /**
     * Makes a ticket with a userbuf.
     *
     * @param string $identifier
     * @param string $userbuf bytes, at most 8192
     * @param int $expire validity in seconds
     * @return string
     * @throws UserSigException
     */
    public function genSigWithUserbuf(#[\SensitiveParameter] $identifier, #[\SensitiveParameter] $userbuf, $expire = Signer::DEFAULT_EXPIRE)
    {
        return $this->signer()->genSig(self::identifier($identifier), self::expire($expire), self::userbuf($userbuf));
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
        return $this->check(
            $sig,
            $identifier,
            Userbuf::Absent,
            $init_time,
            $expire_time,
            $userbuf,
            $error_msg,
            $this->expiryCheck,
        );
    }

    /**
     * Checks a ticket that carries a userbuf.
     *
     * @param string $sig the ticket
     * @param string $identifier the user who presents it
     * @param int $init_time receives the time of issue in unix seconds
     * @param int $expire_time receives the validity in seconds from then
     * @param string $userbuf receives the userbuf
     * @param string $error_msg receives why the ticket is not valid, or ''
     * @return bool
     */
    public function verifySigWithUserbuf(
        #[\SensitiveParameter] $sig,
        #[\SensitiveParameter] $identifier,
        &$init_time,
        &$expire_time,
        &$userbuf,
        &$error_msg,
    ) {
        return $this->check(
            $sig,
            $identifier,
            Userbuf::Present,
            $init_time,
            $expire_time,
            $userbuf,
            $error_msg,
            $this->expiryCheck,
        );
    }

    private static function pem(#[\SensitiveParameter] mixed $key): string
    {
        $key = self::keyText($key);
        if (!str_starts_with($key, 'file://')) {
            return $key;
        }
        $path = substr($key, strlen('file://'));
        // Of a file that is too long only so much is read that the core refuses it as that.
        $pem = !str_contains($path, "\0") && is_file($path) ? @file_get_contents($path, length: Constants::PEM_MAX + 1) : false;
        return $pem !== false ? $pem : throw UserSigException::ofStatus(
            ErrorCode::InvalidKey->value,
            'the file of the key cannot be read: check the path after file://, and whether this process may read it',
        );
    }

    private function sdkappid(): int
    {
        return self::number($this->appid, 'appid', ErrorCode::InvalidSdkappid);
    }

    private function signer(): Signer
    {
        return $this->signer ??= new Signer($this->sdkappid(), $this->privateKey ?? throw self::missing('setPrivateKey'));
    }

    private function verifier(): Verifier
    {
        return $this->verifier ??= new Verifier($this->sdkappid(), $this->publicKey ?? throw self::missing('setPublicKey'));
    }

    private static function missing(string $setter): UserSigException
    {
        return UserSigException::ofStatus(ErrorCode::InvalidKey->value, "no key yet: call $setter first");
    }
}
