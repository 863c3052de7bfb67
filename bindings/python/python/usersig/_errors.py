"""The exceptions, one class per cause. Their numbers and service codes come from the core's table."""

from __future__ import annotations

from typing import ClassVar

from ._native import error_codes, use_classes

# Word -> class.
CLASSES: dict[str, type[UserSigError]] = {}


class UserSigError(ValueError):
    """The base of every error of this package.

    The text says what was wrong, what was expected and what to do. It never holds a key, a ticket or an identifier,
    so that it can be logged.
    """

    code: ClassVar[str] = "internal"
    """The cause as a stable word, the same in every language."""
    number: ClassVar[int] = 99
    """The cause as a stable number, 1 to 99."""
    service_code: ClassVar[int | None] = None
    """What Tencent's side reports for the same cause: positive for Chat, negative for TRTC, None where it has none."""
    field: str | None = None
    """For MalformedFieldError, the JSON key of the field at fault, for example "TLS.sig"."""
    index: int | None = None
    """From gen_sig_batch, the position of the identifier at fault."""

    def __init_subclass__(cls) -> None:
        if "code" in cls.__dict__ and cls.__module__ == __name__:
            cls.number, cls.service_code = error_codes[cls.code]
            CLASSES[cls.code] = cls


class TicketError(UserSigError):
    """The ticket is not valid. Never raised itself; the base of the errors that a ticket from outside can cause."""


# vocabulary: errors
class InvalidArgumentError(UserSigError):
    """Wrong use of the call: text that is not valid Unicode, or an option, time or leeway out of range."""

    code = "invalid_argument"


class InvalidSdkappidError(InvalidArgumentError):
    """The SDKAppID is outside 1 to 4294967295."""

    code = "invalid_sdkappid"


class InvalidIdentifierError(InvalidArgumentError):
    """The identifier is empty, longer than 1024 bytes, or holds a control character."""

    code = "invalid_identifier"


class InvalidExpireError(InvalidArgumentError):
    """The expiry is outside 0 to 4294967295 seconds, not in whole seconds, or past the end of time."""

    code = "invalid_expire"


class InvalidUserbufError(InvalidArgumentError):
    """The userbuf is longer than 8192 bytes."""

    code = "invalid_userbuf"


class InvalidRoomError(InvalidArgumentError):
    """The room number or room name is outside the documented range."""

    code = "invalid_room"


class InvalidKeyError(UserSigError):
    """Not a key, or a damaged or encrypted one."""

    code = "invalid_key"


class UnsupportedCurveError(InvalidKeyError):
    """An elliptic-curve key on another curve than P-256 and secp256k1."""

    code = "unsupported_curve"


class WrongKeyKindError(InvalidKeyError):
    """A key of another kind than the one that belongs here: public for private, PEM for secret, a certificate."""

    code = "wrong_key_kind"


class EmptyError(TicketError):
    """The ticket is the empty string."""

    code = "empty"


class TooLongError(TicketError):
    """The ticket or its content is larger than the bounds."""

    code = "too_long"


class MalformedBase64Error(TicketError):
    """The ticket is not in Tencent's base64."""

    code = "malformed_base64"


class MalformedZlibError(TicketError):
    """The ticket's zlib stream is damaged, cut or followed by something."""

    code = "malformed_zlib"


class MalformedJsonError(TicketError):
    """The ticket does not hold exactly one JSON object with unique keys."""

    code = "malformed_json"


class MalformedFieldError(TicketError):
    """A field of the ticket is missing, of the wrong type or not canonical; the error names it."""

    code = "malformed_field"


class UnsupportedVersionError(TicketError):
    """`TLS.ver` is neither absent nor "2.0"."""

    code = "unsupported_version"


class NoKeyForVersionError(TicketError):
    """The verifier holds no key of the kind that this ticket's version needs."""

    code = "no_key_for_version"


class BadSignatureError(TicketError):
    """None of the verifier's keys made the signature."""

    code = "bad_signature"


class SdkappidMismatchError(TicketError):
    """The ticket was made for another SDKAppID."""

    code = "sdkappid_mismatch"


class IdentifierMismatchError(TicketError):
    """The ticket was made for another identifier."""

    code = "identifier_mismatch"


class UserbufMismatchError(TicketError):
    """The ticket's userbuf is not the one expected."""

    code = "userbuf_mismatch"


class ExpiredError(TicketError):
    """The ticket is no longer valid."""

    code = "expired"


class NotYetValidError(TicketError):
    """The ticket was issued in the future, beyond the tolerance."""

    code = "not_yet_valid"


class InternalError(UserSigError):
    """A bug in usersig, or no randomness or clock from the system."""

    code = "internal"


# vocabulary: end

# Shown and pickled under the name that users import.
for _class in (UserSigError, TicketError, *CLASSES.values()):
    _class.__module__ = "usersig"

use_classes(CLASSES)
