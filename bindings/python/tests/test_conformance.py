"""Every case of ci/conformance through the package's own API."""

from __future__ import annotations

import base64
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from support import content, key, load, load_key, ran

import usersig
from usersig._errors import CLASSES

Case = dict[str, Any]


def cases(*files: str) -> pytest.MarkDecorator:
    rows = [pytest.param(row, id=f"{file}-{row['name']}") for file in files for row in load(file)]
    return pytest.mark.parametrize("case", rows)


def decoded(text: str | None) -> bytes | None:
    return None if text is None else base64.b64decode(text, validate=True)


def expected_error(case: Case) -> type[usersig.UserSigError]:
    return CLASSES[case["error"]]


def check_error(case: Case, error: usersig.UserSigError) -> None:
    assert type(error) is expected_error(case)
    assert error.code == case["error"]
    assert error.field == case.get("field")


def check_content(ticket: usersig.Ticket | usersig.UntrustedTicket, ok: Case) -> None:
    for field in ("version", "sdkappid", "identifier", "issued_at", "expire", "expires_at"):
        assert getattr(ticket, field) == ok[field], field
    assert ticket.userbuf == decoded(ok["userbuf"])
    permission = ok["private_map_key"]
    read = ticket.private_map_key()
    if permission is None:
        assert read is None
    else:
        assert read is not None
        assert read.room == permission["room"].get("number", permission["room"].get("name"))
        assert read.privileges == permission["privileges"]
        assert read.expires_at == permission["expires_at"]
        assert (read.identifier, read.sdkappid) == (ok["identifier"], ok["sdkappid"])


def test_error_table() -> None:
    table = load("errors")
    assert {row["word"] for row in table} == set(CLASSES)
    for row in table:
        cls = CLASSES[row["word"]]
        assert (cls.code, cls.number) == (row["word"], row["number"])
        assert cls.service_code == (row["service"][0] if row["service"] else None)
        assert issubclass(cls, usersig.UserSigError) and issubclass(cls, ValueError)
        assert issubclass(cls, usersig.TicketError) == (20 <= row["number"] < 40)
        assert getattr(usersig, cls.__name__) is cls
        assert cls.__name__ == "".join(part.capitalize() for part in row["word"].split("_")) + "Error"
    assert len(set(CLASSES.values())) == len(table)


@cases("key_cases")
@pytest.mark.parametrize("form", ["str", "bytes"])
def test_key(case: Case, form: str) -> None:
    ran("python", case)
    text = case["text"] if form == "str" else case["text"].encode()
    if "error" in case:
        with pytest.raises(expected_error(case)) as caught:
            load_key(case["load"], text)
        check_error(case, caught.value)
    else:
        assert getattr(load_key(case["load"], text), "curve", None) == case["ok"]["curve"]


def the_one(results: list[str | usersig.UserSigError]) -> str:
    (result,) = results
    if isinstance(result, usersig.UserSigError):
        assert result.index == 0
        raise result
    return result


def ways_to_generate(case: Case) -> list[Callable[[], str]]:
    options: dict[str, Any] = {"strict_identifier": case["strict_identifier"]}
    for name in ("expire", "issued_at", "account_type", "appid_at_3rd"):
        if case[name] is not None:
            options[name] = case[name]
    if case["userbuf"] is not None:
        options["userbuf"] = decoded(case["userbuf"])
    sdkappid, identifier, signing = case["sdkappid"], case["identifier"], key(case["key"])
    if case["room"] is not None:
        room = case["room"].get("number", case["room"].get("name"))
        return [lambda: usersig.Signer(sdkappid, signing).gen_private_map_key(identifier, room, case["privileges"], **options)]
    return [
        lambda: usersig.Signer(sdkappid, signing).gen_sig(identifier, **options),
        lambda: usersig.gen_sig(sdkappid, signing, identifier, **options),
        lambda: the_one(usersig.Signer(sdkappid, signing).gen_sig_batch([identifier], **options)),
    ]


def expressible(case: Case) -> bool:
    """gen_private_map_key has no userbuf argument that could be given besides."""
    return case["room"] is None or case["userbuf"] is None


GEN_CASES = load("gen_cases")


@pytest.mark.parametrize("case", [pytest.param(row, id=row["name"]) for row in GEN_CASES if expressible(row)])
def test_gen(case: Case) -> None:
    ran("python", case)
    for generate in ways_to_generate(case):
        if "error" in case:
            with pytest.raises(expected_error(case)) as caught:
                generate()
            check_error(case, caught.value)
        else:
            assert content(generate()) == case["ok"]["json"]


def test_gen_cases_that_the_interface_cannot_express() -> None:
    rows = [row for row in GEN_CASES if not expressible(row)]
    assert [row["name"] for row in rows] == ["room: with a userbuf besides"]
    for generate in ways_to_generate(rows[0]):
        with pytest.raises(TypeError, match="userbuf"):
            generate()


def verify(case: Case) -> usersig.Ticket:
    options = {name: case[name] for name in ("leeway", "future_tolerance") if case[name] is not None}
    verifier = usersig.Verifier(case["sdkappid"], *(key(name) for name in case["keys"]), **options)
    expect = case["userbuf"]["expect"]
    userbuf: Any = {"absent": None, "exactly": decoded(case["userbuf"].get("value"))}.get(expect, expect)
    check = verifier.authenticate if case.get("identifier") is None else partial(verifier.verify, identifier=case["identifier"])
    ticket = check(ticket=case["ticket"], now=case["now"], userbuf=userbuf)
    if case["any_time"]:
        assert check(ticket=case["ticket"].encode(), userbuf=userbuf) == ticket
    return ticket


@cases("verify_cases", "attack_cases", "official_cases", "authenticate_cases")
def test_verify(case: Case) -> None:
    ran("python", case)
    if "error" in case:
        with pytest.raises(expected_error(case)) as caught:
            verify(case)
        check_error(case, caught.value)
        assert not case["ticket"] or case["ticket"] not in str(caught.value)
    else:
        check_content(verify(case), case["ok"])


@cases("inspect_cases")
def test_inspect(case: Case) -> None:
    ran("python", case)
    if "error" in case:
        with pytest.raises(expected_error(case)) as caught:
            usersig.inspect(case["ticket"])
        check_error(case, caught.value)
    else:
        check_content(usersig.inspect(case["ticket"]), case["ok"])


def test_every_error_of_the_table_is_raised_by_some_case_or_test() -> None:
    """What no case can cause is named here and tested elsewhere."""
    files = ("key_cases", "gen_cases", "verify_cases", "attack_cases", "official_cases", "inspect_cases")
    raised = {row["error"] for file in files for row in load(file) if "error" in row}
    assert set(CLASSES) - raised == {"internal"}
