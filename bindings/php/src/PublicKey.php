<?php

declare(strict_types=1);

namespace UserSig;

use UserSig\Native\Argument;
use UserSig\Native\Call;
use UserSig\Native\Constants;

/** An EC public key, which verifies v1 tickets. */
final class PublicKey
{
    use Native\Handle;

    private function __construct()
    {
    }

    /**
     * Reads SPKI ("PUBLIC KEY", the console's public_key.txt) from PEM text of at most 16384 bytes.
     *
     * @param string $pem
     *
     * @throws KeyException ErrorCode::InvalidKey, UnsupportedCurve or WrongKeyKind
     */
    public static function fromPem(#[\SensitiveParameter] mixed $pem): self
    {
        $pem = Argument::key($pem, 'pem');
        $key = new self();
        $key->own(self::create('usersig_public_key', 'usersig_public_key_from_pem', $pem, strlen($pem)));
        return $key;
    }

    /** @internal as PrivateKey::publicKey() */
    public static function of(PrivateKey $private): self
    {
        $key = new self();
        $key->own(self::create('usersig_public_key', 'usersig_private_key_public_key', $private->native()));
        return $key;
    }

    /** The curve of the key. */
    public function curve(): Curve
    {
        return Curve::from(Native\Library::ffi()->usersig_public_key_curve($this->handle));
    }

    /** The key as SPKI PEM text. */
    public function toPem(): string
    {
        $call = Call::take();
        $pem = $call->ffi->new('char[' . Constants::PEM_BUFFER . ']');
        if ($call->ffi->usersig_public_key_to_pem($this->handle, $pem, Constants::PEM_BUFFER, null, $call->error) !== Constants::OK) {
            throw $call->failure();
        }
        $call->give();
        return \FFI::string($pem);
    }

    public function __destruct()
    {
        $this->release('usersig_public_key_free');
    }
}
