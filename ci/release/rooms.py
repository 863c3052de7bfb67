#!/usr/bin/env python3
"""rooms.py versions [--write] | platforms | packages DIST TARGET,… [NAME] | images: what scripts/room.toml of each room says holds.

versions: the workspace's version, in Cargo.toml, is in every place that a room names ([file, pattern with V for the version or V0, V1, V2 for
a part of it, how many]); --write sets it. The oldest version of what a room runs on is at one place (`oldest` has the row of COMPATIBILITY.md, file and
pattern); COMPATIBILITY.md and who else says it (`said`) agree.
platforms: each column of ci/platforms.txt has the names that its ecosystem gives ([column, form, systems, machines]), and loaders
that list them list these ([column, file, pattern]).
packages: each package of ci/package is there and holds what its tests do not need, as `contents` says, a line for each file, member (both may have *), and
a text that is in it. {version}, {target}, a column of ci/platforms.txt and {library:NAME} are
filled in, for every target that has such a column; "!windows *.tar.gz" is for no Windows, "musl" for musl alone. No package
names a folder of the machine that built it.
images: the clean containers in which a release tries each package (scripts/Dockerfile), as JSON for the workflow. `titles` are for ci/bench.
"""

import fnmatch
import functools
import json
import os
import re
import sys
import tarfile
import tomllib
import zipfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
NUMBER = r"\d+\.\d+\.\d+"
wrong: list[str] = []


def read(path: Path) -> str:
    return path.read_text(encoding="utf-8")


WORKSPACE = tomllib.loads(read(ROOT / "Cargo.toml"))["workspace"]["package"]
VERSION = WORKSPACE["version"]
ROOMS = {path.parents[1]: tomllib.loads(read(path)) for path in sorted(ROOT.glob("*/*/scripts/room.toml"))}
ROWS = [line.split() for line in read(ROOT / "ci/platforms.txt").splitlines()]
HEAD = next([name.lower() for name in names] for mark, *names in ROWS if names[:1] == ["target"])
TABLE = [dict(zip(HEAD, row, strict=True)) for row in ROWS if row[0] != "#"]


def place(room: Path, name: str) -> Path:
    """A file of the room, or with a slash before it of the repository."""
    return ROOT / name[1:] if name.startswith("/") else room / name


def versions(write: bool) -> None:
    for room, says in ROOMS.items():
        for name, pattern, count in says.get("versions", []):
            path = place(room, name)
            text = read(path)
            part = re.search(r"\(V([012]?)\)", pattern)[1]
            expected = VERSION.split(".")[int(part)] if part else VERSION
            found = list(re.finditer(pattern.replace(f"(V{part})", r"(\d+)" if part else rf"({NUMBER})"), text, re.M))
            if len(found) < count:
                wrong.append(f"{path}: the version was not found by {pattern}")
            for match in reversed(found):
                if match[1] != expected and write:
                    text = text[: match.start(1)] + expected + text[match.end(1) :]
                elif match[1] != expected:
                    wrong.append(f"{path}: {match[1]}, and Cargo.toml has {expected}")
            if write:
                path.write_text(text, encoding="utf-8")
        for row, name, pattern in says.get("oldest", []):
            oldest = re.search(pattern, read(place(room, name)), re.M)[1].replace("_", ".")
            if f"\n| {row} | {oldest} |" not in read(ROOT / "COMPATIBILITY.md"):
                wrong.append(f"COMPATIBILITY.md: {name} says {oldest} for {row}")
            for other, said in says.get("said", {}).get(row, []):
                # A container may be newer in its last number, and a page is wrapped anywhere.
                found = re.findall(said.replace(" ", r"\s+"), read(place(room, other)))
                if not any(f"{number}.".startswith(f"{oldest}.") or f"{oldest}.".startswith(f"{number}.") for number in found):
                    wrong.append(f"{other}: {', '.join(found) or 'nothing'} for {row}, and {name} says {oldest}")
    changes = read(ROOT / "CHANGELOG.md")
    if f"## [{VERSION}]" not in changes and "## [Unreleased]" not in changes:
        wrong.append(f"CHANGELOG.md: neither [{VERSION}] nor [Unreleased]")


