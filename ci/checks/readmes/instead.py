"""instead.py TOOLS [STEP…]: the lines of MIGRATING.md, each run with the tool that it is for, on small packages: somebody else's
package, which depends on the official one, that one, and one with usersig's name and version. Nothing may come from elsewhere but
Maven's own plugins. TOOLS has pnpm and both Yarns. Go's lines are in its README, too, whose test runs them."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Callable
from pathlib import Path

from markdown import ROOT, Results, parse

VERSION = next(line.split('"')[1] for line in (ROOT / "Cargo.toml").read_text().split("\n") if line.startswith("version = "))
TOOLS = Path(sys.argv[1])
WORK = Path(tempfile.mkdtemp())
NPM = {"tls-sig-api": "1.0.2", "tls-sig-api-v2": "1.0.2"}
MAVEN = ["com.github.tencentyun:tls-sig-api-v2:2.0", "com.github.tencentcloud:tls-sig-api-v2:2.0"]


class Failed(Exception):
    pass


def lines(heading: str) -> str:
    """The block below a heading of the page."""
    page = ROOT / "MIGRATING.md"
    start = page.read_text().split("\n").index(f"## {heading}") + 1
    return next(block.text for block in parse(page)[0] if block.line > start).replace("\\\n", "")


def run(folder: Path, *command: str, **environment: str) -> str:
    done = subprocess.run(command, cwd=folder, env=os.environ | environment, capture_output=True, text=True, timeout=600)
    if done.returncode != 0:
        raise Failed(f"{' '.join(command[:3])}: {(done.stdout + done.stderr)[-1500:]}")
    return done.stdout


def write(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    return path


def expect(said: str, expected: str) -> None:
    if said.split() != expected.split():
        raise Failed(f"it says {said}, and not {expected}")


def node(folder: Path, *install: str, **environment: str) -> None:
    """Somebody else's package as it is first, then with the lines, over what was installed before."""
    program = "console.log(require('their-package').join(' '))"
    manifest = {"name": "app", "private": True, "dependencies": {"their-package": "1.0.0"}}
    write(folder / "package.json", json.dumps(manifest))
    run(folder, *install, **environment)
    expect(run(folder, "node", "-e", program), "official official")
    if install[0].endswith("pnpm"):
        with (folder / "pnpm-workspace.yaml").open("a") as settings:
            settings.write(lines("pnpm"))
    else:
        manifest |= json.loads("{" + lines("npm" if install[0] == "npm" else "Yarn") + "}")
        write(folder / "package.json", json.dumps(manifest))
    run(folder, *install, **environment)
    expect(run(folder, "node", "-e", program), "usersig usersig")


def npm(folder: Path) -> None:
    node(folder, "npm", "install")


def pnpm(folder: Path) -> None:
    write(folder / "pnpm-workspace.yaml", "minimumReleaseAge: 0\n")
    write(folder / ".npmrc", f"registry={os.environ['npm_config_registry']}\n")
    node(folder, str(TOOLS / "node_modules/.bin/pnpm"), "install", "--no-frozen-lockfile", f"--store-dir={WORK}/pnpm", CI="true")


def yarn_1(folder: Path) -> None:
    node(folder, "node", str(TOOLS / "node_modules/yarn/bin/yarn.js"), "install", "--silent", f"--cache-folder={WORK}/yarn1")


def yarn(folder: Path) -> None:
    registry = os.environ["npm_config_registry"]
    write(folder / ".yarnrc.yml", "nodeLinker: node-modules\nenableTelemetry: false\nenableImmutableInstalls: false\nunsafeHttpWhitelist: ['127.0.0.1']\n"
          f"npmRegistryServer: '{registry}'\nglobalFolder: '{WORK}/yarn'\nnpmMinimalAgeGate: 0\n")
    write(folder / "yarn.lock", "")
    node(folder, "node", str(TOOLS / "node_modules/@yarnpkg/cli-dist/bin/yarn.js"), "install")


