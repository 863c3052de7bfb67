from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from typing import Final, Literal, TypeAlias, TypeVar, final

from ._errors import UserSigError
from ._privileges import Privileges

__all__ = [
    "use_classes",
    "PrivateKey",
    "PublicKey",
    "SecretKey",
    "Signer",
    "gen_sig",
    "UserSigSource",
    "PrivateMapKey",
    "Ticket",
    "UntrustedTicket",
    "inspect",
    "Verifier",
    "__version__",
    "DEFAULT_EXPIRE",
    "MAX_IDENTIFIER_LEN",
    "MAX_TICKET_LEN",
    "MAX_USERBUF_LEN",
    "error_codes",
]

_Compression: TypeAlias = Literal["default", "fast", "none"]
_Moment: TypeAlias = float | datetime
_T = TypeVar("_T")

__version__: Final[str]
DEFAULT_EXPIRE: Final[int]
"""The default validity of a ticket, in seconds: 15552000 (180 days)."""
MAX_IDENTIFIER_LEN: Final[int]
"""The longest identifier, in UTF-8 bytes: 1024. The service itself documents 32."""
MAX_TICKET_LEN: Final[int]
"""The longest ticket, in bytes: 16384."""
MAX_USERBUF_LEN: Final[int]
"""The longest userbuf, in bytes: 8192."""
error_codes: dict[str, tuple[int, int | None]]

def use_classes(classes: dict[str, type[UserSigError]]) -> None:
    """Tell the native module the class of each error, by its word. The package calls it once, when it is imported."""

@final
class UserSigSource:
    """Has a valid ticket of one user at every moment, for example of the administrator whom Tencent's REST interface asks for."""

    def __new__(
        cls,
        signer: Signer,
        identifier: str,
        *,
        # vocabulary: source_arguments
        expire: int | timedelta = 15552000,
        userbuf: bytes | None = None,
        strict_identifier: bool = False,
        account_type: str | None = None,
        appid_at_3rd: str | None = None,
        compression: _Compression = "default",
        # vocabulary: end
        min_share: float = 0.5,
        clock: Callable[[], _Moment] | None = None,
    ) -> UserSigSource:
        """Take the signer, the user's ID and the options of Signer.gen_sig but issued_at. They are checked now.

        min_share: which share of its life a ticket must have left, from 0 (any valid one will do) to 1 (made in this second).
        clock: what tells the time, as unix seconds or a datetime with a time zone; defaults to time.time.

        Raises what Signer.gen_sig raises, and InvalidArgumentError for a share outside its range.
        """

    def ticket(self) -> str:
        """Return a ticket that has min_share of its life left.

        One is made when the last one has less, or was issued in the future, because the clock was set back. One thread makes
        it; meanwhile the others get the last one, and wait where that is no longer valid.

        Raises InvalidArgumentError for what the clock says, where that is not a valid time of issue, InvalidExpireError where the
        ticket would outlast the year 9999, and what the clock raises.
        """

    @property
    def renewals(self) -> int:
        """How many tickets were made so far."""


def gen_sig(
    sdkappid: int,
    key: PrivateKey | SecretKey,
    identifier: str,
    *,
    # vocabulary: gen_arguments
    expire: int | timedelta = 15552000,
    userbuf: bytes | None = None,
    issued_at: _Moment | None = None,
    strict_identifier: bool = False,
    account_type: str | None = None,
    appid_at_3rd: str | None = None,
    compression: _Compression = "default",
    # vocabulary: end
) -> str:
    """Make one ticket without keeping a Signer. The arguments are those of Signer and Signer.gen_sig."""

def inspect(ticket: str | bytes) -> UntrustedTicket:
    """Decode a ticket without verifying it: for looking at, not for trusting.

    It also says when a ticket that you just made ends: ``inspect(ticket).expires_at``.

    Raises EmptyError, TooLongError, a Malformed…Error or UnsupportedVersionError.
    """

@final
class PrivateKey:
    """An EC private key, which signs v1 tickets.

    Made by from_pem or generate. Immutable, shared by any number of threads, wiped from memory with its last user, and
    not to be pickled. The text that it was read from is Python's, and stays in memory as long as Python keeps it.
    """

    @staticmethod
    def from_pem(pem: str | bytes) -> PrivateKey:
        """Read a private key from PEM text of at most 16384 bytes.

        Takes PKCS#8 (``PRIVATE KEY``, as the console's private_key.txt) and SEC1 (``EC PRIVATE KEY``). Raises
        InvalidKeyError for damaged or encrypted keys, UnsupportedCurveError, and WrongKeyKindError for public keys,
        certificates, RSA keys and v2 secrets.
        """

    @staticmethod
    def generate(curve: Literal["P-256", "secp256k1"] = "P-256") -> PrivateKey:
        """Make a new key from the operating system's randomness. Raises UnsupportedCurveError for another curve."""

    @property
    def curve(self) -> Literal["P-256", "secp256k1"]:
        """The curve of the key."""

    def public_key(self) -> PublicKey:
        """The public key that verifies what this key signs."""

    def to_pem(self) -> str:
        """The key as PKCS#8 PEM text. It is a secret: write it to a file that only you can read."""

