<?php

// Generated from the C header usersig.h by tools/generate. Do not edit.

declare(strict_types=1);

namespace UserSig\Native;

/** @internal */
final class Constants
{
    public const SCOPE = 'usersig';
    public const OK = 0;
    public const VERSION = '0.1.0';
    public const VERSION_MAJOR = 0;
    public const VERSION_MINOR = 1;
    public const VERSION_PATCH = 0;
    public const DEFAULT_EXPIRE = 15552000;
    public const IDENTIFIER_MAX = 1024;
    public const LEEWAY_MAX = 86400;
    public const PEM_MAX = 16384;
    public const SECRET_MAX = 1024;
    public const TICKET_MAX = 16384;
    public const UNIX_TIME_MAX = 253402300799;
    public const USERBUF_MAX = 8192;
    public const PEM_BUFFER = 512;
    public const GEN_EXPIRE = 1;
    public const GEN_USERBUF = 4;
    public const GEN_ISSUED_AT = 2;
    public const GEN_STRICT_IDENTIFIER = 32;
    public const GEN_ACCOUNT_TYPE = 8;
    public const GEN_APPID_AT_3RD = 16;
    public const COMPRESSION_DEFAULT = 0;
    public const COMPRESSION_FAST = 1;
    public const COMPRESSION_NONE = 2;
    public const VERIFIER_LEEWAY = 1;
    public const VERIFIER_FUTURE_TOLERANCE = 2;
    public const VERIFY_NOW = 1;
    public const USERBUF_ABSENT = 0;
    public const USERBUF_PRESENT = 1;
    public const USERBUF_EXACTLY = 2;
    public const USERBUF_ANY = 3;
    public const PRIVILEGE_CREATE_ROOM = 1;
    public const PRIVILEGE_ENTER_ROOM = 2;
    public const PRIVILEGE_SEND_AUDIO = 4;
    public const PRIVILEGE_RECEIVE_AUDIO = 8;
    public const PRIVILEGE_SEND_VIDEO = 16;
    public const PRIVILEGE_RECEIVE_VIDEO = 32;
    public const PRIVILEGE_SEND_SCREEN = 64;
    public const PRIVILEGE_RECEIVE_SCREEN = 128;
    public const PRIVILEGE_ALL = 255;
    public const FRESHNESS_INVALID = 0;
    public const FRESHNESS_STALE = 1;
    public const FRESHNESS_FRESH = 2;
}