def platforms() -> None:
    def name(target: str, form: str, systems: list[str], machines: list[str]) -> str:
        system = systems[next(number for number, part in enumerate(("linux", "apple", "windows")) if part in target)]
        machine = machines[target.startswith("aarch64")]
        return re.sub(r"\[(.*?)\]", r"\1" if target.endswith("-musl") else "", form).format(system=system, machine=machine)

    for room, says in ROOMS.items():
        for column, *form in says.get("platforms", []):
            for row in TABLE:
                if row[column] not in ("-", name(row["target"], *form)):
                    wrong.append(f"ci/platforms.txt: {row[column]} for {row['target']}, and {column} calls it {name(row['target'], *form)}")
        for column, file, pattern in says.get("lists", []):
            listed = {re.sub("[-_]musl$", "", found) for found in re.findall(pattern, read(place(room, file)), re.M)}
            table = {re.sub("[-_]musl$", "", row[column]) for row in TABLE} - {"-"}
            if listed != table:
                wrong.append(f"{file} and the column {column} of ci/platforms.txt differ in {sorted(listed ^ table)}")


def library(stem: str, target: str) -> str:
    if "windows" in target:
        return f"{stem}.dll"
    return f"lib{stem}.dylib" if "apple" in target else f"lib{stem}.so"


@functools.cache
def members(path: Path) -> dict[str, bytes]:
    """The files of a folder, a zip or a tar, none of which names a folder of this machine."""
    if path.is_dir():
        files = {p.relative_to(path).as_posix(): p.read_bytes() for p in path.rglob("*") if p.is_file()}
    elif path.suffix in (".whl", ".jar", ".nupkg", ".snupkg", ".zip"):
        with zipfile.ZipFile(path) as archive:
            assert archive.testzip() is None
            files = {name: archive.read(name) for name in archive.namelist() if not name.endswith("/")}
    elif path.suffix in (".gz", ".tgz"):
        with tarfile.open(path) as archive:
            files = {m.name: archive.extractfile(m.name).read() for m in archive.getmembers() if m.isfile()}
    else:
        files = {path.name: path.read_bytes()}
    for folder in (str(ROOT), os.path.expanduser("~/.cargo"), os.path.expanduser("~/.rustup")):
        wrong.extend(f"{path}: {name} names {folder}" for name, content in files.items() if folder.encode() in content)
    return files


def packages(dist: Path, targets: list[str], only: list[str]) -> None:
    for room, says in ROOMS.items():
        folder = dist / room.name.removeprefix("usersig-")
        if only and folder.name not in only:
            continue
        for line in says.get("contents", "").splitlines():
            condition, *parts = re.fullmatch(r"(?:\[(.*?)\] )?(\S+) (\S+)(?: (.*))?", line).groups() if line else [None]
            if not line:
                continue
            column = re.search(r"\{(?!version|library)(\w+)\}", line)
            repeated = column or "{library" in line or condition
            for row in [row for row in TABLE if row["target"] in targets] if repeated else [{"target": ""}]:
                target = row["target"]
                if column and row[column[1]] == "-" or "/sboms/" in line and not [*folder.glob("*.cdx.json")] or condition and not all((word.lstrip("!") in target) != word.startswith("!") for word in condition.split()):
                    continue
                # A release has of the command for Linux the static one alone.
                if room.name == "usersig-cli" and target.endswith("-linux-gnu") and target.replace("gnu", "musl") in targets:
                    continue
                file, member, text = (re.sub(r"\{(\w+)(?::(\w+))?\}", lambda m: library(m[2], target) if m[2] else {**row, "version": VERSION}[m[1]], part or "") for part in parts)
                # Of one target C has the folder that is in its archives.
                found = [folder] if file == "." or file.endswith(".tar.gz") and (folder / "include").exists() else [*folder.glob(file)]
                if len(found) != 1:
                    wrong.append(f"{room.name}: {len(found)} files are {file}")
                    continue
                held = {name: content for name, content in members(found[0]).items() if fnmatch.fnmatchcase(name, member)}
                if not held:
                    wrong.append(f"{found[0]}: no {member}")
                for name, content in held.items():
                    if text and text.encode() not in content or not content and not name.endswith("py.typed"):
                        wrong.append(f"{found[0]}: {name} is empty, or without {text}")


match sys.argv[1:]:
    case ["versions", *write]:
        versions(write == ["--write"])
    case ["platforms"]:
        platforms()
    case ["packages", dist, targets, *only]:
        packages(Path(dist), targets.split(","), only)
    case ["images"]:
        files = {room.name: room / "scripts/Dockerfile" for room in ROOMS}
        images = {name: re.findall("^FROM (.+)", read(file), re.M) for name, file in files.items() if file.exists()}
        print(json.dumps([{"language": name, "image": image} for name in images for image in images[name]]))
    case _:
        sys.exit(__doc__)
sys.exit("\n".join(wrong) or 0)
