"""Eight threads share one signer and one verifier: nothing is mixed up, and they really run at the same time."""

from __future__ import annotations

import threading
import time
from concurrent.futures import ThreadPoolExecutor

from support import SDKAPPID

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
        tickets = signer.gen_sig_batch(users, issued_at=1, threads=2)
        return [usersig.inspect(ticket).identifier for ticket in tickets] == users

    with ThreadPoolExecutor(THREADS) as pool:
        assert all(pool.map(work, range(THREADS)))


def test_the_interpreter_is_released(private: usersig.PrivateKey) -> None:
    """While one thread is inside a long call, this one goes on."""
    signer = Signer(SDKAPPID, private)
    users = [f"user{number}" for number in range(20_000)]
    inside, done = threading.Event(), threading.Event()

    def work() -> None:
        inside.set()
        signer.gen_sig_batch(users, threads=1)
        done.set()

    thread = threading.Thread(target=work)
    thread.start()
    inside.wait()
    steps = 0
    while not done.is_set():
        steps += 1
        time.sleep(0.001)
    thread.join()
    # The call takes some 300 ms of work; holding the interpreter would leave a handful of steps before and after it.
    assert steps > 40


def test_single_calls_release_the_interpreter_too(private: usersig.PrivateKey) -> None:
    """Processor time of all threads exceeds the time on the clock, which one interpreter alone could not give."""
    signer = Signer(SDKAPPID, private)
    verifier = Verifier(SDKAPPID, private.public_key())
    ticket = signer.gen_sig("xiaojun")

    def work(_: int) -> None:
        for _ in range(1000):
            verifier.verify(ticket, "xiaojun")

    best = 0.0
    # Other work on the machine may take its processors for a while.
    for _ in range(30):
        wall, processor = time.perf_counter(), time.process_time()
        with ThreadPoolExecutor(THREADS) as pool:
            list(pool.map(work, range(THREADS)))
        best = max(best, (time.process_time() - processor) / (time.perf_counter() - wall))
        if best > 1.3:
            break
    assert best > 1.3, best
