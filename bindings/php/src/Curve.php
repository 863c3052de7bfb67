<?php

declare(strict_types=1);

namespace UserSig;

/** The curve of an EC key. */
enum Curve: int
{
    /** P-256, also called prime256v1 and secp256r1. */
    case P256 = 1;
    /** secp256k1, which some older applications have. */
    case Secp256k1 = 2;
}
