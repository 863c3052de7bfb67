<?php

declare(strict_types=1);

namespace UserSig;

/** The native library could not be loaded: a mistake of the installation, not of a call, and so not a UserSigException. */
final class LoadException extends \RuntimeException
{
}
