"""load.py: ci/load's work in Python, two threads on one signer and one verifier. load.py CASES SECONDS SEED"""

import random
import sys
import threading
import time

import usersig

SDKAPPID = 1400000000
LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789_-"


def text(field):
    return bytes.fromhex(field[1:]).decode()


def load(kind, given):
    if kind == "private":
        return usersig.PrivateKey.from_pem(given)
    return usersig.PublicKey.from_pem(given) if kind == "public" else usersig.SecretKey(given)


with open(sys.argv[1], encoding="ascii") as file:
    rows = [line.rstrip("\n").split("\t") for line in file]
KEYS = {row[1]: load(row[2], text(row[3])) for row in rows if row[0] == "key"}
CASES = [row for row in rows if row[0] != "key"]
SIGNERS = [usersig.Signer(SDKAPPID, KEYS["p256_private"]), usersig.Signer(SDKAPPID, KEYS["secret"])]
VERIFIER = usersig.Verifier(SDKAPPID, KEYS["p256_public"], KEYS["secret"])
DEADLINE = time.monotonic() + float(sys.argv[2])


def number(call):
    """0 for success, -1 for a wrong answer, otherwise the error's number."""
    try:
        return 0 if call() else -1
    except usersig.UserSigError as error:
        return error.number


def run(row):
    if row[0] == "inspect":
        return number(lambda: usersig.inspect(text(row[2])))
    if row[0] == "load":
        return number(lambda: load(row[2], text(row[3])))
    _, _, sdkappid, identifier, now, expect, names, ticket = row
    userbuf = bytes.fromhex(expect[1:]) if expect[0] == "x" else None if expect == "absent" else expect

    def call():
        verifier = usersig.Verifier(int(sdkappid), *(KEYS[name] for name in names.split(",")))
        verified = verifier.verify(text(ticket), text(identifier), now=int(now), userbuf=userbuf)
        return verified.identifier == text(identifier)

    return number(call)


def work(seed, counts):
    source = random.Random(seed)

    def expect(correct, what, got):
        counts[0] += 1
        if not correct:
            counts[1] += 1
            if counts[1] <= 10:
                print(f"wrong: {what} gave {got}", file=sys.stderr)

    while time.monotonic() < DEADLINE:
        identifier = "".join(source.choices(LETTERS, k=source.randint(1, 40)))
        userbuf = source.randbytes(source.randrange(300)) if source.random() < 0.5 else None
        ticket = source.choice(SIGNERS).gen_sig(identifier, userbuf=userbuf)
        counts[0] += 1
        got = number(lambda: VERIFIER.verify(ticket, identifier, userbuf=userbuf).identifier == identifier)
        expect(got == 0, "verify", got)
        got = number(lambda: VERIFIER.verify(ticket, identifier + "x", userbuf=userbuf))
        expect(got == 33, "verify for another", got)
        at = source.randrange(len(ticket))
        changed = ticket[:at] + chr(ord(ticket[at]) ^ 1 << source.randrange(7)) + ticket[at + 1 :]
        got = number(lambda: VERIFIER.verify(changed, identifier, userbuf=userbuf))
        expect(20 <= got <= 34, "verify of a changed ticket", got)
        garbage = source.randbytes(source.randrange(20000)).decode("latin-1")
        got = number(lambda: usersig.inspect(garbage))
        expect(20 <= got <= 26, "inspect of garbage", got)
        for row in source.choices(CASES, k=3):
            got = run(row)
            expect(got == int(row[1]), row[0], got)


totals = [[0, 0], [0, 0]]
threads = [threading.Thread(target=work, args=(2 * int(sys.argv[3]) + index, totals[index])) for index in range(2)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
operations, wrong = (sum(column) for column in zip(*totals))
print(f"operations {operations} wrong {wrong}")
sys.exit(wrong != 0)
