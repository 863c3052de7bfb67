<?php

declare(strict_types=1);

namespace UserSig;

use FFI;
use UserSig\Native\Argument;
use UserSig\Native\Call;
use UserSig\Native\Constants;

/** Makes tickets for one application: v1 with a {@see PrivateKey}, v2 with a {@see SecretKey}. Make it once, use it often. */
final class Signer
{
    use Native\Handle;

    /** The validity of a ticket where none is given, in seconds: 180 days. */
    public const DEFAULT_EXPIRE = Constants::DEFAULT_EXPIRE;

    /**
     * @param int $sdkappid 1 to 4294967295
     *
     * @throws ArgumentException ErrorCode::InvalidSdkappid
     */
    public function __construct(mixed $sdkappid, #[\SensitiveParameter] PrivateKey|SecretKey $key)
    {
        $sdkappid = Argument::int($sdkappid, 'sdkappid');
        $function = $key instanceof PrivateKey ? 'usersig_signer_with_private_key' : 'usersig_signer_with_secret_key';
        $this->own(self::create('usersig_signer', $function, $sdkappid, $key->native()));
    }

    /**
     * Makes a ticket (UserSig) for a user.
     *
     * @param string $identifier the user: 1 to 1024 bytes of UTF-8 without control characters (the service takes at most 32)
     * @param int|null $expire validity in seconds from the time of issue, 0 to 4294967295; null for 180 days
     * @param string|null $userbuf bytes that the ticket carries and its signature covers, at most 8192; null for none
     * @param int|\DateTimeInterface|null $issuedAt the time of issue, in unix seconds 0 to 253402300799; null for now
     * @param bool $strictIdentifier also refuse identifiers that Tencent's packages rule out: longer than 32 bytes, or
     *     with anything but A-Z a-z 0-9 _ -
     * @param string|null $accountType TLS.account_type of a v1 ticket, for old applications that have them; null for "0"
     * @param string|null $appidAt3rd TLS.appid_at_3rd of a v1 ticket, for old applications that have them; null for "0"
     *
     * @throws ArgumentException ErrorCode::InvalidIdentifier, InvalidExpire, InvalidUserbuf or InvalidArgument
     */
    public function genSig(
        #[\SensitiveParameter] mixed $identifier,
        mixed $expire = null,
        #[\SensitiveParameter] mixed $userbuf = null,
        mixed $issuedAt = null,
        mixed $strictIdentifier = false,
        mixed $accountType = null,
        mixed $appidAt3rd = null,
    ): string {
        $identifier = Argument::text($identifier, 'identifier');
        $call = Call::take();
        $status = $call->ffi->usersig_signer_gen_sig(
            $this->handle,
            $identifier,
            strlen($identifier),
            func_num_args() === 1
                ? null
                : $call->genOptions($expire, $userbuf, $issuedAt, $strictIdentifier, $accountType, $appidAt3rd),
            $call->ticket,
            Constants::TICKET_MAX + 1,
            null,
            $call->error,
        );
        if ($status !== Constants::OK) {
            throw $call->failure();
        }
        $ticket = FFI::string($call->ticket);
        $call->give();
        return $ticket;
    }

    /**
     * Makes a TRTC PrivateMapKey: a ticket that lets a user into one room.
     *
     * @param string $identifier as in genSig()
     * @param int $privileges a sum of {@see Privileges} bits, 0 to 4294967295
     * @param int|null $expire as in genSig(), but the permission must end by 2106-02-07
     * @param int|\DateTimeInterface|null $issuedAt as in genSig()
     * @param bool $strictIdentifier as in genSig()
     * @param string|null $accountType as in genSig()
     * @param string|null $appidAt3rd as in genSig()
     *
     * @throws UserSigException as genSig(), and ErrorCode::InvalidRoom
     */
    public function genPrivateMapKey(
        #[\SensitiveParameter] mixed $identifier,
        #[\SensitiveParameter] Room $room,
        mixed $privileges = Privileges::ALL,
        mixed $expire = null,
        mixed $issuedAt = null,
        mixed $strictIdentifier = false,
        mixed $accountType = null,
        mixed $appidAt3rd = null,
    ): string {
        $identifier = Argument::text($identifier, 'identifier');
        $call = Call::take();
        $status = $call->ffi->usersig_signer_gen_private_map_key(
            $this->handle,
            $identifier,
            strlen($identifier),
            $room->number ?? 0,
            $room->name,
            strlen($room->name ?? ''),
            Argument::int($privileges, 'privileges'),
            $call->genOptions($expire, null, $issuedAt, $strictIdentifier, $accountType, $appidAt3rd),
            $call->ticket,
            Constants::TICKET_MAX + 1,
            null,
            $call->error,
        );
        if ($status !== Constants::OK) {
            throw $call->failure();
        }
        $ticket = FFI::string($call->ticket);
        $call->give();
        return $ticket;
    }

    /**
     * Makes one ticket per identifier over all cores, with one time of issue for all.
     *
     * @param array<string|int> $identifiers a number is its text, for array_keys() makes numbers of numeric texts; anything else
     *     has an ArgumentException in its place
     * @param int|null $expire as in genSig(), like the other options
     * @param int $threads at most so many threads; 0 for one per core
     * @return array<string|UserSigException> under each key of $identifiers its ticket, or why there is none
     *
     * @throws ArgumentException an option is unusable (one that only shows with a ticket stands in its place instead)
     */
    public function genSigBatch(
        #[\SensitiveParameter] array $identifiers,
        mixed $expire = null,
        #[\SensitiveParameter] mixed $userbuf = null,
        mixed $issuedAt = null,
        mixed $strictIdentifier = false,
        mixed $threads = 0,
    ): array {
        $count = count($identifiers);
        $call = Call::take();
        $ffi = $call->ffi;
        $lengths = $count === 0 ? null : $ffi->new("size_t[$count]");
        $texts = $wrong = [];
        foreach ($identifiers as $key => $identifier) {
            // PHP makes numbers of the numeric texts among the keys of an array.
            $identifier = is_int($identifier) ? (string) $identifier : $identifier;
            if (!is_string($identifier)) {
                $wrong[$key] = 'the identifier must be a string, ' . get_debug_type($identifier) . ' given';
                $identifier = '';
            }
            // In the place of one that is too long goes another, which is refused as that.
            $text = strlen($identifier) > Constants::IDENTIFIER_MAX ? str_repeat('x', Constants::IDENTIFIER_MAX + 1) : $identifier;
            $lengths[count($texts)] = strlen($text);
            $texts[] = $text;
        }
        $joined = implode('', $texts);
        $place = $call->place('usersig_batch');
        $status = $ffi->usersig_signer_gen_sig_batch(
            $this->handle,
            $joined,
            strlen($joined),
            $lengths,
            $count,
            $call->genOptions($expire, $userbuf, $issuedAt, $strictIdentifier),
            max(0, min(Argument::int($threads, 'threads'), 0xFFFF)),
            $place,
            $call->error,
        );
        if ($status !== Constants::OK) {
            throw $call->failure();
        }
        $batch = $place[0];
        $call->give();
        try {
            $items = $batch[0]->items;
            $results = [];
            $i = 0;
            foreach ($identifiers as $key => $identifier) {
                $item = $items[$i++];
                $status = $item->status;
                $results[$key] = $status === Constants::OK
                    ? $item->ticket
                    : UserSigException::ofStatus($status, $wrong[$key] ?? $item->message);
            }
            return $results;
        } finally {
            $ffi->usersig_batch_free($batch);
        }
    }

    public function __destruct()
    {
        $this->release('usersig_signer_free');
    }
}
