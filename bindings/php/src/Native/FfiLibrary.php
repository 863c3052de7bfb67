<?php

declare(strict_types=1);

namespace UserSig\Native;

use FFI;
use FFI\CData;

/**
 * What the classes ask of the native library, over PHP's FFI. The extension has a class with the same methods, {@see Extension}
 * (ext/usersig.c). Handles are what makes a key, signer or verifier returns; "kind" is the name of its type in C. Options of a ticket
 * come as Argument::genOptions() returns them.
 *
 * @internal
 */
final class FfiLibrary
{
    public function __construct(private readonly FFI $ffi)
    {
    }

    public function version(): string
    {
        return $this->ffi->usersig_version();
    }

    /** @return array{code: int, word: string, message: string, checkErr: int, serviceCodes: list<int>} the row of a status */
    public function status(int $status): array
    {
        $row = $this->ffi->usersig_status_lookup($status)[0];
        $codes = [];
        for ($i = 0; $i < $row->service_code_count; $i++) {
            $codes[] = $row->service_codes[$i];
        }
        return [
            'code' => $row->code,
            'word' => $row->word,
            'message' => $row->message,
            'checkErr' => $row->check_err,
            'serviceCodes' => $codes,
        ];
    }

    public function secretKey(#[\SensitiveParameter] string $text): object
    {
        return $this->create('usersig_secret_key', 'usersig_secret_key_new', $text, strlen($text));
    }

    public function privateKey(#[\SensitiveParameter] string $text): object
    {
        return $this->create('usersig_private_key', 'usersig_private_key_from_pem', $text, strlen($text));
    }

    public function publicKey(#[\SensitiveParameter] string $text): object
    {
        return $this->create('usersig_public_key', 'usersig_public_key_from_pem', $text, strlen($text));
    }

    public function generate(int $curve): object
    {
        return $this->create('usersig_private_key', 'usersig_private_key_generate', $curve);
    }

    public function publicKeyOf(?object $key): object
    {
        return $this->create('usersig_public_key', 'usersig_private_key_public_key', $key);
    }

    public function curve(string $kind, ?object $key): int
    {
        return $this->ffi->{"usersig_{$kind}_curve"}($key);
    }

    public function pem(string $kind, ?object $key): string
    {
        $scratch = Scratch::take($this->ffi);
        $pem = $this->ffi->new('char[' . Constants::PEM_BUFFER . ']');
        $status = $this->ffi->{"usersig_{$kind}_to_pem"}($key, $pem, Constants::PEM_BUFFER, null, $scratch->error);
        $scratch->check($status);
        $text = FFI::string($pem);
        $this->ffi->usersig_wipe($pem, Constants::PEM_BUFFER);
        return $scratch->give($text);
    }

    public function signer(string $kind, int $sdkappid, ?object $key): object
    {
        return $this->create('usersig_signer', "usersig_signer_with_$kind", $sdkappid, $key);
    }

    /**
     * @param list<?object> $publicKeys
     * @param list<?object> $secretKeys
     */
    public function verifier(int $sdkappid, array $publicKeys, array $secretKeys, ?int $leeway, ?int $futureTolerance): object
    {
        $options = $this->ffi->new('struct usersig_verifier_options');
        $options->size = FFI::sizeof($options);
        $options->flags = ($leeway === null ? 0 : Constants::VERIFIER_LEEWAY)
            | ($futureTolerance === null ? 0 : Constants::VERIFIER_FUTURE_TOLERANCE);
        $options->leeway = $leeway ?? 0;
        $options->future_tolerance = $futureTolerance ?? 0;
        return $this->create(
            'usersig_verifier',
            'usersig_verifier_new',
            $sdkappid,
            $this->handles('usersig_public_key', $publicKeys),
            count($publicKeys),
            $this->handles('usersig_secret_key', $secretKeys),
            count($secretKeys),
            FFI::addr($options),
        );
    }

    public function genSig(
        ?object $signer,
        #[\SensitiveParameter] string $identifier,
        #[\SensitiveParameter] mixed ...$options,
    ): string {
        $scratch = Scratch::take($this->ffi);
        $status = $this->ffi->usersig_signer_gen_sig(
            $signer,
            $identifier,
            strlen($identifier),
            $options === [] ? null : $scratch->genOptions(...$options),
            $scratch->ticket,
            Constants::TICKET_MAX + 1,
            null,
            $scratch->error,
        );
        $scratch->check($status);
        return $scratch->give(FFI::string($scratch->ticket));
    }

    public function genPrivateMapKey(
        ?object $signer,
        #[\SensitiveParameter] string $identifier,
        int $roomNumber,
        #[\SensitiveParameter] ?string $roomName,
        int $privileges,
        #[\SensitiveParameter] mixed ...$options,
    ): string {
        $scratch = Scratch::take($this->ffi);
        $status = $this->ffi->usersig_signer_gen_private_map_key(
            $signer,
            $identifier,
            strlen($identifier),
            $roomNumber,
            $roomName,
            strlen($roomName ?? ''),
            $privileges,
            $scratch->genOptions(...$options),
            $scratch->ticket,
            Constants::TICKET_MAX + 1,
            null,
            $scratch->error,
        );
        $scratch->check($status);
        return $scratch->give(FFI::string($scratch->ticket));
    }

    /**
     * @param list<string> $identifiers
     * @return list<string|array{int, string}> tickets; where there is none its status and message
     */
    public function genSigBatch(
        ?object $signer,
        #[\SensitiveParameter] array $identifiers,
        int $threads,
        #[\SensitiveParameter] mixed ...$options,
    ): array {
        $count = count($identifiers);
        $lengths = $count === 0 ? null : $this->ffi->new("size_t[$count]");
        foreach ($identifiers as $i => $identifier) {
            $lengths[$i] = strlen($identifier);
        }
        $joined = implode('', $identifiers);
        $scratch = Scratch::take($this->ffi);
        $place = $scratch->place('usersig_batch');
        $status = $this->ffi->usersig_signer_gen_sig_batch(
            $signer,
            $joined,
            strlen($joined),
            $lengths,
            $count,
            $scratch->genOptions(...$options),
            $threads,
            $place,
            $scratch->error,
        );
        $scratch->check($status);
        $batch = $scratch->give($place[0]);
        try {
            $items = $batch[0]->items;
            $results = [];
            for ($i = 0; $i < $count; $i++) {
                $item = $items[$i];
                $status = $item->status;
                $results[] = $status === Constants::OK ? $item->ticket : [$status, $item->message];
            }
            return $results;
        } finally {
            $this->ffi->usersig_batch_free($batch);
        }
    }

    /**
     * @param int $expected one of Constants::USERBUF_…
     * @return array<string, mixed> as TicketFields::read() takes it
     */
    public function verify(
        ?object $verifier,
        #[\SensitiveParameter] string $ticket,
        #[\SensitiveParameter] ?string $identifier,
        int $expected,
        #[\SensitiveParameter] ?string $userbuf,
        ?int $now,
    ): array {
        $scratch = Scratch::take($this->ffi);
        $place = $scratch->place('usersig_ticket');
        $options = $expected === Constants::USERBUF_ABSENT && $now === null ? null : $scratch->verifyOptions($expected, $userbuf, $now);
        $status = $identifier === null
            ? $this->ffi->usersig_verifier_authenticate($verifier, $ticket, strlen($ticket), $options, $place, $scratch->error)
            : $this->ffi->usersig_verifier_verify(
                $verifier,
                $ticket,
                strlen($ticket),
                $identifier,
                strlen($identifier),
                $options,
                $place,
                $scratch->error,
            );
        $scratch->check($status);
        $verified = $scratch->give($place[0]);
        try {
            return self::fields($verified[0]->fields);
        } finally {
            $this->ffi->usersig_ticket_free($verified);
        }
    }

    /** @return array<string, mixed> as TicketFields::read() takes it */
    public function inspect(#[\SensitiveParameter] string $ticket): array
    {
        $scratch = Scratch::take($this->ffi);
        $place = $scratch->place('usersig_untrusted_ticket');
        $scratch->check($this->ffi->usersig_inspect($ticket, strlen($ticket), $place, $scratch->error));
        $untrusted = $scratch->give($place[0]);
        try {
            return self::fields($untrusted[0]->fields);
        } finally {
            $this->ffi->usersig_untrusted_ticket_free($untrusted);
        }
    }

    /** @return int one of Constants::FRESHNESS_… */
    public function freshness(int $issuedAt, int $expire, float $minShare, int $now): int
    {
        $scratch = Scratch::take($this->ffi);
        $scratch->check($this->ffi->usersig_freshness($issuedAt, $expire, $minShare, $now, $scratch->number, $scratch->error));
        return $scratch->give($scratch->number[0]);
    }

    public function free(string $kind, object $handle): void
    {
        $this->ffi->{"usersig_{$kind}_free"}($handle);
    }

    /** Calls a function with the arguments, a place for the new handle, and a place for the error. */
    private function create(string $type, string $function, #[\SensitiveParameter] mixed ...$arguments): CData
    {
        $scratch = Scratch::take($this->ffi);
        $place = $scratch->place($type);
        $scratch->check($this->ffi->$function(...[...$arguments, $place, $scratch->error]));
        return $scratch->give($place[0]);
    }

    /** @param list<?object> $keys */
    private function handles(string $type, array $keys): ?CData
    {
        if ($keys === []) {
            return null;
        }
        $handles = $this->ffi->new("struct $type *[" . count($keys) . ']');
        foreach ($keys as $i => $key) {
            $handles[$i] = $key;
        }
        return $handles;
    }

    /** @return array<string, mixed> */
    private static function fields(CData $fields): array
    {
        $permission = $fields->private_map_key;
        $length = $fields->userbuf_len;
        return [
            'version' => $fields->version,
            'sdkappid' => $fields->sdkappid,
            'issuedAt' => $fields->issued_at,
            'expire' => $fields->expire,
            'expiresAt' => $fields->expires_at,
            'identifier' => $fields->identifier,
            'userbuf' => $fields->has_userbuf === 0 ? null : ($length === 0 ? '' : FFI::string($fields->userbuf, $length)),
            'accountType' => $fields->account_type,
            'appidAt3rd' => $fields->appid_at_3rd,
            'privateMapKey' => $permission === null ? null : [
                $permission[0]->room_number,
                $permission[0]->room_name,
                $permission[0]->privileges,
                $permission[0]->expires_at,
            ],
        ];
    }
}
