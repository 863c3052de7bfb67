"""What the two drop-in modules share: the official packages' tolerance for argument types."""

from __future__ import annotations

import binascii
from typing import TYPE_CHECKING

from usersig import MAX_USERBUF_LEN, UserSigError

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import NoReturn, SupportsInt, TypeVar

    _T = TypeVar("_T")


def text(value: object) -> str:
    """Like the official packages, formats what it gets; None, bool and bytes are mistakes there and no user IDs."""
    if value is None or isinstance(value, (bool, bytes, bytearray)):
        raise TypeError(f"expected a user ID, not {type(value).__name__}")
    return str(value)


def whole(value: SupportsInt | str, error: type[UserSigError]) -> int:
    """Like the official packages, takes a number as text, too; unlike them, cuts nothing."""
    if isinstance(value, bool):
        raise TypeError("expected int, not bool")
    try:
        number = int(value)
    except (ValueError, OverflowError):
        number = None
    if number is None or (number != value and not isinstance(value, str)):
        raise error("expire, SDKAppID, room and privileges must each be a whole number; round it first") from None
    return number


def bare(ticket: str | bytes) -> str | bytes:
    """A ticket without the white space around it, which the official packages do not see either."""
    if isinstance(ticket, str):
        return ticket.strip(" \t\r\n")
    return ticket.strip(b" \t\r\n") if isinstance(ticket, bytes) else ticket


def carried(userbuf: bytes | bytearray | memoryview) -> bytes:
    """A copy; of one that is too long, something else that is refused as that."""
    view = memoryview(userbuf)
    return bytes(MAX_USERBUF_LEN + 1) if view.nbytes > MAX_USERBUF_LEN else view.tobytes()


def attempt(make: Callable[[], _T]) -> Callable[[], _T]:
    """Call ``make`` at once, and return a function that gives its result or raises its error.

    The official constructors accept any key and the first use reports it. Keeping the result and not the text leaves
    no key in the object's attributes.
    """
    try:
        made = make()
    except (ValueError, TypeError) as error:
        kind, message = type(error), str(error)

        def fail() -> NoReturn:
            raise kind(message)

        return fail
    return lambda: made


def base64_encode_url(data: bytes) -> str:
    """Tencent's base64: standard base64 with ``+/=`` written as ``*-_``."""
    return binascii.b2a_base64(data, newline=False).decode().translate(str.maketrans("+/=", "*-_"))


def base64_decode_url(base64_data: bytes) -> bytes:
    """The bytes of Tencent's base64; anything else is a ValueError."""
    standard = base64_data.translate(bytes.maketrans(b"*-_+/=", b"+/=*-_"))
    data = binascii.a2b_base64(standard)
    if binascii.b2a_base64(data, newline=False) != standard:
        raise ValueError("not Tencent's base64")
    return data