def repository(folder: Path) -> Path:
    """A Maven repository with the small packages."""

    def artifact(name: str, dependencies: str = "") -> None:
        group, artifact, version = name.split(":")
        path = folder / group.replace(".", "/") / artifact / version / f"{artifact}-{version}"
        write(Path(f"{path}.pom"), f"<project><modelVersion>4.0.0</modelVersion><groupId>{group}</groupId><artifactId>{artifact}</artifactId>"
              f"<version>{version}</version><dependencies>{dependencies}</dependencies></project>")
        with zipfile.ZipFile(f"{path}.jar", "w") as jar:
            jar.writestr("META-INF/MANIFEST.MF", "Manifest-Version: 1.0\n")

    for name in (*MAVEN, f"io.usersig:usersig:{VERSION}"):
        artifact(name)
    asked = "<dependency><groupId>{}</groupId><artifactId>{}</artifactId><version>{}</version></dependency>"
    artifact("com.example:their-package:1.0", asked.format(*MAVEN[0].split(":")))
    artifact("com.example:another-package:1.0", asked.format(*MAVEN[1].split(":")))
    return folder


def maven(folder: Path) -> None:
    # As a user's own repository, beside the plugins that Maven brings there.
    local = Path(os.environ["MAVEN_REPOSITORY"])
    repository(local)
    pom = "<project><modelVersion>4.0.0</modelVersion><groupId>app</groupId><artifactId>app</artifactId><version>1</version><dependencies>{}</dependencies></project>"
    for dependencies, expected in (
        (lines("Maven").split("<exclusions>")[0] + "</dependency>", "their-package tls-sig-api-v2"),
        (lines("Maven"), "their-package usersig"),
    ):
        write(folder / "pom.xml", pom.format(dependencies))
        run(folder, "mvn", "--batch-mode", "--quiet", f"-Dmaven.repo.local={local}", "dependency:build-classpath", "-Dmdep.outputFile=path")
        expect(" ".join(sorted(Path(jar).parts[-3] for jar in (folder / "path").read_text().split(":"))), expected)


def gradle(folder: Path) -> None:
    build = f"apply plugin: 'java'\nrepositories {{ maven {{ url '{repository(WORK / 'repository')}' }} }}\n" \
        "dependencies { compileClasspath 'com.example:their-package:1.0', 'com.example:another-package:1.0' }\n" \
        "task names { doLast { println configurations.compileClasspath.collect { it.name }.toSorted().join(' ') } }\n"
    for text, expected in (
        (build, "another-package-1.0.jar their-package-1.0.jar tls-sig-api-v2-2.0.jar tls-sig-api-v2-2.0.jar"),
        (build + lines("Gradle"), f"another-package-1.0.jar their-package-1.0.jar usersig-{VERSION}.jar"),
    ):
        write(folder / "build.gradle", text)
        expect(run(folder, "gradle", "--quiet", "--offline", "--no-daemon", "names", GRADLE_USER_HOME=str(WORK / "gradle")), expected)


def composer(folder: Path) -> None:
    def package(name: str, **more: object) -> dict[str, object]:
        file = write(folder / name.replace("/", "-") / "composer.json", json.dumps({"name": name, "version": "1.0.0"} | more))
        return {"type": "path", "url": str(file.parent), "options": {"symlink": False}}

    ours = json.loads((ROOT / "bindings/php/composer.json").read_text())
    repositories = [{"packagist.org": False}, package("tencent/tls-sig-api-v2"), package("usersig/usersig", version=VERSION, replace=ours["replace"]),
                    package("example/their-package", require={"tencent/tls-sig-api-v2": "^1.0"})]
    write(folder / "composer.json", json.dumps({"repositories": repositories, "require": {"example/their-package": "*"}}))
    installed = ["composer", "show", "--name-only", "--no-interaction"]
    home = {"COMPOSER_HOME": str(folder / "home"), "COMPOSER_ALLOW_SUPERUSER": "1", "COMPOSER_DISABLE_NETWORK": "1"}
    run(folder, "composer", "install", "--no-interaction", **home)
    expect(run(folder, *installed, **home), "example/their-package tencent/tls-sig-api-v2")
    run(folder, *lines("Composer").split(), "--no-interaction", "--with-all-dependencies", **home)
    expect(run(folder, *installed, **home), "example/their-package usersig/usersig")