@final
class PublicKey:
    """An EC public key, which verifies v1 tickets. Immutable, shared by any number of threads."""

    @staticmethod
    def from_pem(pem: str | bytes) -> PublicKey:
        """Read a public key from PEM text (SPKI, ``PUBLIC KEY``) of at most 16384 bytes.

        Raises InvalidKeyError, UnsupportedCurveError, and WrongKeyKindError for a private key or a v2 secret.
        """

    @property
    def curve(self) -> Literal["P-256", "secp256k1"]:
        """The curve of the key."""

    def to_pem(self) -> str:
        """The key as SPKI PEM text."""

    def __eq__(self, other: object, /) -> bool: ...

@final
class SecretKey:
    """The console's secret, which signs and verifies v2 tickets.

    Immutable, shared by any number of threads, wiped from memory with its last user, and not to be pickled.
    """

    def __new__(cls, secret: str | bytes) -> SecretKey:
        """Take the secret exactly as the console shows it, 1 to 1024 bytes; its 64 hex characters are not decoded.

        Raises InvalidKeyError where it is empty, too long, or has white space around it (a line break from a file:
        strip it), and WrongKeyKindError where it is a PEM or DER key.
        """

@final
class Signer:
    """Makes tickets for one application. Made once, immutable, shared by any number of threads."""

    def __new__(cls, sdkappid: int, key: PrivateKey | SecretKey) -> Signer:
        """Take the SDKAppID of the application, 1 to 4294967295, and its key.

        A PrivateKey makes v1 tickets, a SecretKey v2 tickets. Raises InvalidSdkappidError.
        """

    @property
    def sdkappid(self) -> int:
        """The application."""

    # vocabulary: gen_sig_stub
    def gen_sig(
        self,
        identifier: str,
        *,
        expire: int | timedelta = 15552000,
        userbuf: bytes | None = None,
        issued_at: _Moment | None = None,
        strict_identifier: bool = False,
        account_type: str | None = None,
        appid_at_3rd: str | None = None,
        compression: _Compression = "default",
    ) -> str:
        """Make a ticket for one user.

        identifier: the user's ID, 1 to 1024 bytes of UTF-8 without control characters.
        expire: how long the ticket is valid from its issue; 180 days by default. 0 to 4294967295 seconds, or a timedelta of whole
            seconds. With 0 it expires as soon as the clock moves on.
        userbuf: bytes that the ticket carries and its signature covers. At most 8192 bytes.
        issued_at: when the ticket is issued; the present by default. 0 to 253402300799 in unix seconds, or a datetime with a time
            zone; parts of a second are dropped.
        strict_identifier: also refuse identifiers that Tencent's packages rule out: longer than 32 bytes, or with anything but A-Z, a-z, 0-9,
            _ and -. False by default.
        account_type: TLS.account_type of a v1 ticket, "0" by default. At most 1024 bytes without control characters. Only for old
            applications that have one.
        appid_at_3rd: TLS.appid_at_3rd of a v1 ticket, "0" by default. At most 1024 bytes without control characters. Only for old
            applications that have one.
        compression: how hard to compress. Every verifier reads all three.

        Raises InvalidIdentifierError, InvalidExpireError, InvalidUserbufError, and InvalidArgumentError for a time out
        of range, a naive datetime, and v1 fields with a SecretKey.
        """
    # vocabulary: end

    def gen_sig_batch(
        self,
        identifiers: Iterable[str],
        *,
        # vocabulary: gen_arguments
        expire: int | timedelta = 15552000,
        userbuf: bytes | None = None,
        issued_at: _Moment | None = None,
        strict_identifier: bool = False,
        account_type: str | None = None,
        appid_at_3rd: str | None = None,
        compression: _Compression = "default",
        # vocabulary: end
        threads: int | None = None,
    ) -> list[str | UserSigError]:
        """Make one ticket per identifier, in order, over all cores, with one time of issue for all.

        What is wrong with one identifier, even that it is not a str, is in its place: an InvalidIdentifierError that is
        returned and not raised, whose ``index`` is the position. The others get their tickets.

        identifiers: any iterable of str; read to its end before the first ticket is made.
        threads: at most so many threads; defaults to one per core, and to fewer for few identifiers.

        The other arguments are those of gen_sig. Raises InvalidExpireError, InvalidUserbufError and
        InvalidArgumentError for them.
        """

    def gen_private_map_key(
        self,
        identifier: str,
        room: int | str,
        privileges: Privileges | int,
        *,
        # vocabulary: private_map_key_arguments
        expire: int | timedelta = 15552000,
        issued_at: _Moment | None = None,
        strict_identifier: bool = False,
        account_type: str | None = None,
        appid_at_3rd: str | None = None,
        compression: _Compression = "default",
        # vocabulary: end
    ) -> str:
        """Make a TRTC PrivateMapKey: a ticket that lets this user into ``room`` with ``privileges``.

        room: an int for a numeric room, 1 to 4294967294; a str for a named one, 1 to 64 bytes of letters, digits, space
            and ``!#$%&()+-:;<=.>?@[]^_{}|~,``.
        privileges: Privileges, or any 32 bits.

        The other arguments are those of gen_sig. Raises what gen_sig raises, InvalidRoomError, and InvalidExpireError
        where the permission would end after 2106-02-07, the last moment that its 32 bits can name.
        """

