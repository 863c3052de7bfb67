"""csharp.py DOCUMENT FOLDER: writes the C# blocks of a document as programs into a folder.

A block that starts with `#:` is a file-based program; all others together are Program.cs of one project, reader.csproj.
"""

import os
import sys
from pathlib import Path

from markdown import parse

PROJECT = """<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup>
    <OutputType>Exe</OutputType>
    <TargetFramework>net10.0</TargetFramework>
    <Nullable>enable</Nullable>
    <ImplicitUsings>enable</ImplicitUsings>
    <TreatWarningsAsErrors>true</TreatWarningsAsErrors>
    <NoWarn>CS0219</NoWarn>
    <EnableDefaultCompileItems>false</EnableDefaultCompileItems>
  </PropertyGroup>
  <ItemGroup>
    <Compile Include="Program.cs" />
    REFERENCE
  </ItemGroup>
</Project>
"""


def project(folder: Path, reference: str = "") -> None:
    (folder / "reader.csproj").write_text(PROJECT.replace("REFERENCE", reference), encoding="utf-8")


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
    project(folder, f'<PackageReference Include="UserSig" Version="{os.environ["VERSION"]}" />')
    programs([block.text for block in parse(Path(sys.argv[1]))[0] if block.tag == "csharp"], folder)


if __name__ == "__main__":
    main()
