"""csharp.py DOCUMENT FOLDER: writes the C# blocks of a document as programs into a folder.

A block that starts with `#:` is a file-based program; all others together are Program.cs of one project, reader.csproj.
"""

import sys
from pathlib import Path

from markdown import ROOT, parse

PROJECT = ROOT / "bindings/csharp/scripts/program.csproj"


def project(folder: Path, reference: bool) -> None:
    lines = PROJECT.read_text(encoding="utf-8").splitlines(keepends=True)
    (folder / "reader.csproj").write_text("".join(line for line in lines if reference or "PackageReference" not in line), encoding="utf-8")


def programs(texts: list[str], folder: Path) -> list[Path]:
    """Writes them, and returns the file-based ones."""
    files = []
    for number, text in enumerate(texts):
        if text.startswith("#:"):
            files.append(folder / f"file{number}.cs")
            files[-1].write_text(text, encoding="utf-8")
    lines = [line for text in texts if not text.startswith("#:") for line in text.split("\n")]
    usings = sorted({line for line in lines if line.startswith("using ") and line.endswith(";") and "=" not in line})
    (folder / "Program.cs").write_text("\n".join([*usings, *(line for line in lines if line not in usings)]), encoding="utf-8")
    return files


def main() -> None:
    folder = Path(sys.argv[2])
    folder.mkdir(parents=True)
    project(folder, reference=True)
    programs([block.text for block in parse(Path(sys.argv[1]))[0] if block.tag == "csharp"], folder)


if __name__ == "__main__":
    main()
