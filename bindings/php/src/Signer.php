<?php

declare(strict_types=1);

namespace UserSig;

use UserSig\Native\Argument;
use UserSig\Native\Constants;
use UserSig\Native\Library;

/** Makes tickets for one application: v1 with a {@see PrivateKey}, v2 with a {@see SecretKey}. Make it once, use it often. */
final class Signer
{
    use Native\Handle;

    private const KIND = 'signer';

    /** The validity of a ticket unless one is given, in seconds: 180 days. */
    public const DEFAULT_EXPIRE = Constants::DEFAULT_EXPIRE;

    /**
     * @param int $sdkappid 1 to 4294967295
     *
     * @throws ArgumentException ErrorCode::InvalidSdkappid
     */
    public function __construct(mixed $sdkappid, #[\SensitiveParameter] PrivateKey|SecretKey $key)
    {
        $sdkappid = Argument::int($sdkappid, 'sdkappid');
        $kind = $key instanceof PrivateKey ? 'private_key' : 'secret_key';
        $this->own(Library::open()->signer($kind, $sdkappid, $key->native()));
    }

    // vocabulary: gen_doc
    /**
     * Makes a ticket (UserSig) for a user.
     *
     * @param string $identifier the user: 1 to 1024 bytes of UTF-8 without control characters (the service takes at most 32)
     * @param int|null $expire how long the ticket is valid from its issue; 180 days by default. 0 to 4294967295 seconds.
     * With 0 it expires as soon as the clock moves on.
     * @param string|null $userbuf bytes that the ticket carries and its signature covers. At most 8192 bytes.
     * @param int|\DateTimeInterface|null $issuedAt when the ticket is issued; the present by default. 0 to 253402300799 in
     * unix seconds.
     * @param bool $strictIdentifier also refuse identifiers that Tencent's packages rule out: longer than 32 bytes, or with
     * anything but A-Z, a-z, 0-9, _ and -.
     * @param string|null $accountType TLS.account_type of a v1 ticket, "0" by default. At most 1024 bytes without control
     * characters. Only for old applications that have one.
     * @param string|null $appidAt3rd TLS.appid_at_3rd of a v1 ticket, "0" by default. At most 1024 bytes without control
     * characters. Only for old applications that have one.
     *
     * @throws ArgumentException ErrorCode::InvalidIdentifier, InvalidExpire, InvalidUserbuf, InvalidArgument
     */
    // vocabulary: end
    public function genSig(
        #[\SensitiveParameter] mixed $identifier,
        // vocabulary: gen_params
        mixed $expire = null,
        #[\SensitiveParameter] mixed $userbuf = null,
        mixed $issuedAt = null,
        mixed $strictIdentifier = false,
        mixed $accountType = null,
        mixed $appidAt3rd = null,
        // vocabulary: end
    ): string {
        $identifier = Argument::text($identifier, 'identifier');
        if (func_num_args() === 1) {
            return Library::open()->genSig($this->handle, $identifier);
        }
        $options = Argument::genOptions(
            // vocabulary: gen_passed
            $expire,
            $userbuf,
            $issuedAt,
            $strictIdentifier,
            $accountType,
            $appidAt3rd,
            // vocabulary: end
        );
        return Library::open()->genSig($this->handle, $identifier, ...$options);
    }

    /**
     * Makes a TRTC PrivateMapKey: a ticket that lets a user into one room.
     *
     * @param string $identifier as in genSig()
     * @param int $privileges a sum of {@see Privileges} bits, 0 to 4294967295
     * @param int|null $expire as in genSig(), like the other options; the permission must end by 2106-02-07
     *
     * @throws UserSigException as genSig(), and ErrorCode::InvalidRoom
     */
    public function genPrivateMapKey(
        #[\SensitiveParameter] mixed $identifier,
        #[\SensitiveParameter] Room $room,
        mixed $privileges = Privileges::ALL,
        // vocabulary: gen_params_of_room
        mixed $expire = null,
        mixed $issuedAt = null,
        mixed $strictIdentifier = false,
        mixed $accountType = null,
        mixed $appidAt3rd = null,
        // vocabulary: end
    ): string {
        return Library::open()->genPrivateMapKey(
            $this->handle,
            Argument::text($identifier, 'identifier'),
            $room->number ?? 0,
            $room->name,
            Argument::int($privileges, 'privileges'),
            ...Argument::genOptions(
                // vocabulary: gen_passed_of_room
                $expire,
                null,
                $issuedAt,
                $strictIdentifier,
                $accountType,
                $appidAt3rd,
                // vocabulary: end
            ),
        );
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
     * @throws ArgumentException an option is unusable (one that only shows with a ticket is in its place instead)
     */
    public function genSigBatch(
        #[\SensitiveParameter] array $identifiers,
        mixed $expire = null,
        mixed $threads = 0,
        // vocabulary: gen_params_of_many
        #[\SensitiveParameter] mixed $userbuf = null,
        mixed $issuedAt = null,
        mixed $strictIdentifier = false,
        mixed $accountType = null,
        mixed $appidAt3rd = null,
        // vocabulary: end
    ): array {
        $texts = $wrong = [];
        foreach ($identifiers as $key => $identifier) {
            // PHP makes numbers of the numeric texts among the keys of an array.
            $identifier = is_int($identifier) ? (string) $identifier : $identifier;
            if (!is_string($identifier)) {
                $wrong[$key] = 'the identifier must be a string, ' . get_debug_type($identifier) . ' given';
                $identifier = '';
            }
            // In the place of one that is too long goes another, which is refused as that.
            $texts[] = strlen($identifier) > Constants::IDENTIFIER_MAX ? str_repeat('x', Constants::IDENTIFIER_MAX + 1) : $identifier;
        }
        $threads = max(0, min(Argument::int($threads, 'threads'), 0xFFFF));
        $options = Argument::genOptions(
            // vocabulary: gen_passed
            $expire,
            $userbuf,
            $issuedAt,
            $strictIdentifier,
            $accountType,
            $appidAt3rd,
            // vocabulary: end
        );
        $results = array_combine(array_keys($identifiers), Library::open()->genSigBatch($this->handle, $texts, $threads, ...$options));
        foreach ($results as $key => $result) {
            if (is_array($result)) {
                [$status, $message] = $result;
                $results[$key] = UserSigException::ofStatus($status, $wrong[$key] ?? $message);
            }
        }
        return $results;
    }
}
