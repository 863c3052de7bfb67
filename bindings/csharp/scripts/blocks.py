"""How the C# blocks of a document run: each that starts with `#:` is a file-based program, all others together are Program.cs of one
project.
"""

import xml.etree.ElementTree
from pathlib import Path

NEEDS = "dotnet"


def start(reader, commands):
    if "dotnet add package" in commands:
        lines = Path(__file__).with_name("program.csproj").read_text(encoding="utf-8").splitlines(keepends=True)
        reader.write("reader.csproj", "".join(line for line in lines if "PackageReference" not in line))


def csharp(reader, blocks):
    """A server is only built."""
    texts = [block.text for block in blocks]
    for number, text in enumerate(texts):
        if text.startswith("#:"):
            file = reader.write(f"file{number}.cs", text)
            reader.run(["dotnet", "build", file] if "#:sdk Microsoft.NET.Sdk.Web" in text else ["dotnet", "run", "--file", file])
    lines = [line for text in texts if not text.startswith("#:") for line in text.split("\n")]
    usings = sorted({line for line in lines if line.startswith("using ") and line.endswith(";") and "=" not in line})
    if lines:
        reader.write("Program.cs", "\n".join([*usings, *(line for line in lines if line not in usings)]))
        reader.run(["dotnet", "run", "--project", "reader.csproj"])


def configuration(reader, block):
    if xml.etree.ElementTree.fromstring(block.text).tag == "configuration":
        reader.write("nuget.config", block.text)


STEPS = {"xml": configuration}
PROGRAMS = {("csharp",): csharp}
