"""How the C# blocks of a document run: each that starts with `#:` is a file-based program, all others together are Program.cs of one
project. blocks.py DOCUMENT FOLDER writes them into a folder.
"""

import sys
import xml.etree.ElementTree
from pathlib import Path

NEEDS = "dotnet"


def project(folder, reference):
    """What a user's program is, with a reference to the package or before it is added."""
    lines = Path(__file__).with_name("program.csproj").read_text(encoding="utf-8").splitlines(keepends=True)
    (folder / "reader.csproj").write_text("".join(line for line in lines if reference or "PackageReference" not in line), encoding="utf-8")


def programs(texts, folder):
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


def start(reader, commands):
    if "dotnet add package" in commands:
        project(reader.folder, reference=False)


def csharp(reader, blocks):
    """A server is only built."""
    for file in programs([block.text for block in blocks], reader.folder):
        web = "#:sdk Microsoft.NET.Sdk.Web" in file.read_text()
        reader.run(["dotnet", "build", file.name] if web else ["dotnet", "run", "--file", file.name])
    if (reader.folder / "Program.cs").read_text().strip():
        reader.run(["dotnet", "run", "--project", "reader.csproj"])


def configuration(reader, block):
    if xml.etree.ElementTree.fromstring(block.text).tag == "configuration":
        reader.write("nuget.config", block.text)


STEPS = {"xml": configuration}
PROGRAMS = {("csharp",): csharp}

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parents[3] / "ci/checks/readmes"))
    from markdown import parse

    made = Path(sys.argv[2])
    made.mkdir(parents=True)
    project(made, reference=True)
    programs([block.text for block in parse(Path(sys.argv[1]))[0] if block.tag == "csharp"], made)
