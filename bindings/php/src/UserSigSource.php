<?php

declare(strict_types=1);

namespace UserSig;

use UserSig\Native\Argument;
use UserSig\Native\Constants;
use UserSig\Native\Library;

/**
 * Has a valid ticket of one user at every moment, in a process that lives long: for example of the administrator whom Tencent's REST
 * interface asks for. A ticket is made when one is asked for and the last one has too little of its life left, or was issued in the
 * future, because the clock was set back. It has no locks: PHP's threads share no objects.
 */
final class UserSigSource
{
    use Native\Hidden;

    /**
     * @param string $identifier the user, as in {@see Signer::genSig()}, like the other options
     * @param float $minShare which share of its life a ticket must have left: from 0 (any valid one will do) to 1 (made in this second)
     *
     * @throws ArgumentException as {@see Signer::genSig()}, and ErrorCode::InvalidArgument for a share outside its range
     */
    public function __construct(
        #[\SensitiveParameter] Signer $signer,
        #[\SensitiveParameter] mixed $identifier,
        mixed $expire = null,
        mixed $minShare = 0.5,
        // vocabulary: gen_params_of_source
        #[\SensitiveParameter] mixed $userbuf = null,
        mixed $strictIdentifier = false,
        mixed $accountType = null,
        mixed $appidAt3rd = null,
        // vocabulary: end
    ) {
        $this->hide([
            'signer' => $signer,
            'identifier' => Argument::text($identifier, 'identifier'),
            'minShare' => Argument::float($minShare, 'minShare'),
            'options' => [
                // vocabulary: gen_kept
                'expire' => $expire,
                'userbuf' => $userbuf,
                'strictIdentifier' => $strictIdentifier,
                'accountType' => $accountType,
                'appidAt3rd' => $appidAt3rd,
                // vocabulary: end
            ],
            'last' => null,
            'renewals' => 0,
        ]);
        // What is wrong with any ticket is told now.
        $this->isFresh($this->make(0), 0);
    }

    /**
     * A ticket with that share of its life left.
     *
     * @param int|\DateTimeInterface|null $now the present, in unix seconds; null for the system's clock
     *
     * @throws ArgumentException ErrorCode::InvalidExpire where it would outlast the year 9999; ErrorCode::InvalidArgument for a $now
     *     that is not a valid time of issue
     */
    public function ticket(mixed $now = null): string
    {
        $now = Argument::moment($now, 'now') ?? time();
        if ($this->last === null || !$this->isFresh($this->last, $now)) {
            self::$hidden[$this->key] = ['last' => $this->make($now), 'renewals' => $this->renewals + 1] + self::$hidden[$this->key];
        }
        return $this->last[0];
    }

    /** How many tickets were made so far. */
    public function renewals(): int
    {
        return $this->renewals;
    }

    /** @param array{string, int, int} $last what make() returned */
    private function isFresh(#[\SensitiveParameter] array $last, int $now): bool
    {
        return Library::open()->freshness($last[1], $last[2], $this->minShare, $now) === Constants::FRESHNESS_FRESH;
    }

    /** @return array{string, int, int} a ticket, the time of its issue, and for how many seconds it is valid */
    private function make(int $issuedAt): array
    {
        $ticket = $this->signer->genSig($this->identifier, ...$this->options, issuedAt: $issuedAt);
        return [$ticket, $issuedAt, UntrustedTicket::inspect($ticket)->expire];
    }
}
