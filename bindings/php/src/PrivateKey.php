<?php

declare(strict_types=1);

namespace UserSig;

use UserSig\Native\Argument;
use UserSig\Native\Library;

/** An EC private key, which signs v1 tickets. Wiped from the library's memory with the object; never shown. */
final class PrivateKey
{
    use Native\Handle;

    private const KIND = 'private_key';

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
        $key->own(Library::open()->privateKey($pem));
        return $key;
    }

    /** Makes a new key from the system's randomness. */
    public static function generate(Curve $curve = Curve::P256): self
    {
        $key = new self();
        $key->own(Library::open()->generate($curve->value));
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
        return Curve::from(Library::open()->curve(self::KIND, $this->handle));
    }

    /** The key as PKCS#8 PEM text, the form of the console's private_key.txt. The text is the key: keep it secret. */
    public function toPem(): string
    {
        return Library::open()->pem(self::KIND, $this->handle);
    }
}
