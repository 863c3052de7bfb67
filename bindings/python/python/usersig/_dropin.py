"""What the two drop-in modules share: the official packages' tolerance for argument types."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import NoReturn, SupportsInt, TypeVar

    _T = TypeVar("_T")


def text(value: object) -> str:
    """Like the official packages, formats what it gets; None, bool and bytes are mistakes there and no user IDs."""
    if value is None or isinstance(value, (bool, bytes, bytearray)):
        raise TypeError(f"expected a user ID, not {type(value).__name__}")
    return str(value)


def whole(value: SupportsInt | str) -> int:
    """Like the official packages, takes a number as text, too."""
    if isinstance(value, bool):
        raise TypeError("expected int, not bool")
    return int(value)


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
    import base64

    return base64.b64encode(data).decode().translate(str.maketrans("+/=", "*-_"))


def base64_decode_url(base64_data: bytes) -> bytes:
    """The bytes of Tencent's base64; anything else is a ValueError."""
    import base64

    return base64.b64decode(base64_data.translate(bytes.maketrans(b"*-_+/=", b"+/=*-_")), validate=True)
