"""Drop-in for the official package ``tls-sig-api``: v1 (ECDSA) tickets. New code uses ``usersig``.

The name is Tencent's so that programs written for that package run as they are; none of the code is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from usersig import (
    DEFAULT_EXPIRE,
    InvalidExpireError,
    InvalidSdkappidError,
    PrivateKey,
    PublicKey,
    Signer,
    UserSigError,
    Verifier,
)
from usersig._dropin import (
    attempt,
    bare,
    base64_decode_url as base64_decode_url,
    base64_encode_url as base64_encode_url,
    text,
    whole,
)

if TYPE_CHECKING:
    from typing import SupportsInt


class TLSSigAPI:
    """Makes and checks v1 tickets of one application."""

    _err_msg: str = "ok"
    """After tls_verify_sig: "ok", or the error's code and what it means."""

    def __init__(self, sdkappid: SupportsInt | str, pri_key: str | bytes | None, pub_key: str | bytes | None) -> None:
        """Take the SDKAppID and the PEM texts of the keys; a key that is not used may be empty.

        A key that cannot be read is reported by the first call that needs it.
        """
        self.__signer = attempt(lambda: Signer(whole(sdkappid, InvalidSdkappidError), PrivateKey.from_pem(pri_key or "")))
        self.__verifier = attempt(lambda: Verifier(whole(sdkappid, InvalidSdkappidError), PublicKey.from_pem(pub_key or "")))
        self.__expire = DEFAULT_EXPIRE

    def gen_sig(self, identifier: object, expire: SupportsInt | str = DEFAULT_EXPIRE) -> str:
        """Make a ticket that is valid for ``expire`` seconds. Raises usersig.UserSigError."""
        self.__expire = whole(expire, InvalidExpireError)
        return self.tls_gen_sig(identifier)

    def tls_gen_sig(self, identifier: object) -> str:
        """Make a ticket with the validity of the last gen_sig, or 180 days. Raises usersig.UserSigError."""
        return self.__signer().gen_sig(text(identifier), expire=self.__expire)

    def tls_verify_sig(self, tlssig: str | bytes, identifier: object) -> bool:
        """Check a ticket: True, or False with the reason in ``_err_msg``."""
        try:
            self.__verifier().verify(bare(tlssig), text(identifier))
        except UserSigError as error:
            self._err_msg = f"{error.code}: {error}"
            return False
        self._err_msg = "ok"
        return True
