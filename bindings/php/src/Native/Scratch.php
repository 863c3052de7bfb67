<?php

declare(strict_types=1);

namespace UserSig\Native;

use FFI;
use FFI\CData;
use UserSig\UserSigException;

/**
 * The memory that calls over FFI write to and read options from, made once and used again: taken before a call and given back
 * after it, so that code which runs in between (a signal handler, a destructor) gets another one and no two calls share. A v2
 * ticket takes 4.4 µs so, and 7 with memory made for each.
 *
 * @internal
 */
final class Scratch
{
    private static ?self $spare = null;

    /** char[]: a ticket and its NUL. */
    public readonly CData $ticket;
    /** uint32_t[1]. */
    public readonly CData $number;
    /** struct usersig_error *. */
    public readonly CData $error;
    private readonly CData $errorFields;
    private readonly CData $gen;
    private readonly CData $genPointer;
    private readonly CData $verify;
    private readonly CData $verifyPointer;
    /** uint8_t[]: copies of the bytes of either kind of options. @var array<string, CData> */
    private array $buffers = [];
    /** @var array<string, CData> */
    private array $places = [];
    /** Texts that the options lead to. @var list<CData> */
    private array $kept = [];

    private function __construct(private readonly FFI $ffi)
    {
        $this->ticket = $ffi->new('char[' . (Constants::TICKET_MAX + 1) . ']');
        $this->number = $ffi->new('uint32_t[1]');
        $this->errorFields = $ffi->new('struct usersig_error');
        $this->error = FFI::addr($this->errorFields);
        $this->gen = $ffi->new('struct usersig_gen_options');
        $this->genPointer = FFI::addr($this->gen);
        $this->verify = $ffi->new('struct usersig_verify_options');
        $this->verifyPointer = FFI::addr($this->verify);
    }

    /**
     * A place of the type struct $type *[1], for a call to put a handle in. Read it before the next call.
     *
     * Kept, as PHP never frees the type that belongs to one made for a single call, once that was read.
     */
    public function place(string $type): CData
    {
        return $this->places[$type] ??= $this->ffi->new("struct $type *[1]");
    }

    public static function take(FFI $ffi): self
    {
        $scratch = self::$spare;
        self::$spare = null;
        return $scratch ?? new self($ffi);
    }

    /**
     * Gives the memory back with what was read from it.
     *
     * @template T
     * @param T $value
     * @return T
     */
    public function give(#[\SensitiveParameter] mixed $value): mixed
    {
        if ($this->kept !== []) {
            $this->kept = [];
        }
        self::$spare = $this;
        return $value;
    }

    /**
     * Gives the memory back and throws what the error says, where a call failed. Takes no object: exceptions show arguments, and
     * PHP follows the pointers in this one's when it shows them.
     */
    public function check(int $status): void
    {
        if ($status === Constants::OK) {
            return;
        }
        $error = $this->errorFields;
        throw $this->give(UserSigException::make(
            $error->code,
            FFI::string($error->message),
            FFI::string($error->field),
            $error->check_err,
            $error->service_code,
        ));
    }

    /** A pointer to options with these values; null means: not given. */
    public function genOptions(
        // vocabulary: gen_typed
        ?int $expire,
        #[\SensitiveParameter] ?string $userbuf,
        ?int $issuedAt,
        bool $strictIdentifier,
        ?string $accountType,
        ?string $appidAt3rd,
        // vocabulary: end
    ): CData {
        $options = self::cleared($this->gen);
        $flags = 0;
        // vocabulary: gen_set
        if ($expire !== null) {
            $flags |= Constants::GEN_EXPIRE;
            $options->expire = $expire;
        }
        if ($userbuf !== null) {
            $flags |= Constants::GEN_USERBUF;
            [$options->userbuf, $options->userbuf_len] = $this->bytes('userbuf', $userbuf);
        }
        if ($issuedAt !== null) {
            $flags |= Constants::GEN_ISSUED_AT;
            $options->issued_at = $issuedAt;
        }
        $flags |= $strictIdentifier ? Constants::GEN_STRICT_IDENTIFIER : 0;
        if ($accountType !== null) {
            $flags |= Constants::GEN_ACCOUNT_TYPE;
            [$options->account_type, $options->account_type_len] = $this->text($accountType);
        }
        if ($appidAt3rd !== null) {
            $flags |= Constants::GEN_APPID_AT_3RD;
            [$options->appid_at_3rd, $options->appid_at_3rd_len] = $this->text($appidAt3rd);
        }
        // vocabulary: end
        $options->flags = $flags;
        return $this->genPointer;
    }

    /** A pointer to options with these values. */
    public function verifyOptions(int $expected, #[\SensitiveParameter] ?string $userbuf, ?int $now): CData
    {
        $options = self::cleared($this->verify);
        $options->flags = $now === null ? 0 : Constants::VERIFY_NOW;
        if ($now !== null) {
            $options->now = $now;
        }
        $options->userbuf_expected = $expected;
        if ($userbuf !== null) {
            [$options->userbuf, $options->userbuf_len] = $this->bytes('userbuf', $userbuf);
        }
        return $this->verifyPointer;
    }

    /** The options without the values of the last call: a value without its flag is refused. */
    private static function cleared(CData $options): CData
    {
        $size = FFI::sizeof($options);
        FFI::memset($options, 0, $size);
        $options->size = $size;
        return $options;
    }

    /** @return array{CData, int} a copy, of one that is too long only so much that the core refuses it as that, and its length */
    private function bytes(string $name, #[\SensitiveParameter] string $bytes): array
    {
        $copy = $this->buffers[$name] ??= $this->ffi->new('uint8_t[' . (Constants::USERBUF_MAX + 1) . ']');
        $length = min(strlen($bytes), Constants::USERBUF_MAX + 1);
        if ($length > 0) {
            FFI::memcpy($copy, $bytes, $length);
        }
        return [$this->ffi->cast('uint8_t *', $copy), $length];
    }

    /** @return array{?CData, int} a copy, of one that is too long as above, and its length */
    private function text(#[\SensitiveParameter] string $text): array
    {
        $length = min(strlen($text), Constants::IDENTIFIER_MAX + 1);
        if ($length === 0) {
            return [null, 0];
        }
        $copy = $this->kept[] = $this->ffi->new("char[$length]");
        FFI::memcpy($copy, $text, $length);
        return [$this->ffi->cast('char *', $copy), $length];
    }
}