@final
class Verifier:
    """Checks tickets of one application. Made once, immutable, shared by any number of threads."""

    def __new__(
        cls,
        sdkappid: int,
        *keys: PublicKey | SecretKey,
        leeway: int | timedelta = 0,
        future_tolerance: int | timedelta = 300,
    ) -> Verifier:
        """Take the SDKAppID of the application, 1 to 4294967295, and one or more keys of either kind.

        Several keys are for applications that rotate keys or move between v1 and v2: a ticket is tried with the keys
        that its version needs and never with others.

        leeway: accept tickets up to so many seconds after their expiry, 0 to 86400.
        future_tolerance: accept tickets issued up to so many seconds in the future, 0 to 86400, for clocks that disagree.

        Raises InvalidSdkappidError, and InvalidArgumentError without a key and for a duration out of range.
        """

    @property
    def sdkappid(self) -> int:
        """The application."""

    def verify(
        self,
        ticket: str | bytes,
        identifier: str,
        *,
        now: _Moment | None = None,
        userbuf: bytes | Literal["present", "any"] | None = None,
    ) -> Ticket:
        """Check that a ticket is valid for this user and return its content.

        The call for a login, where the user is known. Checks, in this order: bounds, decoding, fields, signature,
        SDKAppID, identifier, userbuf, time. Nothing that the ticket says is reported before its signature is proven.

        identifier: the user that the ticket must be for.
        now: the moment to check for, in unix seconds or as a datetime with a time zone; defaults to time.time().
        userbuf: what the ticket must carry: None for nothing, bytes for exactly these, "present" for any bytes, "any"
            for anything or nothing.

        Raises a TicketError that says why the ticket is not valid, and InvalidIdentifierError and InvalidArgumentError
        for unusable arguments.
        """

    def authenticate(
        self,
        ticket: str | bytes,
        *,
        now: _Moment | None = None,
        userbuf: bytes | Literal["present", "any"] | None = None,
    ) -> Ticket:
        """Find out who sent a ticket: the returned ``identifier``.

        The call for a service that receives the ticket as the only proof of who its caller is. Checks everything that
        verify does but for whom the ticket was made. Where the user is known already, use verify: a valid ticket of
        any other user passes here.

        The arguments are those of verify. Raises a TicketError that says why the ticket is not valid.
        """

class _Content:
    @property
    def version(self) -> Literal["1.0", "2.0"]:
        """ "1.0" (ECDSA) or "2.0" (HMAC)."""

    @property
    def sdkappid(self) -> int:
        """The application that the ticket is for."""

    @property
    def identifier(self) -> str:
        """The user that the ticket logs in."""

    @property
    def issued_at(self) -> int:
        """When the ticket was made, in unix seconds."""

    @property
    def expire(self) -> int:
        """How long the ticket is valid from issued_at, in seconds."""

    @property
    def expires_at(self) -> int:
        """The last unix second in which the ticket is valid."""

    @property
    def userbuf(self) -> bytes | None:
        """The bytes that the ticket carries, or None."""

    @property
    def account_type(self) -> str | None:
        """TLS.account_type of a v1 ticket, usually "0"; None for v2."""

    @property
    def appid_at_3rd(self) -> str | None:
        """TLS.appid_at_3rd of a v1 ticket, usually "0"; None for v2 and for very old tickets."""

    def private_map_key(self) -> PrivateMapKey | None:
        """Read the userbuf as a TRTC room permission for this ticket's identifier and SDKAppID; None where it is none."""

    def __copy__(self: _T) -> _T: ...
    def __deepcopy__(self: _T, memo: object, /) -> _T: ...

    def __eq__(self, other: object, /) -> bool: ...

@final
class Ticket(_Content):
    """The content of a ticket whose signature, SDKAppID, identifier, userbuf and time were checked.

    Made by Verifier.verify and Verifier.authenticate alone. Shows no identifier and no userbuf in its repr, so that it can be logged.
    """

@final
class UntrustedTicket(_Content):
    """The content of a ticket that was decoded and not verified: anybody may have made it. Made by inspect."""

@final
class PrivateMapKey:
    """A TRTC room permission, read from a ticket's userbuf by private_map_key()."""

    @property
    def identifier(self) -> str:
        """The user that may enter."""

    @property
    def sdkappid(self) -> int:
        """The application."""

    @property
    def room(self) -> int | str:
        """The room: an int for a numeric room, a str for a named one."""

    @property
    def expires_at(self) -> int:
        """The last unix second of the permission."""

    @property
    def privileges(self) -> Privileges:
        """What the user may do in the room."""

    def __eq__(self, other: object, /) -> bool: ...
    def __copy__(self) -> PrivateMapKey: ...
    def __deepcopy__(self, memo: object, /) -> PrivateMapKey: ...
