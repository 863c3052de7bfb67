"""A panic in the core is an InternalError, and the next call works. For a build with the cargo feature test-panic."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from support import PRIVATE_PEM, PUBLIC_PEM, SDKAPPID, SECRET

import usersig
from usersig import PrivateKey, PublicKey, SecretKey, Signer, Verifier, _native

SECRET_KEY, PRIVATE = SecretKey(SECRET), PrivateKey.from_pem(PRIVATE_PEM)
SIGNER, VERIFIER = Signer(SDKAPPID, SECRET_KEY), Verifier(SDKAPPID, SECRET_KEY)
TICKET = SIGNER.gen_private_map_key("a", 1, 255)
VERIFIED = VERIFIER.verify(TICKET, "a", userbuf="any")

CALLS: dict[str, Callable[[], object]] = {
    "PrivateKey.from_pem": lambda: PrivateKey.from_pem(PRIVATE_PEM),
    "PrivateKey.generate": lambda: PrivateKey.generate(),
    "PrivateKey.public_key": lambda: PRIVATE.public_key(),
    "PrivateKey.to_pem": lambda: PRIVATE.to_pem(),
    "PublicKey.from_pem": lambda: PublicKey.from_pem(PUBLIC_PEM),
    "PublicKey.to_pem": lambda: PRIVATE.public_key().to_pem(),
    "SecretKey": lambda: SecretKey(SECRET),
    "Signer": lambda: Signer(SDKAPPID, SECRET_KEY),
    "Signer.gen_sig": lambda: SIGNER.gen_sig("a"),
    "Signer.gen_sig_batch": lambda: SIGNER.gen_sig_batch(["a"] * 100),
    "Signer.gen_private_map_key": lambda: SIGNER.gen_private_map_key("a", 1, 255),
    "gen_sig": lambda: usersig.gen_sig(SDKAPPID, SECRET_KEY, "a"),
    "Verifier": lambda: Verifier(SDKAPPID, SECRET_KEY),
    "Verifier.verify": lambda: VERIFIER.verify(TICKET, "a", userbuf="any"),
    "Verifier.authenticate": lambda: VERIFIER.authenticate(TICKET, userbuf="any"),
    "inspect": lambda: usersig.inspect(TICKET),
    "Ticket.private_map_key": lambda: VERIFIED.private_map_key(),
}


@pytest.mark.parametrize("name", CALLS)
def test_a_panic_is_an_error(name: str) -> None:
    _native.panic_next()  # type: ignore[attr-defined]
    with pytest.raises(usersig.InternalError) as caught:
        CALLS[name]()
    assert (caught.value.code, caught.value.number) == ("internal", 99)
    CALLS[name]()


def test_every_call_of_the_core_is_tried() -> None:
    classes = [PrivateKey, PublicKey, SecretKey, Signer, Verifier, usersig.Ticket, usersig.UntrustedTicket, usersig.PrivateMapKey]
    calls = {f"{cls.__name__}.{name}" for cls in classes for name in vars(cls) if not name.startswith("_") and callable(getattr(cls, name))}
    # One macro makes both ticket classes.
    assert calls - {"UntrustedTicket.private_map_key"} <= set(CALLS)
