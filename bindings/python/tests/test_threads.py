"""Eight threads share one signer and one verifier: nothing is mixed up, and they really run at the same time."""

from __future__ import annotations

import hashlib
import sys
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from support import PRIVATE_PEM, PUBLIC_PEM, SDKAPPID, SECRET

import usersig
from usersig import Signer, Verifier

THREADS = 8


def test_no_corruption(pair: tuple[Signer, Verifier]) -> None:
    signer, verifier = pair
    start = threading.Barrier(THREADS)

    def work(thread: int) -> int:
        start.wait()
        for number in range(500):
            user = f"user-{thread}-{number}"
            userbuf = user.encode() * (number % 20)
            ticket = signer.gen_sig(user, expire=number, userbuf=userbuf)
            read = verifier.verify(ticket, user, now=usersig.inspect(ticket).issued_at, userbuf=userbuf)
            assert (read.identifier, read.expire, read.userbuf) == (user, number, userbuf)
            try:
                verifier.verify(ticket, f"user-{thread + 1}-{number}", userbuf="any")
            except usersig.IdentifierMismatchError:
                continue
            raise AssertionError("accepted for another user")
        return thread

    with ThreadPoolExecutor(THREADS) as pool:
        assert list(pool.map(work, range(THREADS))) == list(range(THREADS))


def test_batches_side_by_side(pair: tuple[Signer, Verifier]) -> None:
    signer, _ = pair

    def work(thread: int) -> bool:
        users = [f"{thread}-{number}" for number in range(500)]
        tickets = [str(ticket) for ticket in signer.gen_sig_batch(users, issued_at=1, threads=2)]
        return [usersig.inspect(ticket).identifier for ticket in tickets] == users

    with ThreadPoolExecutor(THREADS) as pool:
        assert all(pool.map(work, range(THREADS)))


SECRET_KEY = usersig.SecretKey(SECRET)
PRIVATE = usersig.PrivateKey.from_pem(PRIVATE_PEM)
V1, V2 = Signer(SDKAPPID, PRIVATE), Signer(SDKAPPID, SECRET_KEY)
VERIFIER = Verifier(SDKAPPID, PRIVATE.public_key(), SECRET_KEY)
T1, T2 = V1.gen_sig("xiaojun"), V2.gen_sig("xiaojun")
CALLS: dict[str, Callable[[], object]] = {
    "gen_sig v1": lambda: V1.gen_sig("xiaojun"),
    "gen_sig v2": lambda: V2.gen_sig("xiaojun"),
    "verify v1": lambda: VERIFIER.verify(T1, "xiaojun"),
    "verify v2": lambda: VERIFIER.verify(T2, "xiaojun"),
    "inspect": lambda: usersig.inspect(T2),
    "gen_sig of the module": lambda: usersig.gen_sig(SDKAPPID, PRIVATE, "xiaojun"),
    "gen_sig_batch": lambda: V1.gen_sig_batch(["xiaojun"] * 100, threads=1),
    "gen_private_map_key": lambda: V2.gen_private_map_key("xiaojun", 1, 255),
    "PrivateKey.from_pem": lambda: usersig.PrivateKey.from_pem(PRIVATE_PEM),
    "SecretKey": lambda: usersig.SecretKey(SECRET),
    "PublicKey.from_pem": lambda: usersig.PublicKey.from_pem(PUBLIC_PEM),
}


@pytest.mark.parametrize("name", CALLS)
def test_the_interpreter_is_released(name: str) -> None:
    """Python never takes the interpreter away here, so this thread goes on only if the other one's calls release it."""
    call, seen = CALLS[name], threading.Event()

    def work() -> None:
        until = time.monotonic() + 60
        while not seen.is_set() and time.monotonic() < until:
            call()

    before = sys.getswitchinterval()
    sys.setswitchinterval(1000)
    try:
        thread = threading.Thread(target=work)
        thread.start()
        went_on = thread.is_alive()
        seen.set()
        thread.join()
    finally:
        sys.setswitchinterval(before)
    assert went_on


def test_eight_threads_are_as_parallel_as_the_machine_allows(private: usersig.PrivateKey) -> None:
    """Processor time by time on the clock, held against a function of the standard library that is known to be parallel.

    Both suffer alike from other work on the machine; calls that held the interpreter would reach half on two processors.
    """
    signer = Signer(SDKAPPID, private)
    verifier = Verifier(SDKAPPID, private.public_key())
    ticket = signer.gen_sig("xiaojun")

    def ours(_: int) -> None:
        for _ in range(500):
            verifier.verify(ticket, "xiaojun")

    def known(_: int) -> None:
        for _ in range(10):
            hashlib.pbkdf2_hmac("sha256", b"password", b"salt", 5000)

    def parallelism(work: Callable[[int], None]) -> tuple[float, float]:
        wall, processor = time.perf_counter(), time.process_time()
        with ThreadPoolExecutor(THREADS) as pool:
            list(pool.map(work, range(THREADS)))
        return time.process_time() - processor, time.perf_counter() - wall

    totals = {ours: [0.0, 0.0], known: [0.0, 0.0]}
    for _ in range(8):
        for work, total in totals.items():
            for index, seconds in enumerate(parallelism(work)):
                total[index] += seconds
    ratios = [processor / wall for processor, wall in totals.values()]
    assert ratios[0] > 0.7 * ratios[1], ratios


def test_a_source_signs_once_for_each_renewal(private: usersig.PrivateKey) -> None:
    """Eight threads, and a clock that jumps while they ask: each jump costs one signature."""
    start = 1600000000
    now = [start]
    source = usersig.UserSigSource(Signer(SDKAPPID, private), "admin", expire=1000, clock=lambda: now[0])
    first = source.ticket()
    now[0] += 500
    assert source.ticket() == first
    for renewals, jump in enumerate((start + 501, start + 90000, start + 20, 5, start), 2):
        together = threading.Barrier(THREADS + 1)

        def ask(_: int, together: threading.Barrier = together) -> None:
            together.wait()
            for _ in range(200):
                source.ticket()

        with ThreadPoolExecutor(THREADS) as pool:
            done = pool.map(ask, range(THREADS))
            together.wait()
            now[0] = jump
            list(done)
        assert usersig.inspect(source.ticket()).issued_at == jump
        assert source.renewals == renewals
