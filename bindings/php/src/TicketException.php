<?php

declare(strict_types=1);

namespace UserSig;

/** A ticket is not valid: codes 20 to 36. */
final class TicketException extends UserSigException
{
}
