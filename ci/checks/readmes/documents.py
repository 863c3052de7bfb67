"""documents.py COUNTS: links, anchors and names in every Markdown file; each Chinese file beside its English one."""

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

from markdown import ROOT, Results, documents, is_chinese, parse

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


def sections(document: Path) -> list[tuple[str, list[object]]]:
    """What must be the same in both languages: for each heading its level, and below it the shapes of its tables, the
    number of list items, the code spans and the links."""
    found: list[tuple[str, list[object]]] = [("", [[], [], 0, []])]
    in_table = False
    paragraphs: list[str] = []
    for _, line in parse(document)[1]:
        # A code span may go on in the next line of its paragraph, but not of its table.
        if paragraphs and paragraphs[-1] and line.strip() and not line.startswith(("|", "#")):
            paragraphs[-1] += f"\n{line}"
        else:
            paragraphs.append(line)
    for line in paragraphs:
        if heading := re.match(r"(#+) +(.*)", line):
            found.append((heading[1], [[], [], 0, []]))
        tables, spans, _, links = found[-1][1]
        if line.startswith("|"):
            if not in_table:
                tables.append([])
            tables[-1].append(len(re.findall(r"(?<!\\)\|", CODE.sub("code", line))))
        in_table = line.startswith("|")
        found[-1][1][2] += len(re.findall(r"^\s*(?:-|\d+\.) ", line, re.M))
        spans.extend(span for _, span in CODE.findall(line))
        for link in LINK.findall(CODE.sub("code", line)):
            # Anchors are the headings' texts, which differ; the check of links looks at them.
            links.append(link.partition("#")[0].replace(".zh-CN.md", ".md"))
    for _, (_, spans, _, links) in found:
        spans.sort()
        links.sort()
    return found


def differences(english: Path, chinese: Path) -> Iterator[str]:
    mine, theirs = parse(english)[0], parse(chinese)[0]
    if [(block.tag, block.text) for block in mine] != [(block.tag, block.text) for block in theirs]:
        for one, other in zip(mine, theirs):
            if (one.tag, one.text) != (other.tag, other.text):
                yield f"the block in line {other.line} is not that of line {one.line} in {english.name}"
        if len(mine) != len(theirs):
            yield f"{len(theirs)} blocks, and {english.name} has {len(mine)}"
    ours, yours = sections(english), sections(chinese)
    if [level for level, _ in ours] != [level for level, _ in yours]:
        yield f"the headings are {[level for level, _ in yours]}, and those of {english.name} {[level for level, _ in ours]}"
        return
    for number, ((_, one), (_, other)) in enumerate(zip(ours, yours)):
        for name, left, right in zip(("tables", "code spans", "list items", "links"), one, other):
            if left != right:
                if isinstance(left, list):
                    left, right = [x for x in left if x not in right], [x for x in right if x not in left]
                yield f"section {number}: {name} differ: English has {left}, Chinese {right}"


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
            report(results, f"{name}: as in English", differences(document.with_name(document.name.replace(".zh-CN", "")), document))
        elif document.name == "README.md" and name.parts[0] in ("README.md", "bindings", "crates"):
            results.add(f"{name}: in Chinese", None if document.with_name("README.zh-CN.md").exists() else "there is no README.zh-CN.md")
    for name in ("README.md", "README.zh-CN.md", "SECURITY.md"):
        report(results, f"{name}: the tests named", missing_tests(ROOT / name))
    results.write()


main()
