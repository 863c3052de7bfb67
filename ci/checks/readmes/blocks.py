"""blocks.py COUNTS: follows every document as a reader would: each fenced block is run, or, where it is
configuration, read by what it configures.

A document is followed in an empty folder of its own, with an empty home in which ~/usersig is the clone (a copy of the working
tree, with the packages in dist/). The folder has what the texts say that a reader has: the console's files, and examples/.
Commands that install take the packages as the registries would serve them. Of a Chinese document those blocks are run that its
English one has not.
"""

import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
import xml.etree.ElementTree
from collections.abc import Callable
from pathlib import Path

import csharp
from markdown import ROOT, Block, Results, documents, is_chinese, own_blocks, parse

CLONE = Path(os.environ["CLONE"])
DIST = CLONE / "dist"
WORK = Path(os.environ["WORK"])
VERSION = os.environ["VERSION"]

# Commands that are not run once more from a document, and why.
COVERED = {
    r"ci/test\b.*": "it is what runs this",
    r"ci/package\b.*": "its packages are what the other blocks use",
    r"(ci|crates/usersig-server)/bench\b.*": "takes minutes of an idle machine",
    r"crates/usersig/fuzz/run\b.*": "takes as long as it is told",
    r"crates/usersig/mutations/mutate\b.*": "builds the core anew for every defence",
    r"ci/load\b.*": "takes as long as it is told",
    r"cargo run --release -p usersig --example bounds\b.*": "measures; the example is built by ci/test rust",
    r"ci/docs\b.*": "run by ci/checks/docs/test",
    r"ci/release/check\b.*": "builds every artifact once more",
    r"cargo test -p usersig\b.*": "part of ci/test rust",
}
# What is in a document for a place of the reader's.
PLACES = {"/opt/usersig/go": f"{DIST}/go", "/usr/local/": f"{WORK}/prefix/"}


class Failed(Exception):
    pass


