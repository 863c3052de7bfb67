#!/usr/bin/env python3
"""artifacts.py DIST VERSION TARGET,…: every package of ci/package is there and holds what it must: the native library of each
target, the licence, the notices of what is linked, the README, the version; and no folder of the machine that built it.
"""

import functools
import io
import json
import os
import re
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
from platform_names import ROOT, table  # noqa: E402

DIST, VERSION, TARGETS = Path(sys.argv[1]), sys.argv[2], sys.argv[3].split(",")
ROWS = [row for row in table() if row["target"] in TARGETS]
MACHINE = [str(ROOT).encode(), f"{os.path.expanduser('~')}/.cargo".encode(), f"{os.path.expanduser('~')}/.rustup".encode()]
NOTICES = "THIRD-PARTY-NOTICES.txt"
wrong: list[str] = []


def library(stem: str, target: str) -> str:
    if "windows" in target:
        return f"{stem}.dll"
    return f"lib{stem}.dylib" if "apple" in target else f"lib{stem}.so"


def members(path: Path) -> dict[str, bytes]:
    """The files of a folder, a zip or a tar."""
    if path.is_dir():
        return {p.relative_to(path).as_posix(): p.read_bytes() for p in path.rglob("*") if p.is_file()}
    if path.suffix in (".whl", ".jar", ".nupkg", ".snupkg", ".zip"):
        with zipfile.ZipFile(path) as archive:
            assert archive.testzip() is None
            return {name: archive.read(name) for name in archive.namelist() if not name.endswith("/")}
    with tarfile.open(path) as archive:
        files = {m.name: archive.extractfile(m.name) for m in archive.getmembers() if m.isfile() or m.issym()}
        return {name: file.read() for name, file in files.items() if file}


def package(path: Path, *expected: str) -> dict[str, bytes]:
    if not path.exists():
        wrong.append(f"{path}: missing")
        return {}
    files = members(path)
    for name in expected:
        if name not in files:
            wrong.append(f"{path}: no {name}")
        elif not files[name] and not name.endswith("py.typed"):
            wrong.append(f"{path}: {name} is empty")
    for name, content in files.items():
        for folder in MACHINE:
            if folder in content:
                wrong.append(f"{path}: {name} names {folder.decode()}")
        # What is packed in a package: a jar in a zip and the like.
        if name.endswith(".jar"):
            with zipfile.ZipFile(io.BytesIO(content)) as inner:
                assert inner.testzip() is None
    return files


def has(column: str) -> list[dict[str, str]]:
    return [row for row in ROWS if row[column] != "-"]


@functools.cache
def sbom(language: str) -> tuple[str, set[str]]:
    """The crate that a package is built from, and the crates of others in it."""
    content = json.loads(package(DIST / language).get(f"usersig-{language}.cdx.json", b"{}"))
    if content.get("bomFormat") != "CycloneDX":
        wrong.append(f"{language}: no list of what it is built from")
        return "", set()
    others = {f"{part['name']} {part['version']}" for part in content["components"] if "download_url=file:" not in part["purl"]}
    return content["metadata"]["component"]["name"], others


def notices(language: str, name: str, files: dict[str, bytes], target: str = "") -> None:
    """The notices in a package have the licence of each component of its SBOM (for one target: of each that is linked there), of
    Rust's standard library and, where zig linked it, of LLVM's; and they name nothing else.
    """
    crate, expected = sbom(language)
    if target and crate:
        linked = subprocess.run([ROOT / "ci/release/notices", crate, target], check=True, capture_output=True, encoding="utf-8").stdout
        expected &= {line.replace("@", " ") for line in linked.split()}
    text = files.get(name, b"").decode()
    listed = set(re.findall(r"^(\S+ \d\S*): ", text, re.M))
    # Each text stands below the names of those that have it, between two rules.
    licensed = {owner for block in re.findall(r"\n={100}\n((?:.+\n)+?)={100}\n(?=\s*\S)", text) for owner in block.splitlines()}
    expected_here = expected | {"Rust's standard library", "hashbrown (in Rust's standard library)"}
    if any("-linux-" in each for each in ([target] if target else TARGETS)):
        expected_here.add("LLVM's libunwind and compiler-rt")
    if language == "cli" and target.endswith("-musl"):
        expected_here.add("musl")
    for missing in sorted(expected_here - licensed):
        wrong.append(f"{language}: no licence of {missing} in {name} ({target or 'all targets'})")
    for strange in sorted(listed ^ expected):
        wrong.append(f"{language}: {strange} is in one of {name} and the SBOM, and not in the other ({target or 'all targets'})")


