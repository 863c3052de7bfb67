"""blocks.py [DOCUMENT…]: follows every document as a reader would: each fenced block is run, or, where it is
configuration, read by what it configures.

A document is followed in an empty folder of its own, with an empty home in which ~/usersig is the clone (a copy of the working
tree, with the packages in dist/). The folder has what the texts say that a reader has: the console's files, and examples/.
Commands that install take the packages as the registries would serve them. Of a Chinese document those blocks are run that its
English one has not.

What runs the blocks of a language is in its room, bindings/NAME/scripts/blocks.py: STEPS runs each block of a tag where it stands,
PROGRAMS afterwards all blocks of some tags together; `start` sees the reader and all commands first; NEEDS is a command without which
the language is left out, PLACES what is in a document for a place of the reader's.
"""

import importlib.util
import os
import re
import shutil
import subprocess
import sys
import tomllib
import xml.etree.ElementTree
from collections.abc import Callable
from functools import partial
from pathlib import Path
from types import ModuleType

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


def room(path: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location(path.parts[-3], path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


ALL_ROOMS = [room(path) for path in sorted(ROOT.glob("bindings/*/scripts/blocks.py"))]
ROOMS = [each for each in ALL_ROOMS if not hasattr(each, "NEEDS") or shutil.which(each.NEEDS)]
PLACES = {place: here.format(DIST=DIST, WORK=WORK) for each in ROOMS for place, here in getattr(each, "PLACES", {}).items()}


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
        self.dist, self.work, self.version = DIST, WORK, VERSION
        for each in ROOMS:
            if hasattr(each, "start"):
                each.start(self, "".join(block.text for block in self.of("sh", "cmake")))

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
                if kind == "test" and name not in ["…", "--full", "--quick", *self.run([str(ROOT / "ci/test"), "--list"]).split()]:
                    raise Failed(f"{script} knows no {name}")
                if kind == "package" and not (DIST / name).exists():
                    raise Failed(f"dist has no {name}: add scripts/reader.sh to its room")

    def rust(self, blocks: list[Block]) -> None:
        """Programs of a package that depends on the crates that the document's toml block names."""
        for number, block in enumerate(blocks):
            (self.folder / "src/bin").mkdir(parents=True, exist_ok=True)
            text = block.text if "fn main()" in block.text else f"fn main() -> Result<(), Box<dyn std::error::Error>> {{\n{block.text}Ok(())\n}}\n"
            self.write(f"src/bin/block{number}.rs", text)
            self.run(["cargo", "run", "--quiet", "--offline", "--bin", f"block{number}"])

    def toml(self, block: Block) -> None:
        manifest = tomllib.loads(block.text)
        if "dependencies" in manifest:
            crates = {name: CLONE / "crates" / name for name in manifest["dependencies"]}
            patch = "".join(f'{name} = {{ path = "{path}" }}\n' for name, path in crates.items())
            self.write("Cargo.toml", f'[package]\nname = "reader"\nedition = "2024"\n{block.text}\n[patch.crates-io]\n{patch}\n[workspace]\n')
            shutil.copy(CLONE / "Cargo.lock", self.folder)

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
        steps: dict[str, list[Callable[[Block], None]]] = {
            tag: [getattr(self, tag)] for tag in ("sh", "toml", "ruby", "elixir", "nginx", "caddy")
        }
        programs = [(("rust",), self.rust)]
        for each in ROOMS:
            for tag, step in getattr(each, "STEPS", {}).items():
                steps.setdefault(tag, []).append(partial(step, self))
            programs += [(tags, partial(program, self)) for tags, program in each.PROGRAMS.items()]
        for block in self.of(*steps):
            for step in steps[block.tag]:
                attempt([block], partial(step, block))
        for tags, program in programs:
            if found := self.of(*tags):
                attempt(found, partial(program, found))
        known = {*steps, *(tag for tags, _ in programs for tag in tags)}
        for block in self.blocks:
            if block.tag in ("", "text"):
                print(f"not for running: {block}")
            elif block.tag not in known:
                results.add(str(block), "nothing here runs blocks of this language")


def main() -> None:
    results = Results()
    only = sys.argv[1:]
    for document in documents():
        blocks = own_blocks(document) if is_chinese(document) else parse(document)[0]
        for missing in (each for each in ALL_ROOMS if each not in ROOMS):
            tags = {tag for some in missing.PROGRAMS for tag in some}
            blocks = [block for block in blocks if block.tag not in tags and f"{missing.NEEDS} " not in block.text]
        if blocks and (not only or str(document.relative_to(ROOT)) in only):
            Reader(document, blocks).follow(results)
    results.end()


main()
