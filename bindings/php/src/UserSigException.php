<?php

declare(strict_types=1);

namespace UserSig;

use RuntimeException;
use UserSig\Native\Library;

/**
 * A call failed. getCode() is the number of the cause, $errorCode the same as an enum; getMessage() says what was wrong
 * and what to do, without any key, ticket or identifier; getFile() and getLine() tell where this package was called. The
 * subclasses tell arguments, keys and tickets apart.
 */
class UserSigException extends RuntimeException
{
    /**
     * @param ErrorCode $errorCode the cause
     * @param string $message one English sentence
     * @param string|null $field with ErrorCode::MalformedField the JSON key of the field at fault, for example "TLS.sig"
     * @param int $checkErr the CHECK_ERR number, 1 to 17, that the official C++ interface returns for this cause
     * @param int|null $serviceCode what Tencent's service most commonly reports for this cause; null where it has no code
     */
    final public function __construct(
        public readonly ErrorCode $errorCode,
        string $message,
        public readonly ?string $field = null,
        public readonly int $checkErr = 0,
        public readonly ?int $serviceCode = null,
    ) {
        parent::__construct($message, $errorCode->value);
    }

    /** The stable word of the cause, for example "expired". */
    final public function word(): string
    {
        return $this->errorCode->word();
    }

    /** @internal */
    final public static function make(int $code, string $message, string $field, int $checkErr, int $serviceCode): self
    {
        $cause = ErrorCode::tryFrom($code) ?? ErrorCode::Internal;
        $class = $cause->exceptionClass();
        return Native\Caller::blame(
            new $class($cause, $message, $field === '' ? null : $field, $checkErr, $serviceCode === 0 ? null : $serviceCode),
        );
    }

    /** @internal for calls that report a status only */
    final public static function ofStatus(int $status, string $message): self
    {
        $row = Library::open()->status($status);
        return self::make($row['code'], $message, '', $row['checkErr'], $row['serviceCodes'][0] ?? 0);
    }
}
