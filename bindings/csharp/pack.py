#!/usr/bin/env python3
"""Lays out a NuGet package: pack.py PROJECT CONTENT PACKAGE

PROJECT is the .csproj that holds the metadata, CONTENT a folder laid out as the package's inside, PACKAGE the file to write.
A package is an Open Packaging Conventions archive: a zip with the content types of its parts and a relationship that leads
to the manifest. The same input gives the same bytes.
"""

import sys
import xml.etree.ElementTree as xml
import zipfile
from pathlib import Path, PurePosixPath

CONTENT_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
RELATIONSHIPS = "http://schemas.openxmlformats.org/package/2006/relationships"
MANIFEST_TYPE = "http://schemas.microsoft.com/packaging/2010/07/manifest"
MANIFEST = "http://schemas.microsoft.com/packaging/2013/05/nuspec.xsd"


def document(root: xml.Element) -> bytes:
    xml.indent(root)
    return xml.tostring(root, encoding="utf-8", xml_declaration=True) + b"\n"


def manifest(project: Path) -> tuple[str, bytes]:
    """The name of the manifest and its text."""
    properties = {p.tag: p.text for group in xml.parse(project).getroot().iter("PropertyGroup") for p in group}
    root = xml.Element("package", xmlns=MANIFEST)
    metadata = xml.SubElement(root, "metadata")
    for name, key in [
        ("id", "PackageId"),
        ("version", "Version"),
        ("authors", "Authors"),
        ("license", "PackageLicenseExpression"),
        ("projectUrl", "PackageProjectUrl"),
        ("readme", "PackageReadmeFile"),
        ("description", "Description"),
        ("tags", "PackageTags"),
    ]:
        element = xml.SubElement(metadata, name)
        element.text = properties[key]
        if name == "license":
            element.set("type", "expression")
    xml.SubElement(metadata, "repository", type=properties["RepositoryType"], url=properties["RepositoryUrl"])
    dependencies = xml.SubElement(metadata, "dependencies")
    xml.SubElement(dependencies, "group", targetFramework=".NETStandard2.0")
    return f"{properties['PackageId']}.nuspec", document(root)


def content_types(names: list[str]) -> bytes:
    root = xml.Element("Types", xmlns=CONTENT_TYPES)
    rels = "application/vnd.openxmlformats-package.relationships+xml"
    xml.SubElement(root, "Default", Extension="rels", ContentType=rels)
    for extension in sorted({PurePosixPath(name).suffix[1:] for name in names} - {""}):
        xml.SubElement(root, "Default", Extension=extension, ContentType="application/octet")
    for name in names:
        if not PurePosixPath(name).suffix:
            xml.SubElement(root, "Override", PartName=f"/{name}", ContentType="application/octet")
    return document(root)


def relationships(manifest_name: str) -> bytes:
    root = xml.Element("Relationships", xmlns=RELATIONSHIPS)
    xml.SubElement(root, "Relationship", Type=MANIFEST_TYPE, Target=f"/{manifest_name}", Id="R0")
    return document(root)


def main() -> None:
    project, content, package = map(Path, sys.argv[1:])
    manifest_name, manifest_text = manifest(project)
    files = sorted(path for path in content.rglob("*") if path.is_file())
    parts = {manifest_name: manifest_text}
    parts |= {path.relative_to(content).as_posix(): path.read_bytes() for path in files}
    parts = {"[Content_Types].xml": content_types(list(parts)), "_rels/.rels": relationships(manifest_name)} | parts
    with zipfile.ZipFile(package, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name, data in parts.items():
            archive.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), data, zipfile.ZIP_DEFLATED)


if __name__ == "__main__":
    main()