class Reader:
    """Follows one document."""

    def __init__(self, document: Path, blocks: list[Block]) -> None:
        self.document = document
        self.quoted = [block for block in blocks if block.of]
        self.blocks = blocks = [block for block in blocks if not block.of]
        self.folder = WORK / document.parent.relative_to(ROOT) / document.stem
        self.folder.mkdir(parents=True)
        for file in (ROOT / "examples/keys/p256").iterdir():
            shutil.copy(file, self.folder)
        shutil.copy(ROOT / "examples/keys/secret.txt", self.folder)
        (self.folder / "examples").symlink_to(CLONE / "examples")
        service = ROOT / "examples/serve/usersig.toml"
        if service.exists():  # with the keys beside it
            self.write(service.name, re.sub(r'"\.\./keys/(p256/)?', '"', service.read_text()))
        self.env = os.environ | {"USERSIG_SECRET_KEY": (ROOT / "examples/keys/secret.txt").read_text().strip()}
        # The project of a reader whom the document does not tell to start one.
        commands = "".join(block.text for block in blocks if block.tag == "sh")
        if "go mod edit" in commands and "go mod init" not in commands:
            self.write("go.mod", "module reader\n")
        if "composer require" in commands and "composer init" not in commands:
            self.write("composer.json", "{}")
        if "dotnet add package" in commands:
            csharp.project(self.folder, reference=False)
        if any(block.tag == "python" for block in blocks):
            self.run([sys.executable, "-m", "venv", ".venv"])
            self.env["PATH"] = f"{self.folder}/.venv/bin:{self.env['PATH']}"

    def of(self, *tags: str) -> list[Block]:
        return [block for block in self.blocks if block.tag in tags]

    def run(self, command: list[str], **options: object) -> str:
        done = subprocess.run(
            command, cwd=self.folder, env=self.env, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=900, **options
        )
        if done.returncode != 0:
            raise Failed(f"{' '.join(command)[:200]} ended with {done.returncode}\n{done.stdout[-2000:]}{done.stderr[-4000:]}")
        return done.stdout

    def write(self, name: str, text: str) -> str:
        (self.folder / name).write_text(text, encoding="utf-8")
        return name

    # What each language's blocks are made into. Each returns nothing, or raises.

    def sh(self, block: Block) -> None:
        """In the shell that ran the blocks before, as far as its variables go."""
        text = block.text.replace("\\\n", "")
        for place, here in PLACES.items():
            text = text.replace(place, here)
        lines = []
        for line in text.split("\n"):
            command = line.partition(" #")[0].strip()
            if not any(re.fullmatch(pattern, command) for pattern in COVERED):
                # What cargo runs, it runs in the clone.
                lines.append(f"(cd ~/usersig && {line})" if command.startswith("cargo run ") else line)
            elif command.startswith(("ci/", "crates/", "bindings/")):
                self.names_exist(command)
        script = "\n".join(lines) + "\nexport -p >exported\n"
        self.env["READER"] = str(self.folder)
        self.run(["bash", "-euo", "pipefail", "-c", f"{script.replace('>exported', '>$READER/exported')}"])
        exported = self.run(["bash", "-c", ". ./exported && env -0"])
        self.env |= {name: value for name, _, value in (entry.partition("=") for entry in exported.split("\0")) if name}

    def names_exist(self, command: str) -> None:
        script, *arguments = command.split()
        if not os.access(ROOT / script, os.X_OK):
            raise Failed(f"there is no {script}")
        if script in ("ci/test", "ci/package"):
            for name in arguments[: arguments.index("--out")] if "--out" in arguments else arguments:
                kind = script.removeprefix("ci/")
                if kind == "test" and name not in ["…", *self.run([str(ROOT / "ci/test"), "--list"]).split()]:
                    raise Failed(f"{script} knows no {name}")
                if kind == "package" and not (DIST / name).exists():
                    raise Failed(f"dist has no {name}: add it to the packages of {Path(__file__).parent}/test")

    def python(self, blocks: list[Block]) -> None:
        """One session."""
        self.run(["python", "-I", "-W", "error", self.write("session.py", "\n".join(block.text for block in blocks))])

    def js(self, blocks: list[Block]) -> None:
        """Each a module; a comment `// => value` is what the expression before it gives."""
        for number, block in enumerate(blocks):
            module = re.search(r"^import ", block.text, re.M)
            head = "import __assert from 'node:assert/strict';" if module else "const __assert = require('node:assert/strict');"
            code = re.sub(r"^( *)(.+); // => (.+)$", r"\1__assert.deepEqual(\2, \3);", block.text, flags=re.M)
            self.run(["node", self.write(f"block{number}.{'mjs' if module else 'cjs'}", f"{head}\n{code}")])

    def java(self, blocks: list[Block]) -> None:
        """Each a class or the body of a main method, on the class path that Maven gives or that the text names."""
        path = self.folder / "classpath"
        jar = path.read_text() if path.exists() else str(DIST / f"java/usersig-{VERSION}.jar")
        if not path.exists() and f"~/usersig/dist/java/usersig-{VERSION}.jar" not in self.document.read_text():
            raise Failed("the document names no jar")
        for number, block in enumerate(blocks):
            if whole := re.search(r"^public class (\w+)", block.text, re.M):
                self.run(["java", "-cp", jar, self.write(f"{whole[1]}.java", block.text)])
                continue
            imports = "".join(line + "\n" for line in block.text.split("\n") if line.startswith("import "))
            body = "".join(line + "\n" for line in block.text.split("\n") if not line.startswith("import "))
            program = f"{imports}class Block{number} {{ public static void main(String[] arguments) throws Exception {{\n{body}}} }}\n"
            self.run(["java", "-cp", jar, self.write(f"Block{number}.java", program)])

    def go(self, blocks: list[Block]) -> None:
        """Programs; the fragments of the module's own README are in its examples, as its own test makes sure."""
        fragments = [block for block in blocks if "package main" not in block.text]
        for number, block in enumerate(blocks):
            if block not in fragments:
                # A folder vendor/ here is Composer's.
                self.run(["env", "GOFLAGS=-buildvcs=false -mod=mod", "go", "run", self.write(f"block{number}.go", block.text)])
        if fragments:
            if not (self.document.parent / "readme_test.go").exists():
                raise Failed("fragments of Go, and no readme_test.go beside the document that runs them")
            ran = self.run(["go", "test", "-C", str(DIST / "go"), "-v", "-run", "^TestReadmeIsTrue$|^Example", "."])
            if "PASS: TestReadmeIsTrue" not in ran or "PASS: Example" not in ran:
                raise Failed(ran)

    def c(self, blocks: list[Block]) -> None:
        """Programs. A file that a command of the document names was written before (see prepare)."""
        for number, block in enumerate(blocks):
            if block.tag == "c":
                compiler = ["gcc", "-std=c99"]
            else:
                compiler = ["g++", "-std=c++17" if "usersig.hpp" in block.text else "-std=c++11"]
            source = self.write(f"block{number}.{block.tag}", block.text)
            flags = self.run(["pkg-config", "--cflags", "--libs", "--static", "usersig"]).split()
            self.run([*compiler, "-Wall", "-Wextra", "-Werror", source, "-o", "program", *flags])
            self.run(["env", f"LD_LIBRARY_PATH={self.run(['pkg-config', '--variable=libdir', 'usersig']).strip()}", "./program"])

    def csharp(self, blocks: list[Block]) -> None:
        """File-based programs, and one program of the project that the package was added to. A server is only built."""
        for file in csharp.programs([block.text for block in blocks], self.folder):
            web = "#:sdk Microsoft.NET.Sdk.Web" in file.read_text()
            self.run(["dotnet", "build", file.name] if web else ["dotnet", "run", "--file", file.name])
        if (self.folder / "Program.cs").read_text().strip():
            self.run(["dotnet", "run", "--project", "reader.csproj"])

    def php(self, blocks: list[Block]) -> None:
        """One program; a comment `// prints: line` says what it prints."""
        code = "\n".join(block.text for block in blocks).removeprefix("<?php\n")
        load = "" if "vendor/autoload.php" in code else "require 'vendor/autoload.php';\n"
        printed = self.run(["php", "-d", "display_errors=stderr", self.write("reader.php", f"<?php\n{load}{code}")])
        expected = re.findall(r"^// prints: (.*)$", code, re.M)
        if expected and printed.rstrip("\n").split("\n") != expected:
            raise Failed(f"it prints {printed}")

    def rust(self, blocks: list[Block]) -> None:
        """Programs of a package that depends on the crates that the document's toml block names."""
        for number, block in enumerate(blocks):
            (self.folder / "src/bin").mkdir(parents=True, exist_ok=True)
            text = block.text if "fn main()" in block.text else f"fn main() -> Result<(), Box<dyn std::error::Error>> {{\n{block.text}Ok(())\n}}\n"
            self.write(f"src/bin/block{number}.rs", text)
            self.run(["cargo", "run", "--quiet", "--offline", "--bin", f"block{number}"])

    def cmake(self, blocks: list[Block]) -> None:
        """The lines of a project that is about this library."""
        code = "".join(block.text for block in blocks)
        head = "cmake_minimum_required(VERSION 3.10)\nproject(reader C)\nadd_executable(program program.c)\n"
        self.write("CMakeLists.txt", head + code)
        self.run(["cmake", "-S", ".", "-B", "build", f"-DCMAKE_PREFIX_PATH={WORK}/prefix"])
        self.run(["cmake", "--build", "build"])

    def toml(self, block: Block) -> None:
        manifest = tomllib.loads(block.text)
        if "dependencies" in manifest:
            crates = {name: CLONE / "crates" / name for name in manifest["dependencies"]}
            patch = "".join(f'{name} = {{ path = "{path}" }}\n' for name, path in crates.items())
            self.write("Cargo.toml", f'[package]\nname = "reader"\nedition = "2024"\n{block.text}\n[patch.crates-io]\n{patch}\n[workspace]\n')
            shutil.copy(CLONE / "Cargo.lock", self.folder)

    def json(self, block: Block) -> None:
        if new := json.loads(block.text).get("dependencies"):
            # Beside what commands of the document installed before.
            path = self.folder / "package.json"
            manifest = json.loads(path.read_text()) if path.exists() else {}
            manifest.setdefault("dependencies", {}).update(new)
            path.write_text(json.dumps(manifest))
            self.run(["npm", "install"])

    def xml(self, block: Block) -> None:
        root = xml.etree.ElementTree.fromstring(block.text)
        if root.tag == "configuration":
            self.write("nuget.config", block.text)
        if root.tag == "dependency":
            artifact = "<groupId>reader</groupId><artifactId>app</artifactId><version>1</version>"
            project = f"<project><modelVersion>4.0.0</modelVersion>{artifact}<dependencies>{block.text}</dependencies></project>"
            self.write("pom.xml", project)
            self.run(["mvn", "--batch-mode", "--quiet", "dependency:build-classpath", "-Dmdep.outputFile=classpath"])

    def ini(self, block: Block) -> None:
        """Settings that PHP knows; FpmTest.php of the PHP binding starts servers with them."""
        settings = dict(line.split("=", 1) for line in block.text.split())
        know = "foreach (array_slice($argv, 1) as $name) if (ini_get($name) === false) { echo $name; exit(1); }"
        self.run(["php", "-r", know, "--", *settings])

    def ruby(self, block: Block) -> None:
        """Read only: it calls a service that the document does not start."""
        self.run(["ruby", "-wc", self.write("block.rb", block.text)])

    def elixir(self, block: Block) -> None:
        """Read only, as above."""
        self.run(["elixir", "-e", 'Code.string_to_quoted!(File.read!("block.exs"))', self.write("block.exs", block.text)])

    def nginx(self, block: Block) -> None:
        """What is outside of a server and what is inside."""
        outside, inside = re.fullmatch(r"(.*?)^(location .*)", block.text, re.M | re.S).groups()
        server = f"pid nginx.pid;\nevents {{}}\nhttp {{\n{outside}server {{\nlisten unix:{self.folder}/nginx.sock;\n{inside}}}\n}}\n"
        self.write("nginx.conf", server)
        self.run(["nginx", "-t", "-p", str(self.folder), "-c", "nginx.conf", "-e", "stderr"])

    def caddy(self, block: Block) -> None:
        self.write("Caddyfile", f"http://localhost {{\n{block.text}}}\n")
        self.run(["caddy", "adapt", "--validate", "--config", "Caddyfile", "--adapter", "caddyfile"])

    def quote(self, block: Block) -> None:
        """Lines of a file that its own tests run, in its order; or what an app runs, which is read only."""
        if block.of == "app":
            return self.run(["node", "--check", self.write("app.mjs", block.text)])
        # `block` without comments; `…` stands for what is left out.
        lines = [line.strip() for line in block.same()[2].split("\n") if "…" not in line]
        there = iter(line.strip() for line in Block(ROOT / block.of, 0, block.tag, (ROOT / block.of).read_text(), "").same()[2].split("\n"))
        if missing := [line for line in lines if line not in there]:
            raise Failed(f"{block.of} has no {missing[0]}")

    def prepare(self) -> None:
        """Writes the programs that commands of the document compile: the first block of their language."""
        commands = "".join(block.text for block in self.of("sh", "cmake"))
        for name, kind in set(re.findall(r"\b(\w+\.(c|cpp))\b", commands)) | ({("program.c", "c")} if self.of("cmake") else set()):
            for block in self.of(kind)[:1]:
                self.write(name, block.text)

    def follow(self, results: Results) -> None:
        def attempt(blocks: list[Block], step: Callable[[], None]) -> None:
            problem = None
            try:
                step()
            except (Failed, ValueError, OSError, subprocess.TimeoutExpired, xml.etree.ElementTree.ParseError) as error:
                problem = str(error)
            for block in blocks:
                results.add(str(block), problem)

        for block in self.quoted:
            attempt([block], lambda: self.quote(block))
        self.prepare()
        steps: dict[str, Callable[[Block], None]] = {
            "sh": self.sh, "toml": self.toml, "json": self.json, "xml": self.xml, "ini": self.ini,
            "ruby": self.ruby, "elixir": self.elixir, "nginx": self.nginx, "caddy": self.caddy,
        }
        programs: dict[str, Callable[[list[Block]], None]] = {
            "python": self.python, "js": self.js, "java": self.java, "go": self.go, "csharp": self.csharp, "php": self.php,
            "rust": self.rust, "cmake": self.cmake,
        }
        for block in self.of(*steps):
            attempt([block], lambda: steps[block.tag](block))
        if native := self.of("c", "cpp"):
            attempt(native, lambda: self.c(native))
        for tag, program in programs.items():
            if found := self.of(tag):
                attempt(found, lambda: program(found))
        for block in self.blocks:
            if block.tag in ("", "text"):
                print(f"not for running: {block}")
            elif block.tag not in {*steps, *programs, "c", "cpp"}:
                results.add(str(block), "nothing here runs blocks of this language")


def main() -> None:
    results = Results()
    only = sys.argv[2:]
    for document in documents():
        blocks = own_blocks(document) if is_chinese(document) else parse(document)[0]
        if "csharp" in os.environ.get("NOT_HERE", ""):
            blocks = [block for block in blocks if block.tag != "csharp" and "dotnet add package" not in block.text]
        if blocks and (not only or str(document.relative_to(ROOT)) in only):
            Reader(document, blocks).follow(results)
    results.write()


main()
