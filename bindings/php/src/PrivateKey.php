<?php

declare(strict_types=1);

namespace UserSig;

use UserSig\Native\Argument;
use UserSig\Native\Call;
use UserSig\Native\Constants;

/** An EC private key, which signs v1 tickets. Wiped from the library's memory with the object; never shown. */
final class PrivateKey
{
    use Native\Handle;

    private function __construct()
    {
    }

    /**
     * Reads PKCS#8 (the console's private_key.txt) or SEC1 from PEM text of at most 16384 bytes.
     *
     * @param string $pem
     *
     * @throws KeyException ErrorCode::InvalidKey, UnsupportedCurve or WrongKeyKind
     */
    public static function fromPem(#[\SensitiveParameter] mixed $pem): self
    {
        $pem = Argument::key($pem, 'pem');
        $key = new self();
        $key->own(self::create('usersig_private_key', 'usersig_private_key_from_pem', $pem, strlen($pem)));
        return $key;
    }

    /** Makes a new key from the system's randomness. */
    public static function generate(Curve $curve = Curve::P256): self
    {
        $key = new self();
        $key->own(self::create('usersig_private_key', 'usersig_private_key_generate', $curve->value));
        return $key;
    }

    /** The key that verifies what this one signs. */
    public function publicKey(): PublicKey
    {
        return PublicKey::of($this);
    }

    /** The curve of the key. */
    public function curve(): Curve
    {
        return Curve::from(Native\Library::ffi()->usersig_private_key_curve($this->handle));
    }

    /** The key as PKCS#8 PEM text, the form of the console's private_key.txt. The text is the key: keep it secret. */
    public function toPem(): string
    {
        $call = Call::take();
        $pem = $call->ffi->new('char[' . Constants::PEM_BUFFER . ']');
        if ($call->ffi->usersig_private_key_to_pem($this->handle, $pem, Constants::PEM_BUFFER, null, $call->error) !== Constants::OK) {
            throw $call->failure();
        }
        $text = \FFI::string($pem);
        $call->ffi->usersig_wipe($pem, Constants::PEM_BUFFER);
        $call->give();
        return $text;
    }

    public function __destruct()
    {
        $this->release('usersig_private_key_free');
    }
}
