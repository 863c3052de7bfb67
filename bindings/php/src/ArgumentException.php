<?php

declare(strict_types=1);

namespace UserSig;

/** An argument is unusable: codes 1 to 6. */
final class ArgumentException extends UserSigException
{
}
