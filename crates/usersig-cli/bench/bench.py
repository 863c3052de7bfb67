"""`usersig batch` on one thread against the bare signatures of `openssl speed`, in turn: bench.py USERSIG KEY. JSON rows on stdout; see ci/measure/report.py."""
import json, os, re, resource, statistics, subprocess, sys, tempfile

TICKETS = 30_000


def cpu(command):
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    output = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, output


def batch(identifiers):
    seconds, rows = cpu([*sys.argv[1:2], "batch", "--sdkappid", "1400000000", "--key", sys.argv[2], "--threads", "1", "--input", identifiers, "--output", "-"])
    assert rows.count("\n") == TICKETS + 1
    return seconds * 1e6 / TICKETS


def openssl():
    # "Doing 256 bits sign ecdsa's for 1s: 40000 256 bits ECDSA signs in 0.99s", by its own CPU time.
    done = subprocess.run(["openssl", "speed", "-seconds", "1", "ecdsap256"], check=True, capture_output=True, text=True).stderr
    signs, seconds = re.search(r"(\d+) 256 bits ECDSA signs? in ([\d.]+)s", done).groups()
    return float(seconds) * 1e6 / int(signs)


version = subprocess.run(["openssl", "version"], check=True, capture_output=True, text=True).stdout.strip()
print(json.dumps({"language": "cli", "row": "runtime", "name": version}))
with tempfile.TemporaryDirectory() as folder:
    identifiers = os.path.join(folder, "identifiers.txt")
    with open(identifiers, "w") as file:
        file.writelines(f"user{number}\n" for number in range(TICKETS))
    rounds = [(batch(identifiers), openssl()) for _ in range(5)]
for variant, measured in zip(("prepared", "floor: openssl speed"), zip(*rounds)):
    print(json.dumps({"language": "cli", "row": "v1 gen", "variant": variant, "us": statistics.median(measured)}))
