<?php

declare(strict_types=1);

namespace UserSig;

use UserSig\Native\Argument;
use UserSig\Native\Library;

/** The console's secret, which signs and verifies v2 tickets. Wiped from the library's memory with the object; never shown. */
final class SecretKey
{
    use Native\Handle;

    private const KIND = 'secret_key';

    /**
     * @param string $secret exactly as the console shows it, 1 to 1024 bytes; its 64 hex characters are not decoded
     *
     * @throws KeyException ErrorCode::InvalidKey, or WrongKeyKind where the text looks like a PEM or DER key
     */
    public function __construct(#[\SensitiveParameter] mixed $secret)
    {
        $secret = Argument::key($secret, 'secret');
        $this->own(Library::open()->secretKey($secret));
    }
}
