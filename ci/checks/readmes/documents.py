"""documents.py: links, anchors and names in every Markdown file; each Chinese file beside its English one.

documents.py follow: writes into each Chinese page that it follows the English one as it is now.
"""

import hashlib
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

from markdown import ROOT, Results, documents, english, is_chinese, parse

REPOSITORY = re.search(r'^repository = "(.*)"', (ROOT / "Cargo.toml").read_text(), re.M)[1]
LINK = re.compile(r"\[(?:[^\[\]]|\[[^\]]*\])*\]\(([^()\s]+)\)")
CODE = re.compile(r"(`+)(.+?)\1", re.S)


def anchors(document: Path) -> set[str]:
    """The anchors that GitHub gives the headings."""
    found: set[str] = set()
    for _, line in parse(document)[1]:
        if heading := re.match(r"#+ +(.*)", line):
            text = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", heading[1]).replace("`", "").strip().lower()
            anchor = name = re.sub(r"[^\w\- ]", "", text).replace(" ", "-")
            again = 0
            while anchor in found:
                again += 1
                anchor = f"{name}-{again}"
            found.add(anchor)
    return found


def broken_links(document: Path) -> Iterator[str]:
    for number, line in parse(document)[1]:
        for link in LINK.findall(CODE.sub("code", line)):
            path, _, anchor = link.partition("#")
            if path.startswith(f"{REPOSITORY}/"):
                # In a package's README, which a registry shows without the files beside it.
                where = re.fullmatch(r"(?:blob|tree)/main/(.*)", path.removeprefix(f"{REPOSITORY}/"))
                target = ROOT / where[1] if where else ROOT
            elif re.match(r"[a-z]+:", path):
                continue
            else:
                target = document.parent / unquote(path) if path else document
            if not target.exists():
                yield f"line {number}: there is no {path}"
            elif anchor and (target.suffix != ".md" or unquote(anchor) not in anchors(target)):
                yield f"line {number}: {path or 'this file'} has no heading #{anchor}"


def loose_blocks(document: Path) -> Iterator[str]:
    """Code that is indented and not fenced would escape the check of the blocks."""
    before = ""
    for number, line in parse(document)[1]:
        if re.match(r"(    |\t)\S", line) and not before.strip():
            yield f"line {number}: a block of code without a fence"
        before = line


def followed(document: Path) -> str:
    """A Chinese page's last line: the state of the English page that it follows, apart from generated tables and line breaks."""
    page = english(document)
    written = re.sub(r"<!-- vocabulary: .*?<!-- vocabulary: end -->", "", page.read_text(), flags=re.S)
    return f"<!-- follows {page.name} {hashlib.sha256(' '.join(written.split()).encode()).hexdigest()[:12]} -->\n"


def behind(document: Path) -> Iterator[str]:
    if not document.read_text().endswith(f"\n{followed(document)}"):
        yield (
            f"{english(document).name} has changed: bring over what its readers gain (git log -p), then write "
            f"`{followed(document).strip()}` as the last line: python3 ci/checks/readmes/documents.py follow"
        )
    # The first pages have an outline of their own.
    here = [block.same() for block in parse(document)[0]]
    for block in parse(english(document))[0]:
        if block.tag not in ("", "text") and block.of == "" and block.same() not in here and document.parent != ROOT:
            yield f"the block in line {block.line} of {english(document).name} is missing, or differs in more than comments and texts"


def follow() -> None:
    for document in filter(is_chinese, documents()):
        text = re.sub(r"\n*(<!-- follows .*)?\n*\Z", "\n", document.read_text())
        document.write_text(f"{text}\n{followed(document)}")


def missing_tests(document: Path) -> Iterator[str]:
    """Tests that a document names are there."""
    sources = "".join(path.read_text() for path in (ROOT / "crates").rglob("*.rs") if "target" not in path.parts)
    for number, line in parse(document)[1]:
        for _, span in CODE.findall(line):
            if re.fullmatch(r"a\d\d_\w+", span) and f"fn {span}(" not in sources:
                yield f"line {number}: no test is called {span}"


def report(results: Results, name: str, problems: Iterator[str]) -> None:
    results.add(name, "; ".join(problems) or None)


def main() -> None:
    results = Results()
    for document in documents():
        name = document.relative_to(ROOT)
        report(results, f"{name}: links", broken_links(document))
        report(results, f"{name}: every block is fenced", loose_blocks(document))
        if is_chinese(document):
            report(results, f"{name}: follows the English page", behind(document))
        elif document.name == "README.md" and name.parts[0] in ("README.md", "bindings", "crates", "examples"):
            results.add(f"{name}: in Chinese", None if document.with_name("README.zh-CN.md").exists() else "there is no README.zh-CN.md")
    for name in ("README.md", "README.zh-CN.md", "SECURITY.md"):
        report(results, f"{name}: the tests named", missing_tests(ROOT / name))
    results.end()


if sys.argv[1:] == ["follow"]:
    follow()
else:
    main()
