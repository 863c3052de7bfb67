"""Forks, process pools and the end of the interpreter, each in an interpreter of its own."""

from __future__ import annotations

import subprocess
import sys

import pytest

SETUP = """
import atexit, os, sys, threading, time
import usersig
secret = usersig.SecretKey("5bd2850fff3ecb11d7c805251c51ee463a25727bddc2385f3fa8bfee1bb93b5e")
private = usersig.PrivateKey.generate()
signers = [usersig.Signer(1, private), usersig.Signer(1, secret)]
verifier = usersig.Verifier(1, private.public_key(), secret)
def works(user="xiaojun"):
    return all(verifier.verify(signer.gen_sig(user), user).identifier == user for signer in signers)
def busy():
    while True:
        works()
"""


def run(code: str) -> str:
    """Runs the code after the setup; it must end well and quietly."""
    command = [sys.executable, "-W", "ignore::DeprecationWarning", "-c", SETUP + code]
    ran = subprocess.run(command, capture_output=True, text=True, timeout=300)
    assert (ran.returncode, ran.stderr) == (0, "")
    return ran.stdout


@pytest.mark.parametrize("threads", [0, 2])
def test_forks_after_use(threads: int) -> None:
    """The children of a process in which other threads are in the middle of calls."""
    out = run(f"""
assert works()
for _ in range({threads}):
    threading.Thread(target=busy, daemon=True).start()
for child in range(20):
    pid = os.fork()
    if pid == 0:
        good = works(f"child{{child}}") and len(signers[0].gen_sig_batch(["a"] * 100, threads=2)) == 100
        os._exit(0 if good else 1)
    assert os.waitpid(pid, 0)[1] == 0
assert works()
print("done", flush=True)
os._exit(0)
""")
    assert out == "done\n"


FIRST_USES = {
    "an error": "signers[1].gen_sig('')",
    "a timedelta": "signers[1].gen_sig('a', expire=datetime.timedelta(1), issued_at=moment)",
    "privileges": "permission.privileges",
    "signing and verifying": "works()",
}


@pytest.mark.parametrize("first", FIRST_USES)
def test_forks_while_another_thread_uses_something_first(first: str) -> None:
    """Whatever is made at its first use: a child must not wait for the thread that was making it."""
    out = run(f"""
import contextlib, datetime, signal
moment = datetime.datetime.now(datetime.timezone.utc)
sys.setswitchinterval(1e-6)
permission = usersig.inspect(signers[1].gen_private_map_key("xiaojun", 1, 255)).private_map_key()
def first():
    with contextlib.suppress(usersig.UserSigError):
        {FIRST_USES[first]}
def trial(delay):
    thread = threading.Thread(target=first)
    thread.start()
    for _ in range(delay):
        pass
    child = os.fork()
    if child == 0:
        first()
        os._exit(0)
    until = time.monotonic() + 60
    while time.monotonic() < until:
        if os.waitpid(child, os.WNOHANG)[0]:
            os._exit(0)
        time.sleep(0.001)
    os.kill(child, signal.SIGKILL)
    os._exit(1)
hung = 0
for number in range(200):
    # Each in a process that has used nothing yet.
    process = os.fork()
    if process == 0:
        trial(number * 2)
    hung += os.waitpid(process, 0)[1] != 0
    if hung:
        break
print(hung, flush=True)
os._exit(0)
""")
    assert out == "0\n"


@pytest.mark.parametrize("method", ["fork", "forkserver"])
def test_process_pool(method: str) -> None:
    out = run(f"""
import multiprocessing
def ticket(user):
    return usersig.Signer(1, secret).gen_sig(user)
if __name__ == "__main__":
    context = multiprocessing.get_context({method!r})
    if {method!r} == "fork":
        with context.Pool(2) as pool:
            tickets = pool.map(ticket, ["a", "b", "c"] * 20)
        assert all(verifier.verify(made, user) for made, user in zip(tickets, ["a", "b", "c"] * 20))
    else:
        # Its children import the package themselves.
        process = context.Process(target=os.getpid)
        process.start()
        process.join()
        assert process.exitcode == 0
    print("done")
""")
    assert out == "done\n"


def test_the_interpreter_ends_with_live_objects() -> None:
    """Objects in globals, in cycles and in other threads that never stop, and a last call at exit."""
    out = run("""
cycle = [signers, verifier]
cycle.append(cycle)
sys.keep = cycle
class Last:
    def __del__(self):
        works("last")
last = Last()
for _ in range(3):
    threading.Thread(target=busy, daemon=True).start()
atexit.register(lambda: print("at exit", works("at exit")))
time.sleep(0.3)
""")
    assert out == "at exit True\n"


def test_threads_that_end_leave_nothing() -> None:
    out = run("""
def resident():
    with open("/proc/self/status") as status:
        return next(int(line.split()[1]) for line in status if line.startswith("VmRSS:"))
for number in range(1500):
    if number == 500:
        before = resident()
    thread = threading.Thread(target=works)
    thread.start()
    thread.join()
print(resident() - before)
""")
    assert int(out) < 2048
