<?php

declare(strict_types=1);

namespace UserSig;

/** A key could not be used: codes 10 to 12. */
final class KeyException extends UserSigException
{
}
