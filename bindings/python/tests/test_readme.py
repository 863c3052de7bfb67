"""Every code block of the README runs, and its tables say what the package does."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from support import PRIVATE_PEM, PUBLIC_PEM, SECRET, load

import usersig
from usersig._errors import CLASSES

README = (Path(__file__).resolve().parents[1] / "README.md").read_text(encoding="utf-8")


def test_code_blocks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "private_key.txt").write_text(PRIVATE_PEM)
    (tmp_path / "public_key.txt").write_text(PUBLIC_PEM)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("USERSIG_SECRET_KEY", SECRET)
    blocks = re.findall(r"^```(\w+)\n(.*?)^```$", README, re.MULTILINE | re.DOTALL)
    assert {language for language, _ in blocks} == {"python", "sh"}
    assert [code for language, code in blocks if language == "sh"] == ["pip install usersig\n"]
    namespace: dict[str, Any] = {}
    python = [code for language, code in blocks if language == "python"]
    assert len(python) == 8
    for code in python:
        exec(compile(code, "README.md", "exec"), namespace)


def test_error_table() -> None:
    rows = re.findall(r"^\| `(\w+Error)` \| (\d+) \| `(\w+)` \| (.*) \| ?([-\d, ]*) \|$", README, re.MULTILINE)
    table = [(row["number"], row["word"], row["cause"], ", ".join(map(str, row["service"]))) for row in load("errors")]
    assert [(int(number), code, cause, service) for _, number, code, cause, service in rows] == table
    for name, number, code, _, service in rows:
        cls = CLASSES[code]
        assert (cls.__name__, cls.number) == (name, int(number))
        assert (str(cls.service_code) if cls.service_code is not None else "") == service.split(", ")[0]


def test_names_in_the_text_exist() -> None:
    for name in re.findall(r"`(?:usersig\.)?([A-Z]\w*Error)`", README):
        assert name in {"TypeError", "ValueError"} or issubclass(getattr(usersig, name), usersig.UserSigError)
    for name in re.findall(r"usersig\.(\w+)", README):
        assert hasattr(usersig, name), name


def test_docstring_of_the_package() -> None:
    import doctest

    assert doctest.testmod(usersig) == (0, 5)