def wheels() -> Path:
    """Wheels of the small packages; both of the official one's and of ours have the same module."""
    folder = WORK / "wheels"
    folder.mkdir(exist_ok=True)
    for name, version, module, says, needs in (
        ("tls-sig-api", "1.0", "TLSSigAPI.py", "official", []),
        ("tls-sig-api-v2", "1.1", "TLSSigAPIv2.py", "official", []),
        ("usersig", VERSION, "TLSSigAPIv2/__init__.py", "usersig", []),
        ("their-package", "1.0", "their_package.py", "theirs", ["tls-sig-api-v2", "tls-sig-api"]),
    ):
        plain = name.replace("-", "_")
        info = f"{plain}-{version}.dist-info"
        with zipfile.ZipFile(folder / f"{plain}-{version}-py3-none-any.whl", "w") as wheel:
            wheel.writestr(module, f"says = {says!r}\n")
            wheel.writestr(f"{info}/METADATA", f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n" + "".join(f"Requires-Dist: {need}\n" for need in needs))
            wheel.writestr(f"{info}/WHEEL", "Wheel-Version: 1.0\nGenerator: x\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
            wheel.writestr(f"{info}/RECORD", f"{module},,\n{info}/METADATA,,\n{info}/WHEEL,,\n{info}/RECORD,,\n")
    return folder


def uv(folder: Path) -> None:
    project = f"[project]\nname = 'app'\nversion = '1'\nrequires-python = '>=3.10'\ndependencies = ['their-package', 'usersig']\n{lines('uv')}\n"
    write(folder / "pyproject.toml", project.replace("[tool.uv]", f"[tool.uv]\nno-index = true\nfind-links = ['{wheels()}']"))
    run(folder, "uv", "sync", "--quiet", UV_CACHE_DIR=str(WORK / "uv"), UV_PYTHON=sys.executable)
    found = run(folder, "uv", "pip", "freeze", UV_CACHE_DIR=str(WORK / "uv"))
    expect(" ".join(line.split("==")[0] for line in found.split()), "their-package usersig")
    expect(run(folder, ".venv/bin/python", "-c", "import TLSSigAPIv2; print(TLSSigAPIv2.says)"), "usersig")


def pip(folder: Path) -> None:
    run(folder, sys.executable, "-m", "venv", "venv")
    for line in lines("pip").strip().split("\n"):
        run(folder, f"venv/bin/{line.split()[0]}", *line.split()[1:], PIP_NO_INDEX="1", PIP_FIND_LINKS=str(wheels()), PIP_DISABLE_PIP_VERSION_CHECK="1")
    found = run(folder, "venv/bin/pip", "list", "--format=freeze", "--exclude=pip", "--exclude=setuptools")
    expect(" ".join(line.split("==")[0] for line in found.split()), "their-package usersig")
    expect(run(folder, "venv/bin/python", "-c", "import TLSSigAPIv2; print(TLSSigAPIv2.says)"), "usersig")


def registry() -> subprocess.Popen[str]:
    """The small packages of npm, served as bindings/node/test/registry.js serves ours."""
    folder = WORK / "npm"
    for name, version, says, needs in (*((name, version, "'official'", {}) for name, version in NPM.items()), ("usersig", VERSION, "'usersig'", {}),
                                       ("their-package", "1.0.0", f"[{', '.join(f'require({name!r})' for name in NPM)}]", {name: "^1.0.0" for name in NPM})):
        package = folder / name / "package"
        write(package / "package.json", json.dumps({"name": name, "version": version, "main": "index.js", "dependencies": needs}))
        write(package / "index.js", f"module.exports = {says};\n")
        run(folder, "tar", "-czf", f"{name}-{version}.tgz", "-C", name, "package")
    server = subprocess.Popen(["node", str(ROOT / "bindings/node/test/registry.js"), str(folder)], stdout=subprocess.PIPE, text=True)
    os.environ["npm_config_registry"] = f"http://127.0.0.1:{server.stdout.readline().strip()}"
    os.environ |= {"npm_config_cache": str(WORK / "npm-cache"), "npm_config_audit": "false", "npm_config_fund": "false"}
    return server


def main() -> None:
    results = Results()
    only = sys.argv[2:]
    server = registry()
    steps: list[Callable[[Path], None]] = [npm, pnpm, yarn_1, yarn, maven, gradle, composer, uv, pip]
    try:
        for step in steps:
            if only and step.__name__ not in only:
                continue
            folder = WORK / f"app-{step.__name__}"
            folder.mkdir()
            problem = None
            try:
                step(folder)
            except (Failed, OSError, ValueError, StopIteration, subprocess.TimeoutExpired) as error:
                problem = str(error)
            results.add(f"MIGRATING.md, {step.__name__}", problem)
    finally:
        server.terminate()
        shutil.rmtree(WORK)
    results.end()


main()
