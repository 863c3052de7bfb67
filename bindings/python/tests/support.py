from __future__ import annotations

import base64
import json
import zlib
from pathlib import Path
from typing import Any

import usersig

REPOSITORY = Path(__file__).resolve().parents[3]
CASES = REPOSITORY / "ci" / "conformance"
EXAMPLE_KEYS = REPOSITORY / "examples" / "keys"

SDKAPPID = 1400000000
SECRET = (EXAMPLE_KEYS / "secret.txt").read_text().strip()
PRIVATE_PEM = (EXAMPLE_KEYS / "p256" / "private_key.txt").read_text()
PUBLIC_PEM = (EXAMPLE_KEYS / "p256" / "public_key.txt").read_text()


def load(name: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = json.loads((CASES / f"{name}.json").read_text(encoding="utf-8"))
    assert rows, name
    return rows


# The options of gen_sig, by their kinds.
OPTIONS = {
    # vocabulary: gen_kinds
    "expire": "seconds",
    "userbuf": "bytes",
    "issued_at": "time",
    "strict_identifier": "flag",
    "account_type": "text",
    "appid_at_3rd": "text",
    "compression": "compression",
    # vocabulary: end
}
KEYS = {row["name"]: row for row in load("keys")}


def load_key(kind: str, text: str) -> usersig.PrivateKey | usersig.PublicKey | usersig.SecretKey:
    if kind == "private":
        return usersig.PrivateKey.from_pem(text)
    if kind == "public":
        return usersig.PublicKey.from_pem(text)
    return usersig.SecretKey(text)


def key(name: str) -> Any:
    return load_key(KEYS[name]["kind"], KEYS[name]["text"])


def content(ticket: str) -> str:
    """The JSON text inside a ticket, taken out without the package."""
    standard = ticket.translate(str.maketrans("*-_", "+/="))
    return zlib.decompress(base64.b64decode(standard, validate=True)).decode()


def sealed(json_text: str) -> str:
    """A ticket around this JSON text, made without the package."""
    return base64.b64encode(zlib.compress(json_text.encode())).decode().translate(str.maketrans("+/=", "*-_"))
