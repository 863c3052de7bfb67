"""run.py cases CONFORMANCE OUT | run.py run SECONDS CASES COMMANDS: the two halves of ci/load that need a real language.

`cases` writes the conformance cases as lines that every program reads without a JSON library: fields between tabs, texts as
x and hex. `run` starts every command of the file COMMANDS ("NAME<tab>COMMAND") side by side, looks at the memory, the
descriptors and the threads of each from a third of the time on, and prints a table; it fails for a wrong answer, a program
that ended early, growth of memory or of descriptors.
"""

import base64
import json
import os
import shlex
import subprocess
import sys
import time
from pathlib import Path

# Until this part of the time has gone by, a runtime still compiles, and its heap still grows to its size.
WARM = 0.5
# Shorter runs are for the answers: the heaps of runtimes have not settled, so that memory is shown and not judged.
SETTLED = 120
# What the memory may differ by at the end, in KiB, beside 5 %: runtimes collect when they like.
SLACK = 8 * 1024
LAST_DATE = 253402300799


def cases(conformance, out):
    def rows(name):
        return json.loads((Path(conformance) / f"{name}.json").read_text(encoding="utf-8"))

    def hexed(text):
        return "x" + text.encode().hex()

    numbers = {row["word"]: row["number"] for row in rows("errors")}
    number = lambda row: numbers[row["error"]] if "error" in row else 0
    lines = [["key", row["name"], row["kind"], hexed(row["text"])] for row in rows("keys")]
    lines += [["load", number(row), row["load"], hexed(row["text"])] for row in rows("key_cases")]
    lines += [["inspect", number(row), hexed(row["ticket"])] for row in rows("inspect_cases")]
    for row in rows("verify_cases") + rows("attack_cases") + rows("official_cases"):
        # A moment that some languages cannot name, and tolerances that belong to the verifier, are for the conformance tests.
        if row["now"] > LAST_DATE or row["leeway"] is not None or row["future_tolerance"] is not None:
            continue
        userbuf = row["userbuf"]["expect"]
        if userbuf == "exactly":
            userbuf = "x" + base64.b64decode(row["userbuf"]["value"]).hex()
        fields = [row["sdkappid"], hexed(row["identifier"]), row["now"], userbuf, ",".join(row["keys"]), hexed(row["ticket"])]
        lines.append(["verify", number(row), *fields])
    Path(out).write_text("".join("\t".join(map(str, line)) + "\n" for line in lines), encoding="ascii")


def sample(pid):
    """Resident memory in KiB and open descriptors, or None where the program has ended."""
    try:
        status = Path(f"/proc/{pid}/status").read_text()
        return int(status.split("VmRSS:")[1].split()[0]), len(os.listdir(f"/proc/{pid}/fd"))
    except (FileNotFoundError, IndexError, ProcessLookupError):
        return None


def run(seconds, cases_file, commands):
    started = time.monotonic()
    programs = []
    for line in Path(commands).read_text().splitlines():
        name, command = line.split("\t")
        arguments = [*shlex.split(command), cases_file, f"{seconds:.0f}", str(len(programs) + int(time.time()) % 1000000)]
        process = subprocess.Popen(arguments, stdout=subprocess.PIPE, text=True)
        programs.append({"name": name, "process": process, "samples": []})
    while time.monotonic() - started < seconds:
        time.sleep(min(2, seconds / 20))
        if time.monotonic() - started < seconds:
            for program in programs:
                program["samples"].append(sample(program["process"].pid))
    print(f"{'':8} {'operations':>12} {'wrong':>6} {'RSS KiB, warm':>14} {'RSS KiB, end':>13} {'fds, warm':>10} {'fds, end':>9}")
    failures = []
    for program in programs:
        name, out = program["name"], program["process"].communicate()[0]
        if program["process"].returncode != 0 or None in program["samples"]:
            failures.append(f"{name}: ended with {program['process'].returncode}: {out.strip()}")
            continue
        _, operations, _, wrong = out.split()[-4:]
        samples = program["samples"][int(len(program["samples"]) * WARM) :]
        part = max(1, len(samples) // 4)
        # The highest of a quarter: what a collector has not come to yet, it has had in the quarter before as well.
        early, late = (tuple(map(max, zip(*some))) for some in (samples[:part], samples[-part:]))
        print(f"{name:8} {operations:>12} {wrong:>6} {early[0]:>14} {late[0]:>13} {early[1]:>10} {late[1]:>9}", flush=True)
        if wrong != "0" or int(operations) == 0:
            failures.append(f"{name}: {wrong} wrong answers of {operations}")
        if seconds >= SETTLED and late[0] > early[0] * 1.05 + SLACK:
            failures.append(f"{name}: memory grew from {early[0]} to {late[0]} KiB")
        if late[1] > early[1]:
            failures.append(f"{name}: {early[1]} descriptors became {late[1]}")
    if failures:
        sys.exit("\n".join(failures))


if sys.argv[1] == "cases":
    cases(*sys.argv[2:])
else:
    run(float(sys.argv[2]), *sys.argv[3:])
