"""The repository's Markdown files, as much of them as the checks beside this file look at."""

import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]


@dataclass
class Block:
    """A fenced block: its line in the file, its language (empty where none is named), its text, and what else the fence says:
    the file of the project that it is taken from, or `app`, for code that calls the SDK of an app."""

    document: Path
    line: int
    tag: str
    text: str
    of: str

    def __str__(self) -> str:
        return f"{self.document.relative_to(ROOT)}:{self.line} {self.tag}"

    def same(self) -> tuple[str, str, str]:
        """What is the same in both languages: everything but comments and texts to be shown."""

        def keep(token: re.Match[str]) -> str:
            shown = token[1] and (" " in token[1] or not token[1].isascii())
            return (token[1] or "") if not shown else '""'

        text = re.sub(r"""("(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*')|(?<!\S)(?://|\# |/\*).*|<!--.*?-->""", keep, self.text)
        return self.tag, self.of, "\n".join(line.rstrip() for line in text.split("\n") if line.strip())


def documents() -> list[Path]:
    """Every Markdown file that belongs to the project."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard", "*.md"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return sorted(path for path in map(ROOT.joinpath, listed.rstrip("\0").split("\0")) if path.exists())


def is_chinese(document: Path) -> bool:
    return document.name.endswith(".zh-CN.md")


def english(document: Path) -> Path:
    return document.with_name(document.name.replace(".zh-CN", ""))


def own_blocks(document: Path) -> list[Block]:
    """A Chinese page's blocks that its English page has not."""
    there = [block.same() for block in parse(english(document))[0]]
    return [block for block in parse(document)[0] if block.same() not in there]


def parse(document: Path) -> tuple[list[Block], list[tuple[int, str]]]:
    """The blocks, and the numbered lines outside of them."""
    blocks: list[Block] = []
    prose: list[tuple[int, str]] = []
    opened: Block | None = None
    for number, line in enumerate(document.read_text(encoding="utf-8").split("\n"), 1):
        fence = re.match(r"\s*```\s*(\S*) *(\S*)", line)
        if opened is not None:
            if fence:
                blocks.append(opened)
                opened = None
            else:
                opened.text += line + "\n"
        elif fence:
            opened = Block(document, number, fence[1], "", fence[2])
        else:
            prose.append((number, line))
    if opened is not None:
        sys.exit(f"{opened}: this block does not end")
    return blocks, prose


class Results:
    """A line for each test; at the end a failure where one failed."""

    failed = 0

    def add(self, name: str, problem: str | None = None) -> None:
        print(f"ok   {name}" if problem is None else f"FAIL {name}: {problem}", flush=True)
        self.failed += problem is not None

    def end(self) -> None:
        sys.exit(f"{self.failed} failed" if self.failed else 0)
