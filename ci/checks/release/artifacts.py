#!/usr/bin/env python3
"""artifacts.py DIST VERSION TARGET,…: every package of ci/package is there and holds what it must: the native library of each
target, the licence, the README, the version; and no folder of the machine that built it.
"""

import io
import json
import os
import sys
import tarfile
import zipfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
from platform_names import ROOT, table  # noqa: E402

DIST, VERSION, TARGETS = Path(sys.argv[1]), sys.argv[2], sys.argv[3].split(",")
ROWS = [row for row in table() if row["target"] in TARGETS]
MACHINE = [str(ROOT).encode(), f"{os.path.expanduser('~')}/.cargo".encode(), f"{os.path.expanduser('~')}/.rustup".encode()]
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


def sbom(language: str) -> None:
    text = package(DIST / language).get(f"usersig-{language}.cdx.json", b"{}")
    if json.loads(text).get("bomFormat") != "CycloneDX":
        wrong.append(f"{language}: no list of what it is built from")


def main() -> int:
    for language in ("c", "go", "php", "csharp", "python", "node", "java"):
        sbom(language)

    # Python
    info = f"usersig-{VERSION}.dist-info"
    for row in has("wheel"):
        found = sorted((DIST / "python").glob(f"usersig-{VERSION}-cp310-abi3-*{row['wheel'].split('_', 1)[-1] if 'macosx' in row['wheel'] else row['wheel']}*.whl"))
        if len(found) != 1:
            wrong.append(f"python: {len(found)} wheels for {row['wheel']}")
            continue
        native = "usersig/_native.pyd" if "windows" in row["target"] else "usersig/_native.abi3.so"
        package(found[0], f"{info}/METADATA", f"{info}/RECORD", f"{info}/licenses/LICENSE", f"{info}/sboms/usersig.cdx.json",
                "usersig/__init__.py", "usersig/py.typed", "usersig/_native.pyi", native, "TLSSigAPI/__init__.py", "TLSSigAPIv2/__init__.py")
    sdist = f"usersig-{VERSION}"
    package(DIST / "python" / f"{sdist}.tar.gz", *(f"{sdist}/{name}" for name in ("PKG-INFO", "LICENSE", "Cargo.lock", "pyproject.toml")))

    # Node.js
    main_package = package(DIST / "node" / f"usersig-{VERSION}.tgz", *(f"package/{name}" for name in (
        "package.json", "LICENSE", "README.md", "index.js", "index.mjs", "index.d.ts", "index.d.mts", "lib/native.js", "lib/platforms.js")))
    asked = json.loads(main_package.get("package/package.json", b"{}")).get("optionalDependencies")
    expected = {f"usersig-{row['npm']}": VERSION for row in has("npm")}
    if asked != expected:
        wrong.append(f"node: the main package asks for {asked}, and not for {expected}")
    for row in has("npm"):
        files = package(DIST / "node" / f"usersig-{row['npm']}-{VERSION}.tgz", "package/package.json", "package/LICENSE", "package/README.md",
                        f"package/usersig.{row['npm']}.node")
        if len(files) != 4:
            wrong.append(f"node: usersig-{row['npm']} holds {sorted(files)}")

    # Java
    package(DIST / "java" / f"usersig-{VERSION}.jar", "io/usersig/Signer.class", "META-INF/versions/9/module-info.class", "META-INF/LICENSE",
            "META-INF/maven/io.usersig/usersig/pom.xml", *(f"META-INF/native/{row['jar']}/{library('usersig_jni', row['target'])}" for row in has("jar")))
    package(DIST / "java" / f"usersig-{VERSION}-sources.jar", "io/usersig/Signer.java", "META-INF/LICENSE")
    package(DIST / "java" / f"usersig-{VERSION}-javadoc.jar", "io/usersig/Signer.html")
    pom = package(DIST / "java").get(f"usersig-{VERSION}.pom", b"").decode()
    for element in ("name", "description", "url", "licenses", "developers", "scm"):
        if f"  <{element}>" not in pom:
            wrong.append(f"java: the pom has no {element}, which Maven Central asks for")

    # NuGet
    package(DIST / "csharp" / f"UserSig.{VERSION}.nupkg", "UserSig.nuspec", "[Content_Types].xml", "_rels/.rels", "README.md", "LICENSE",
            *(f"lib/{framework}/UserSig.{kind}" for framework in ("net10.0", "netstandard2.0") for kind in ("dll", "xml")),
            "build/UserSig.targets", "buildTransitive/UserSig.targets",
            *(f"runtimes/{row['nuget']}/native/lib{library('usersig', row['target']).removeprefix('lib')}" for row in has("nuget")))
    package(DIST / "csharp" / f"UserSig.{VERSION}.snupkg", "lib/net10.0/UserSig.pdb", "lib/netstandard2.0/UserSig.pdb")

    # Go, PHP
    package(DIST / "go", "go.mod", "README.md", "LICENSE", "usersig.h", "replacements/tls-sig-api-golang/go.mod",
            "replacements/tls-sig-api-v2-golang/go.mod", *(f"lib/{row['go']}/libusersig.a" for row in has("go")),
            *(f"link_{row['go']}.go" for row in has("go")))
    package(DIST / "php", "composer.json", "README.md", "LICENSE", "autoload.php", "lib/usersig.h",
            *(f"lib/{row['php']}/{library('usersig', row['target'])}" for row in has("php")))

    # C
    inside = ["include/usersig.h", "include/usersig.hpp", "share/doc/usersig/LICENSE", "lib/pkgconfig/usersig.pc", "lib/cmake/usersig/usersig-config.cmake"]
    for target in TARGETS:
        if target.endswith("-windows-gnu"):
            continue
        if len(TARGETS) == 1:
            package(DIST / "c", *inside)
        else:
            name = f"usersig-c-{VERSION}-{target}"
            package(DIST / "c" / f"{name}.tar.gz", *(f"{name}/{path}" for path in inside))
    print("\n".join(wrong), end="\n" if wrong else "")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
