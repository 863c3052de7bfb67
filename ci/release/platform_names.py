#!/usr/bin/env python3
"""The loaders of the bindings look for each platform of ci/platforms.txt under the name that the table gives it."""

import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
COLUMNS = ["target", "runner", "wheel", "npm", "jar", "nuget", "go", "php", "run"]


def read(path: str) -> str:
    return (ROOT / path).read_text(encoding="utf-8")


def table() -> list[dict[str, str]]:
    lines = [line.split() for line in read("ci/platforms.txt").splitlines() if not line.startswith("#")]
    assert all(len(line) == len(COLUMNS) for line in lines), "a row of ci/platforms.txt has not nine columns"
    return [dict(zip(COLUMNS, line, strict=True)) for line in lines]


def parts(target: str) -> tuple[str, str, bool]:
    """Architecture, system, and whether it is musl."""
    system = {"linux": "linux", "apple": "darwin", "pc": "windows"}[target.split("-")[1 if "linux" not in target else 2]]
    return target.split("-")[0], system, target.endswith("-musl")


def main() -> int:
    wrong: list[str] = []

    def same(where: str, target: str, found: object, expected: object) -> None:
        if found != expected:
            wrong.append(f"{where}, {target}: {found}, and ci/platforms.txt has {expected}")

    rows = table()
    npm = re.findall(r"require\('usersig-([a-z0-9-]+)'\)", read("bindings/node/lib/load.js"))
    same("bindings/node/lib/load.js", "all targets", sorted(npm), sorted(row["npm"] for row in rows if row["npm"] != "-"))
    java = read("bindings/java/src/main/java/io/usersig/NativeLibrary.java")
    folders = set(re.findall(r'\{"[a-z]+", "[a-z0-9_]+", "([a-z0-9_-]+)", "[a-z_.]*usersig_jni[a-z.]*"\}', java))
    php = read("bindings/php/src/Native/Library.php")
    targets = read("bindings/csharp/build/UserSig.targets")
    deny = set(re.findall(r'^    "([a-z0-9_]+-[a-z0-9_-]+)",$', read("deny.toml").partition("targets = [")[2].partition("]")[0], re.M))
    # No platform of its own: packages of some languages carry it for all others.
    deny.discard("wasm32-unknown-unknown")

    for row in rows:
        target = row["target"]
        architecture, system, musl = parts(target)
        if row["jar"] != "-":
            same("NativeLibrary.java", target, row["jar"].removesuffix("-musl") in folders, True)
            same("NativeLibrary.java", target, row["jar"].endswith("-musl"), musl)
        if row["php"] != "-":
            # PHP_OS_FAMILY in small letters, the machine's name, and the C library.
            same("Library.php", target, f"{system}-{architecture}{'-musl' if musl else ''}", row["php"])
        if row["nuget"] != "-":
            rid = {"darwin": "osx", "windows": "win"}.get(system, system)
            cpu = {"x86_64": "x64", "aarch64": "arm64"}[architecture]
            same("runtime identifiers of .NET", target, row["nuget"], f"{rid}-{'musl-' if musl else ''}{cpu}")
        if row["go"] != "-":
            cpu = {"x86_64": "amd64", "aarch64": "arm64"}[architecture]
            same("GOOS and GOARCH", target, row["go"], f"{system}_{cpu}{'_musl' if musl else ''}")
        same("deny.toml", target, target in deny, True)
    same("deny.toml", "all targets", len(deny), len(rows))
    # .NET Framework and Mono: the targets file names what it copies.
    named = re.findall(r"\$\(_UserSigRuntimes\)([a-z]+-)(x64|\$\(_UserSigCpu\))/native", targets)
    same("UserSig.targets", "systems", [system for system, _ in named], ["win-", "linux-", "osx-"])
    for system, cpu in named:
        same("UserSig.targets", system, system + ("x64" if "$" in cpu else cpu) in {row["nuget"] for row in rows}, True)
    same("Library.php", "musl", "-musl" in php, True)
    print("\n".join(wrong), end="\n" if wrong else "")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
