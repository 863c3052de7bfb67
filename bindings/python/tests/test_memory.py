"""Memory stays where it is over a million calls, errors included."""

from __future__ import annotations

import gc

import pytest
from support import PRIVATE_PEM, SDKAPPID

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
            Signer(SDKAPPID, usersig.SecretKey("x")).gen_sig_batch([*users, "a\n"], return_exceptions=True)

    work(300)
    gc.collect()
    before = resident_kib()
    work(1500)
    gc.collect()
    assert resident_kib() - before < 2048
