"""Every case of ci/conformance through the package's own API."""

from __future__ import annotations

import base64
from collections.abc import Callable
from datetime import datetime, timedelta, timezone
from functools import partial
from typing import Any

import pytest
from support import KEYS, OPTIONS, content, key, load, load_key

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
        # The kinds of errors, without comparing numbers.
        kinds = (usersig.InvalidArgumentError, usersig.InvalidKeyError, usersig.TicketError)
        assert [issubclass(cls, kind) for kind in kinds] == [row["number"] // 10 in of for of in ((0,), (1,), (2, 3))]
        assert getattr(usersig, cls.__name__) is cls
        assert cls.__name__ == "".join(part.capitalize() for part in row["word"].split("_")) + "Error"
    assert len(set(CLASSES.values())) == len(table)


@cases("key_cases")
@pytest.mark.parametrize("form", ["str", "bytes"])
def test_key(case: Case, form: str) -> None:
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
    return [way for options in options_of(case) for way in ways_with(case, options)]


def ways_with(case: Case, options: dict[str, Any]) -> list[Callable[[], str]]:
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
    if "error" in case:
        with pytest.raises(expected_error(case)) as caught:
            verify(case)
        check_error(case, caught.value)
        assert not case["ticket"] or case["ticket"] not in str(caught.value)
    else:
        check_content(verify(case), case["ok"])


@cases("inspect_cases")
def test_inspect(case: Case) -> None:
    if "error" in case:
        with pytest.raises(expected_error(case)) as caught:
            usersig.inspect(case["ticket"])
        check_error(case, caught.value)
    else:
        check_content(usersig.inspect(case["ticket"]), case["ok"])


IMPOSSIBLE = {"unflagged"}


def given(value: Any) -> Any:
    """A text as Python has it, which may be none: a byte that is not UTF-8 is a surrogate, as from os.fsdecode."""
    if isinstance(value, dict) and "units" in value:
        return bytes.fromhex(value["units"]).decode("utf-16-be", "surrogatepass") * value.get("repeat", 1)
    return value


def as_bytes(value: Any) -> Any:
    """The same as Python's bytes."""
    if isinstance(value, dict):
        return bytes.fromhex(value["bytes"]) * value.get("repeat", 1)
    return value.encode() if isinstance(value, str) else value


def span(value: Any) -> list[Any]:
    if isinstance(value, dict):
        seconds = value["seconds"] + value["nanoseconds"] / 10**9
        spans: list[Any] = [seconds]
        if value["nanoseconds"] % 1000 == 0 and abs(value["seconds"]) < 10**9:
            spans.append(timedelta(seconds=value["seconds"], microseconds=value["nanoseconds"] // 1000))
        return spans
    return [value]


def moment(value: Any) -> list[Any]:
    if isinstance(value, dict):
        exactly = datetime.fromtimestamp(0, timezone.utc) + timedelta(seconds=value["seconds"], microseconds=value["nanoseconds"] // 1000)
        return [value["seconds"] + value["nanoseconds"] / 10**9, exactly]
    return [value]


def options_of(case: Case) -> list[Case]:
    """Every way to give the options that a case has."""
    ways: list[Case] = [{}]
    for name, kind in OPTIONS.items():
        value = case.get(name)
        if value is not None:
            if kind == "bytes":
                value = as_bytes(value) if isinstance(value, dict) else decoded(value)
            forms = {"seconds": span, "time": moment}.get(kind, lambda value: [given(value)])(value)
            ways = [{**way, name: form} for way in ways for form in forms]
    return ways


def any_key(name: Any) -> Any:
    return key(name) if name in KEYS else name


def ways_to_call(case: Case) -> list[Callable[[], Any]]:
    call = case["call"]
    if call == "generate_key":
        return [lambda: usersig.PrivateKey.generate(given(case["curve"]))]
    if call.startswith("load_"):
        forms = [given(case["text"])] + ([as_bytes(case["text"])] if case["text"] is not None else [])
        return [partial(load_key, call.removeprefix("load_"), form) for form in forms]
    more: Case = dict(case.get("options", {}))
    if call.startswith("gen_"):
        signing, identifier = any_key(case["key"]), given(case.get("identifier"))

        def generate(some: Case, way: str) -> Any:
            options = {**some, **more}
            if way == "once":
                return usersig.gen_sig(case["sdkappid"], signing, identifier, **options)
            signer = usersig.Signer(case["sdkappid"], signing)
            if call == "gen_sig_batch":
                return signer.gen_sig_batch([given(each) for each in case["identifiers"]], **options)
            if call == "gen_private_map_key":
                room = case["room"].get("number", given(case["room"].get("name")))
                return signer.gen_private_map_key(identifier, room, case["privileges"], **options)
            return signer.gen_sig(identifier, **options)

        ways = ["once", "signer"] if call == "gen_sig" else ["signer"]
        return [partial(generate, some, way) for some in options_of(case) for way in ways]

    def check(ticket: Any, now: Any, tolerances: Case) -> Any:
        if call == "inspect":
            return usersig.inspect(ticket)
        verifier = usersig.Verifier(case["sdkappid"], *map(any_key, case["keys"]), **tolerances)
        userbuf = case.get("userbuf", {}).get("expect")
        options = {**more, **({} if userbuf is None else {"userbuf": None if userbuf == "absent" else userbuf}), "now": now}
        if call == "authenticate":
            return verifier.authenticate(ticket, **options)
        return verifier.verify(ticket, given(case["identifier"]), **options)

    ticket = case.get("ticket")
    return [
        partial(check, form, now, {name: value for name, value in (("leeway", leeway), ("future_tolerance", tolerance)) if name in case})
        for form in ([given(ticket), as_bytes(ticket)] if ticket is not None else [None])
        for now in moment(case.get("now"))
        for leeway in span(case.get("leeway"))
        for tolerance in span(case.get("future_tolerance"))
    ]


ARGUMENTS = ("pem", "secret", "key", "identifier", "ticket")


@cases("contract_cases")
def test_contract(case: Case) -> None:
    if IMPOSSIBLE & set(case):
        return
    for way in ways_to_call(case):
        error = case.get("error")
        if error in ("type_error", "null_error", "refused"):
            with pytest.raises(TypeError) as wrong:
                way()
            assert not isinstance(wrong.value, usersig.UserSigError)
            assert error == "refused" or str(wrong.value).startswith(tuple(f"{name} must be " for name in ARGUMENTS))
        elif error is not None:
            with pytest.raises(expected_error(case)) as caught:
                way()
            assert type(caught.value) is expected_error(case)
        elif case["call"] == "gen_sig_batch":
            results = way()
            assert len(results) == len(case["ok"])
            for index, (result, expected) in enumerate(zip(results, case["ok"])):
                if "error" in expected:
                    assert (result.code, result.index) == (expected["error"], index)
                else:
                    assert content(result) == expected["json"]
        elif "json" in case.get("ok", {}):
            assert content(way()) == case["ok"]["json"]
        elif case["call"] == "generate_key":
            assert way().curve == case["ok"]["curve"]
        else:
            check_content(way(), case["ok"])


@cases("source_cases")
def test_source(case: Case) -> None:
    now: list[int] = []

    def tickets() -> Case:
        share = {} if case["min_share"] is None else {"min_share": case["min_share"]}
        signer = usersig.Signer(case["sdkappid"], key(case["key"]))
        source = usersig.UserSigSource(signer, case["identifier"], expire=case["expire"], clock=lambda: now[-1], **share)
        issued_at = []
        for time in case["times"]:
            now.append(time)
            issued_at.append(usersig.inspect(source.ticket()).issued_at)
        return {"issued_at": issued_at, "renewals": source.renewals}

    if "error" in case:
        with pytest.raises(expected_error(case), match=case.get("message")) as caught:
            tickets()
        check_error(case, caught.value)
    else:
        assert tickets() == case["ok"]


def test_every_error_of_the_table_is_raised_by_some_case_or_test() -> None:
    """What no case can cause is named here and tested elsewhere."""
    files = ("key_cases", "gen_cases", "verify_cases", "attack_cases", "official_cases", "inspect_cases", "contract_cases")
    raised = {row["error"] for file in files for row in load(file) if "error" in row}
    assert set(CLASSES) - raised == {"internal"} and raised - set(CLASSES) == {"type_error", "null_error", "refused"}
