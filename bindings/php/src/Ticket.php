<?php

declare(strict_types=1);

namespace UserSig;

/** A ticket whose signature, SDKAppID, identifier, userbuf and time were checked. Made by Verifier::verify() only. */
final class Ticket
{
    use Native\TicketFields;
}
