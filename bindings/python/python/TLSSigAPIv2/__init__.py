"""Drop-in for the official package ``tls-sig-api-v2``: v2 (HMAC) tickets. New code uses ``usersig``.

The name is Tencent's so that programs written for that package run as they are; none of the code is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from usersig import (
    DEFAULT_EXPIRE,
    InvalidArgumentError,
    InvalidExpireError,
    InvalidRoomError,
    InvalidSdkappidError,
    SecretKey,
    Signer,
)
from usersig._dropin import (
    attempt,
    base64_decode_url as base64_decode_url,
    base64_encode_url as base64_encode_url,
    carried,
    text,
    whole,
)

if TYPE_CHECKING:
    from typing import SupportsInt


class TLSSigAPIv2:
    """Makes v2 tickets of one application. Every call may raise usersig.UserSigError."""

    def __init__(self, sdkappid: SupportsInt | str, key: str) -> None:
        """Take the SDKAppID and the secret; one that cannot be used is reported by the first call."""
        self.__signer = attempt(lambda: Signer(whole(sdkappid, InvalidSdkappidError), SecretKey(key)))

    def genUserSig(self, userid: object, expire: SupportsInt | str = DEFAULT_EXPIRE) -> str:
        """Make a UserSig that is valid for ``expire`` seconds."""
        return self.__signer().gen_sig(text(userid), expire=whole(expire, InvalidExpireError))

    def genPrivateMapKey(
        self, userid: object, expire: SupportsInt | str, roomid: SupportsInt | str, privilegeMap: SupportsInt | str
    ) -> str:
        """Make a PrivateMapKey for a numeric room, 1 to 4294967294; ``privilegeMap`` is a bit set, 255 for all."""
        return self.__signer().gen_private_map_key(
            text(userid),
            whole(roomid, InvalidRoomError),
            whole(privilegeMap, InvalidArgumentError),
            expire=whole(expire, InvalidExpireError),
        )

    def genPrivateMapKeyWithStringRoomID(
        self, userid: object, expire: SupportsInt | str, roomstr: str, privilegeMap: SupportsInt | str
    ) -> str:
        """Make a PrivateMapKey for a room with a name; ``privilegeMap`` is a bit set, 255 for all."""
        return self.__signer().gen_private_map_key(
            text(userid),
            text(roomstr),
            whole(privilegeMap, InvalidArgumentError),
            expire=whole(expire, InvalidExpireError),
        )

    def gen_sig(self, identifier: object, expire: SupportsInt | str = DEFAULT_EXPIRE) -> str:
        """genUserSig by its name in release 1.1."""
        return self.genUserSig(identifier, expire)

    def gen_sig_with_userbuf(
        self, identifier: object, expire: SupportsInt | str, userbuf: bytes | bytearray | memoryview | None
    ) -> str:
        """Make a UserSig that carries these bytes (release 1.1); None for none."""
        copied = None if userbuf is None else carried(userbuf)
        return self.__signer().gen_sig(text(identifier), expire=whole(expire, InvalidExpireError), userbuf=copied)
