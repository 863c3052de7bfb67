"""Memory stays where it is over a million calls, errors included."""

from __future__ import annotations

import gc
import tracemalloc
from collections.abc import Callable
from typing import Any

import pytest
from support import PRIVATE_PEM, PUBLIC_PEM, SDKAPPID, SECRET
from TLSSigAPI import TLSSigAPI
from TLSSigAPIv2 import TLSSigAPIv2

import usersig
from usersig import Signer, Verifier

ROUND = 100_000


def resident_kib() -> int:
    with open("/proc/self/status", encoding="ascii") as status:
        return next(int(line.split()[1]) for line in status if line.startswith("VmRSS:"))


@pytest.mark.slow
def test_a_million_calls(secret: usersig.SecretKey) -> None:
    signer, verifier = Signer(SDKAPPID, secret), Verifier(SDKAPPID, secret)
    ticket = signer.gen_sig("xiaojun", userbuf=b"x" * 100, expire=10**9)
    garbage = ticket[:-8]

    def work(calls: int) -> None:
        for number in range(calls // 5):
            signer.gen_sig("xiaojun", userbuf=b"x" * 100, compression="fast")
            verifier.verify(ticket, "xiaojun", userbuf="any").identifier
            usersig.inspect(ticket).userbuf
            for failing in (lambda: usersig.inspect(garbage), lambda: signer.gen_sig("a\n")):
                try:
                    failing()
                except usersig.UserSigError:
                    continue
                raise AssertionError("accepted")

    work(ROUND)
    gc.collect()
    before = resident_kib()
    for _ in range(1_000_000 // ROUND):
        work(ROUND)
    gc.collect()
    # One leaked object a call would be more than 15 MiB.
    assert resident_kib() - before < 2048


@pytest.mark.slow
def test_keys_and_batches() -> None:
    private = usersig.PrivateKey.from_pem(PRIVATE_PEM)
    users = [f"user{number}" for number in range(200)]

    def work(rounds: int) -> None:
        for _ in range(rounds):
            signing = usersig.PrivateKey.from_pem(PRIVATE_PEM)
            Signer(SDKAPPID, signing).gen_sig_batch(users[:20])
            Verifier(SDKAPPID, private.public_key(), usersig.SecretKey("x")).sdkappid
            Signer(SDKAPPID, usersig.SecretKey("x")).gen_sig_batch([*users, "a\n"])

    work(300)
    gc.collect()
    before = resident_kib()
    work(1500)
    gc.collect()
    assert resident_kib() - before < 2048


V2, SECRET_KEY = Signer(SDKAPPID, usersig.SecretKey(SECRET)), usersig.SecretKey(SECRET)
V1 = Signer(SDKAPPID, usersig.PrivateKey.from_pem(PRIVATE_PEM))
VERIFIER, TICKET = Verifier(SDKAPPID, SECRET_KEY), V2.gen_sig("xiaojun", userbuf=b"x")
OLD, OLD_V2 = TLSSigAPI(SDKAPPID, PRIVATE_PEM, PUBLIC_PEM), TLSSigAPIv2(SDKAPPID, SECRET)


def raised(result: object) -> None:
    assert isinstance(result, Exception)
    raise result


TOO_LONG: dict[str, tuple[str, Callable[[Any], object]]] = {
    "identifier": ("invalid_identifier", lambda long: V2.gen_sig(long)),
    "identifier, module": ("invalid_identifier", lambda long: usersig.gen_sig(SDKAPPID, SECRET_KEY, long)),
    "identifier, batch": ("invalid_identifier", lambda long: raised(V2.gen_sig_batch(["a", long])[1])),
    "identifier, room": ("invalid_identifier", lambda long: V2.gen_private_map_key(long, 1, 1)),
    "identifier, verify": ("invalid_identifier", lambda long: VERIFIER.verify(TICKET, long)),
    "userbuf, bytes": ("invalid_userbuf", lambda long: V2.gen_sig("a", userbuf=long)),
    "userbuf, verify, bytes": ("userbuf_mismatch", lambda long: VERIFIER.verify(TICKET, "xiaojun", userbuf=long)),
    "room": ("invalid_room", lambda long: V2.gen_private_map_key("a", long, 1)),
    "account_type": ("invalid_argument", lambda long: V1.gen_sig("a", account_type=long)),
    "appid_at_3rd": ("invalid_argument", lambda long: V1.gen_sig("a", appid_at_3rd=long)),
    "compression": ("invalid_argument", lambda long: V2.gen_sig("a", compression=long)),
    "ticket": ("too_long", lambda long: VERIFIER.verify(long, "a")),
    "ticket, bytes": ("too_long", lambda long: VERIFIER.authenticate(long)),
    "ticket, inspect": ("too_long", lambda long: usersig.inspect(long)),
    "secret": ("invalid_key", lambda long: usersig.SecretKey(long)),
    "secret, bytes": ("invalid_key", lambda long: usersig.SecretKey(long)),
    "private key": ("invalid_key", lambda long: usersig.PrivateKey.from_pem(long)),
    "private key, bytes": ("invalid_key", lambda long: usersig.PrivateKey.from_pem(long)),
    "public key": ("invalid_key", lambda long: usersig.PublicKey.from_pem(long)),
    "curve": ("unsupported_curve", lambda long: usersig.PrivateKey.generate(long)),
    "drop-in, identifier": ("invalid_identifier", lambda long: OLD_V2.genUserSig(long)),
    "drop-in, userbuf, bytes": ("invalid_userbuf", lambda long: OLD_V2.gen_sig_with_userbuf("a", 60, memoryview(long))),
    "drop-in, v1 identifier": ("invalid_identifier", lambda long: OLD.gen_sig(long)),
}


@pytest.mark.parametrize("name", TOO_LONG)
def test_what_is_too_long_is_refused_by_its_length(name: str) -> None:
    """Neither encoded nor copied: 20 million characters or bytes cost nothing."""
    code, call = TOO_LONG[name]
    # A text of its own for each, since Python keeps the encoded form of one.
    long = b"x" * 20_000_000 if "bytes" in name else "\u00e9" * 20_000_000
    tracemalloc.start()
    try:
        with pytest.raises(usersig.UserSigError) as caught:
            call(long)
        assert caught.value.code == code
        assert tracemalloc.get_traced_memory()[1] < 100_000
    finally:
        tracemalloc.stop()


def test_a_ticket_of_too_many_bytes_is_refused_by_its_length() -> None:
    long = b"x" * 20_000_000
    tracemalloc.start()
    try:
        assert OLD.tls_verify_sig(long, "a") is False
        assert OLD._err_msg.startswith("too_long")
        assert tracemalloc.get_traced_memory()[1] < 300_000
    finally:
        tracemalloc.stop()