def main() -> int:
    for language in ("c", "go", "php", "csharp", "python", "node", "java", "cli"):
        sbom(language)

    # Python
    info = f"usersig-{VERSION}.dist-info"
    for row in has("wheel"):
        found = sorted((DIST / "python").glob(f"usersig-{VERSION}-cp310-abi3-*{row['wheel'].split('_', 1)[-1] if 'macosx' in row['wheel'] else row['wheel']}*.whl"))
        if len(found) != 1:
            wrong.append(f"python: {len(found)} wheels for {row['wheel']}")
            continue
        native = "usersig/_native.pyd" if "windows" in row["target"] else "usersig/_native.abi3.so"
        files = package(found[0], f"{info}/METADATA", f"{info}/RECORD", f"{info}/licenses/LICENSE", f"{info}/sboms/usersig.cdx.json",
                "usersig/__init__.py", "usersig/py.typed", "usersig/_native.pyi", native, "TLSSigAPI/__init__.py", "TLSSigAPIv2/__init__.py")
        notices("python", f"{info}/licenses/{NOTICES}", files, row["target"])
    sdist = f"usersig-{VERSION}"
    package(DIST / "python" / f"{sdist}.tar.gz", *(f"{sdist}/{name}" for name in ("PKG-INFO", "LICENSE", "Cargo.lock", "pyproject.toml")))

    # Node.js
    main_package = package(DIST / "node" / f"usersig-{VERSION}.tgz", *(f"package/{name}" for name in (
        "package.json", "LICENSE", "README.md", "index.js", "index.mjs", "index.d.ts", "index.d.mts", "edge.mjs", "lib/load.js",
        "lib/usersig.wasm", NOTICES)))
    asked = json.loads(main_package.get("package/package.json", b"{}")).get("optionalDependencies")
    expected = {f"usersig-{row['npm']}": VERSION for row in has("npm")}
    if asked != expected:
        wrong.append(f"node: the main package asks for {asked}, and not for {expected}")
    for row in has("npm"):
        files = package(DIST / "node" / f"usersig-{row['npm']}-{VERSION}.tgz", "package/package.json", "package/LICENSE", "package/README.md",
                        f"package/usersig.{row['npm']}.node")
        notices("node", f"package/{NOTICES}", files, row["target"])
        if len(files) != 5:
            wrong.append(f"node: usersig-{row['npm']} holds {sorted(files)}")

    # Java
    files = package(DIST / "java" / f"usersig-{VERSION}.jar", "io/usersig/Signer.class", "META-INF/versions/9/module-info.class", "META-INF/LICENSE",
            "META-INF/maven/io.usersig/usersig/pom.xml", *(f"META-INF/native/{row['jar']}/{library('usersig_jni', row['target'])}" for row in has("jar")))
    notices("java", f"META-INF/{NOTICES}", files)
    package(DIST / "java" / f"usersig-{VERSION}-sources.jar", "io/usersig/Signer.java", "META-INF/LICENSE")
    package(DIST / "java" / f"usersig-{VERSION}-javadoc.jar", "io/usersig/Signer.html")
    pom = package(DIST / "java").get(f"usersig-{VERSION}.pom", b"").decode()
    for element in ("name", "description", "url", "licenses", "developers", "scm"):
        if f"  <{element}>" not in pom:
            wrong.append(f"java: the pom has no {element}, which Maven Central asks for")

    # NuGet
    files = package(DIST / "csharp" / f"UserSig.{VERSION}.nupkg", "UserSig.nuspec", "[Content_Types].xml", "_rels/.rels", "README.md", "LICENSE",
            *(f"lib/{framework}/UserSig.{kind}" for framework in ("net10.0", "netstandard2.0") for kind in ("dll", "xml")),
            "build/UserSig.targets", "buildTransitive/UserSig.targets",
            *(f"runtimes/{row['nuget']}/native/lib{library('usersig', row['target']).removeprefix('lib')}" for row in has("nuget")))
    package(DIST / "csharp" / f"UserSig.{VERSION}.snupkg", "lib/net10.0/UserSig.pdb", "lib/netstandard2.0/UserSig.pdb")
    notices("csharp", NOTICES, files)

    # Go, PHP
    files = package(DIST / "go", "go.mod", "README.md", "LICENSE", "usersig.h", *(
            f"replacements/{module}/{name}" for module in ("tencentyun/tls-sig-api-golang", "tencentyun/tls-sig-api-v2-golang",
            "tencentcloud/tls-sig-api-v2-golang") for name in ("go.mod", "LICENSE")), *(f"lib/{row['go']}/libusersig.a" for row in has("go")),
            *(f"link_{row['go']}.go" for row in has("go")))
    notices("go", NOTICES, files)
    files = package(DIST / "php", "composer.json", "README.md", "LICENSE", "autoload.php", "lib/usersig.h",
            *(f"ext/{name}" for name in ("composer.json", "config.m4", "usersig.c", "LICENSE", NOTICES)),
            *(f"ext/native/{row['php']}/lib/libusersig.a" for row in has("php") if "-windows-" not in row["target"]),
            *(f"lib/{row['php']}/{library('usersig', row['target'])}" for row in has("php")))
    notices("php", NOTICES, files)

    # C
    inside = ["include/usersig.h", "include/sigcheck.h", "include/src/tls_sig_api_v2.h", "include/usersig.hpp", "share/doc/usersig/LICENSE", "lib/pkgconfig/usersig.pc", "lib/cmake/usersig/usersig-config.cmake"]
    for target in TARGETS:
        if target.endswith("-windows-gnu"):
            continue
        sigcheck = f"bin/{library('sigcheck', target)}" if "windows" in target else f"lib/{library('sigcheck', target)}"
        if len(TARGETS) == 1:
            notices("c", f"share/doc/usersig/{NOTICES}", package(DIST / "c", *inside, sigcheck), target)
        else:
            name = f"usersig-c-{VERSION}-{target}"
            files = package(DIST / "c" / f"{name}.tar.gz", *(f"{name}/{path}" for path in (*inside, sigcheck)))
            notices("c", f"{name}/share/doc/usersig/{NOTICES}", files, target)

    # The command: on Linux for musl where that is among the targets.
    for target in TARGETS:
        if target.endswith("-windows-gnu") or target.endswith("-gnu") and target.removesuffix("gnu") + "musl" in TARGETS:
            continue
        windows = "-windows-" in target
        name = f"usersig-cli-{VERSION}-{target}"
        files = package(DIST / "cli" / f"{name}.{'zip' if windows else 'tar.gz'}", *(f"{name}/{path}" for path in (
            "bin/usersig.exe" if windows else "bin/usersig", "share/man/man1/usersig.1", "share/man/man1/usersig-compat.1",
            "share/bash-completion/completions/usersig", "share/zsh/site-functions/_usersig", "share/fish/vendor_completions.d/usersig.fish",
            "share/doc/usersig/LICENSE", "share/doc/usersig/serve/usersig.service", "share/doc/usersig/serve/usersig.toml",
            "share/doc/usersig/serve/Containerfile")))
        notices("cli", f"{name}/share/doc/usersig/{NOTICES}", files, target)
    print("\n".join(wrong), end="\n" if wrong else "")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
