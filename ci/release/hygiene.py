#!/usr/bin/env python3
"""What is in git: no file over 200 KB, no binary, a lock file beside every workspace, nothing of a machine."""

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
LARGEST = 200 * 1024
# Binaries with a reason: the seeds that a fuzzer starts from are bytes, documentation shows pictures, and .NET's compiler reads the
# key of a strong name, which is a name and protects nothing, in this form alone.
BINARIES = ("crates/usersig/fuzz/seeds/", "bindings/c/fuzz/seeds/", "bindings/csharp/UserSig.snk")
PICTURES = (".png", ".webp")
# Home folders, and keys or tokens of a kind that nothing here needs.
FOREIGN = re.compile(rb"/home/[a-z]+/|/Users/[A-Za-z]+/|ghp_[A-Za-z0-9]{36}|AKIA[0-9A-Z]{16}")


def main() -> int:
    wrong = []
    files = subprocess.check_output(["git", "ls-files", "-z"], cwd=ROOT).decode().split("\0")[:-1]
    assert len(files) > 100, "git lists too few files"
    for name in files:
        path = ROOT / name
        if path.is_symlink():
            if not path.exists():
                wrong.append(f"{name}: leads nowhere")
            continue
        if not path.exists():
            continue
        content = path.read_bytes()
        if len(content) > LARGEST:
            wrong.append(f"{name}: {len(content)} bytes, at most {LARGEST} belong in git")
        if b"\0" in content and not name.startswith(BINARIES) and not name.endswith(PICTURES):
            wrong.append(f"{name}: a binary; build it instead")
        if FOREIGN.search(content):
            wrong.append(f"{name}: names a home folder or holds a token")
        if path.name == "Cargo.toml" and b"[workspace]" in content and f"{Path(name).parent}/Cargo.lock".removeprefix("./") not in files:
            wrong.append(f"{name}: no Cargo.lock beside it")
    print("\n".join(wrong), end="\n" if wrong else "")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
