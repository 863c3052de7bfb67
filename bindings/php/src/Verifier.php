<?php

declare(strict_types=1);

namespace UserSig;

use UserSig\Native\Argument;
use UserSig\Native\Caller;
use UserSig\Native\Constants;
use UserSig\Native\Library;

/**
 * Checks tickets of one application: v1 with a {@see PublicKey}, v2 with a {@see SecretKey}, or both, or several of each
 * while keys are being changed. Make it once, use it often.
 */
final class Verifier
{
    use Native\Handle;

    private const KIND = 'verifier';

    /**
     * @param int $sdkappid 1 to 4294967295
     * @param PublicKey|SecretKey|array<PublicKey|SecretKey> $keys one or more keys; a ticket of any of them is accepted
     * @param int|null $leeway for how many seconds after its expiry a ticket is still accepted, 0 to 86400; null for 0
     * @param int|null $futureTolerance how many seconds in the future a ticket may have been issued, 0 to 86400; null for 300
     *
     * @throws ArgumentException ErrorCode::InvalidSdkappid; InvalidArgument without a key or for a leeway above one day
     */
    public function __construct(
        mixed $sdkappid,
        #[\SensitiveParameter] PublicKey|SecretKey|array $keys,
        mixed $leeway = null,
        mixed $futureTolerance = null,
    ) {
        $sdkappid = Argument::int($sdkappid, 'sdkappid');
        $leeway = Argument::seconds($leeway, 'leeway', ErrorCode::InvalidArgument);
        $futureTolerance = Argument::seconds($futureTolerance, 'futureTolerance', ErrorCode::InvalidArgument);
        $public = $secret = [];
        foreach (is_array($keys) ? $keys : [$keys] as $key) {
            if ($key instanceof PublicKey) {
                $public[] = $key->native();
            } elseif ($key instanceof SecretKey) {
                $secret[] = $key->native();
            } else {
                throw Caller::blame(new \TypeError('the keys must be UserSig\PublicKey or UserSig\SecretKey, '
                    . get_debug_type($key) . ' given'));
            }
        }
        $this->own(Library::open()->verifier($sdkappid, $public, $secret, $leeway, $futureTolerance));
    }

    /**
     * Checks that a ticket is valid for a user: its form, signature, SDKAppID, identifier, userbuf and time, in this order. The
     * call for a login: the user is known, and the ticket must be theirs.
     *
     * @param string $identifier the user who presents the ticket; never take it from the ticket itself
     * @param Userbuf|string $userbuf what is expected of the ticket's userbuf; a string expects exactly these bytes
     * @param int|\DateTimeInterface|null $now the time to check for, in unix seconds 0 to 253402300799; null for now
     *
     * @throws TicketException the ticket is not valid: codes 20 to 36 say why
     * @throws ArgumentException ErrorCode::InvalidIdentifier or InvalidArgument
     */
    public function verify(
        #[\SensitiveParameter] mixed $ticket,
        #[\SensitiveParameter] mixed $identifier,
        #[\SensitiveParameter] mixed $userbuf = Userbuf::Absent,
        mixed $now = null,
    ): Ticket {
        return $this->check($ticket, Argument::text($identifier, 'identifier'), $userbuf, $now);
    }

    /**
     * Tells who sent a ticket: checks all that verify() does but for whom the ticket was made, which the returned Ticket says. The
     * call for a service that receives the ticket as the only proof of who its caller is; a valid ticket of any user passes.
     *
     * @param Userbuf|string $userbuf as in verify()
     * @param int|\DateTimeInterface|null $now as in verify()
     *
     * @throws TicketException the ticket is not valid: codes 20 to 36 say why
     * @throws ArgumentException ErrorCode::InvalidArgument
     */
    public function authenticate(
        #[\SensitiveParameter] mixed $ticket,
        #[\SensitiveParameter] mixed $userbuf = Userbuf::Absent,
        mixed $now = null,
    ): Ticket {
        return $this->check($ticket, null, $userbuf, $now);
    }

    private function check(
        #[\SensitiveParameter] mixed $ticket,
        #[\SensitiveParameter] ?string $identifier,
        #[\SensitiveParameter] mixed $userbuf,
        mixed $now,
    ): Ticket {
        $ticket = Argument::text($ticket, 'ticket');
        $exactly = is_string($userbuf) ? $userbuf : null;
        $expected = match (true) {
            $exactly !== null => Constants::USERBUF_EXACTLY,
            $userbuf instanceof Userbuf => $userbuf->value,
            default => Argument::text($userbuf, 'userbuf'),
        };
        return Ticket::verified($this->handle, $ticket, $identifier, $expected, $exactly, Argument::moment($now, 'now'));
    }
}
