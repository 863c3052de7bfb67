<?php

declare(strict_types=1);

namespace UserSig;

use UserSig\Native\Argument;
use UserSig\Native\Library;

/** An EC public key, which verifies v1 tickets. */
final class PublicKey
{
    use Native\Handle;

    private const KIND = 'public_key';

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
        $key->own(Library::open()->publicKey($pem));
        return $key;
    }

    /** @internal as PrivateKey::publicKey() */
    public static function of(PrivateKey $private): self
    {
        $key = new self();
        $key->own(Library::open()->publicKeyOf($private->native()));
        return $key;
    }

    /** The curve of the key. */
    public function curve(): Curve
    {
        return Curve::from(Library::open()->curve(self::KIND, $this->handle));
    }

    /** The key as SPKI PEM text. */
    public function toPem(): string
    {
        return Library::open()->pem(self::KIND, $this->handle);
    }
}
