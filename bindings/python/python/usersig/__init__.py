"""Make and check UserSig login tickets for Tencent Cloud Chat (IM) and TRTC.

A backend signs (SDKAppID, identifier, expire) and hands the ticket to its app. Two versions are in use: v1 is signed
with an EC private key (P-256 or secp256k1), v2 with the console's secret (HMAC-SHA256). The type of the key selects
the version:

>>> import usersig
>>> secret = usersig.SecretKey("5bd2850fff3ecb11d7c805251c51ee463a25727bddc2385f3fa8bfee1bb93b5e")
>>> signer = usersig.Signer(1400000000, secret)
>>> ticket = signer.gen_sig("xiaojun", expire=86400)
>>> usersig.Verifier(1400000000, secret).verify(ticket, "xiaojun").expire
86400

Every object is immutable and may be shared by any number of threads. Calls release the interpreter while they sign,
verify and read keys. Errors are subclasses of UserSigError, which is a ValueError; wrong types are a TypeError.
"""

from ._errors import (
    TicketError,
    UserSigError,
    # vocabulary: imports
    InvalidArgumentError,
    InvalidSdkappidError,
    InvalidIdentifierError,
    InvalidExpireError,
    InvalidUserbufError,
    InvalidRoomError,
    InvalidKeyError,
    UnsupportedCurveError,
    WrongKeyKindError,
    EmptyError,
    TooLongError,
    MalformedBase64Error,
    MalformedZlibError,
    MalformedJsonError,
    MalformedFieldError,
    UnsupportedVersionError,
    NoKeyForVersionError,
    BadSignatureError,
    SdkappidMismatchError,
    IdentifierMismatchError,
    UserbufMismatchError,
    ExpiredError,
    NotYetValidError,
    InternalError,
    # vocabulary: end
)
from ._native import (
    DEFAULT_EXPIRE,
    MAX_IDENTIFIER_LEN,
    MAX_TICKET_LEN,
    MAX_USERBUF_LEN,
    PrivateKey,
    PrivateMapKey,
    PublicKey,
    SecretKey,
    Signer,
    Ticket,
    UntrustedTicket,
    UserSigSource,
    Verifier,
    __version__ as __version__,
    gen_sig,
    inspect,
)
from ._privileges import Privileges

__all__ = [
    "DEFAULT_EXPIRE",
    "MAX_IDENTIFIER_LEN",
    "MAX_TICKET_LEN",
    "MAX_USERBUF_LEN",
    "PrivateKey",
    "PrivateMapKey",
    "Privileges",
    "PublicKey",
    "SecretKey",
    "Signer",
    "Ticket",
    "TicketError",
    "UntrustedTicket",
    "UserSigSource",
    "UserSigError",
    "Verifier",
    "gen_sig",
    "inspect",
    # vocabulary: names
    "InvalidArgumentError",
    "InvalidSdkappidError",
    "InvalidIdentifierError",
    "InvalidExpireError",
    "InvalidUserbufError",
    "InvalidRoomError",
    "InvalidKeyError",
    "UnsupportedCurveError",
    "WrongKeyKindError",
    "EmptyError",
    "TooLongError",
    "MalformedBase64Error",
    "MalformedZlibError",
    "MalformedJsonError",
    "MalformedFieldError",
    "UnsupportedVersionError",
    "NoKeyForVersionError",
    "BadSignatureError",
    "SdkappidMismatchError",
    "IdentifierMismatchError",
    "UserbufMismatchError",
    "ExpiredError",
    "NotYetValidError",
    "InternalError",
    # vocabulary: end
]
