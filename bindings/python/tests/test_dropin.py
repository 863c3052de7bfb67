"""Code written for the two official packages runs unchanged, and the attacks on them fail."""

from __future__ import annotations

import base64
import inspect
import pickle
import time
import uuid
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from support import KEYS, OPTIONS, PRIVATE_PEM, PUBLIC_PEM, SDKAPPID, SECRET, load

import usersig
from TLSSigAPI import TLSSigAPI
from TLSSigAPIv2 import TLSSigAPIv2

Case = dict[str, Any]


def kinds(case: Case) -> set[str]:
    return {KEYS[name]["kind"] for name in case["keys"]}


def test_v1_as_its_readme_calls_it(capsys: pytest.CaptureFixture[str]) -> None:
    api = TLSSigAPI(SDKAPPID, PRIVATE_PEM, PUBLIC_PEM)
    assert api._err_msg == "ok"
    before = int(time.time())
    sig = api.gen_sig("xiaojun")
    read = usersig.inspect(sig)
    assert (read.version, read.identifier, read.sdkappid, read.expire) == ("1.0", "xiaojun", SDKAPPID, 15552000)
    assert before <= read.issued_at <= time.time()
    assert api.tls_verify_sig(sig, "xiaojun") is True
    # The official method takes bytes.
    assert api.tls_verify_sig(sig.encode(), "xiaojun") is True
    # A line read from a file.
    assert api.tls_verify_sig(f" {sig}\r\n", "xiaojun") is True
    assert api.tls_verify_sig(f"{sig}\n".encode(), "xiaojun") is True
    assert api.tls_verify_sig(f"{sig}\0", "xiaojun") is False
    assert api.tls_verify_sig(sig, "xiaoming") is False
    assert api._err_msg.startswith("identifier_mismatch: ")
    assert api.tls_verify_sig(sig, "xiaojun") is True
    assert api._err_msg == "ok"
    printed = capsys.readouterr()
    assert printed.out == printed.err == ""


def test_v1_remembers_the_last_expire() -> None:
    api = TLSSigAPI(SDKAPPID, PRIVATE_PEM, PUBLIC_PEM)
    assert usersig.inspect(api.tls_gen_sig("xiaojun")).expire == 15552000
    assert usersig.inspect(api.gen_sig("xiaojun", 60)).expire == 60
    assert usersig.inspect(api.tls_gen_sig("xiaojun")).expire == 60
    assert usersig.inspect(api.gen_sig(identifier="xiaojun", expire=3600 * 24)).expire == 86400
    assert usersig.inspect(api.gen_sig("xiaojun")).expire == 15552000


def test_v2_as_its_readme_calls_it() -> None:
    api = TLSSigAPIv2(SDKAPPID, SECRET)
    verifier = usersig.Verifier(SDKAPPID, usersig.SecretKey(SECRET))
    assert verifier.verify(api.genUserSig("xiaojun"), "xiaojun").expire == 15552000
    assert verifier.verify(api.genUserSig("xiaojun", 86400 * 10), "xiaojun").expire == 864000
    assert verifier.verify(api.gen_sig("xiaojun", expire=60), "xiaojun").expire == 60
    carried = verifier.verify(api.gen_sig_with_userbuf("xiaojun", 86400, b"abc"), "xiaojun", userbuf=b"abc")
    assert carried.expire == 86400

    before = int(time.time())
    ticket = api.genPrivateMapKey("xiaojun", 86400 * 180, 10000, 255)
    read = verifier.verify(ticket, "xiaojun", userbuf="any")
    permission = read.private_map_key()
    assert permission is not None
    assert (permission.room, permission.privileges) == (10000, 255)
    assert permission.expires_at == read.expires_at >= before + 86400 * 180

    ticket = api.genPrivateMapKeyWithStringRoomID("xiaojun", 60, "room-1", 42)
    permission = verifier.verify(ticket, "xiaojun", userbuf="any").private_map_key()
    assert permission is not None
    assert (permission.room, permission.privileges) == ("room-1", 42)


def test_parameter_names_orders_and_defaults() -> None:
    def parameters(function: Any) -> list[tuple[str, Any]]:
        return [(p.name, p.default) for p in list(inspect.signature(function).parameters.values())[1:]]

    need = inspect.Parameter.empty
    assert parameters(TLSSigAPI.__init__) == [("sdkappid", need), ("pri_key", need), ("pub_key", need)]
    assert parameters(TLSSigAPI.gen_sig) == [("identifier", need), ("expire", 15552000)]
    assert parameters(TLSSigAPI.tls_gen_sig) == [("identifier", need)]
    assert parameters(TLSSigAPI.tls_verify_sig) == [("tlssig", need), ("identifier", need)]
    assert parameters(TLSSigAPIv2.__init__) == [("sdkappid", need), ("key", need)]
    assert parameters(TLSSigAPIv2.genUserSig) == [("userid", need), ("expire", 15552000)]
    room = [("userid", need), ("expire", need), ("roomid", need), ("privilegeMap", need)]
    assert parameters(TLSSigAPIv2.genPrivateMapKey) == room
    room[2] = ("roomstr", need)
    assert parameters(TLSSigAPIv2.genPrivateMapKeyWithStringRoomID) == room
    assert parameters(TLSSigAPIv2.gen_sig) == [("identifier", need), ("expire", 15552000)]
    assert parameters(TLSSigAPIv2.gen_sig_with_userbuf) == [("identifier", need), ("expire", need), ("userbuf", need)]


def test_the_official_tolerance_for_types() -> None:
    v1 = TLSSigAPI(str(SDKAPPID), PRIVATE_PEM.encode(), PUBLIC_PEM.encode())
    v2 = TLSSigAPIv2(str(SDKAPPID), SECRET)
    user = uuid.uuid4()
    for ticket in (v1.gen_sig(12345, "60"), v2.genUserSig(12345, 60.0), v2.gen_sig_with_userbuf(12345, 60, None)):
        read = usersig.inspect(ticket)
        assert (read.identifier, read.sdkappid, read.expire, read.userbuf) == ("12345", SDKAPPID, 60, None)
    assert usersig.inspect(v2.genUserSig(user)).identifier == str(user)
    for buffer in (b"abc", bytearray(b"abc"), memoryview(b"abc")):
        assert usersig.inspect(v2.gen_sig_with_userbuf("u", 60, buffer)).userbuf == b"abc"
    with pytest.raises(TypeError):
        v2.gen_sig_with_userbuf("u", 60, 3)  # type: ignore[arg-type]
    for nobody in (None, True, b"xiaojun"):
        for call in (v1.gen_sig, v1.tls_gen_sig, v2.genUserSig, v2.gen_sig):
            with pytest.raises(TypeError):
                call(nobody)


@pytest.mark.parametrize("wrong", [86400.9, Decimal("60.5"), Fraction(1, 3), float("nan"), float("inf"), "60.5", "", "abc", "1e3"])
def test_nothing_is_cut(wrong: Any) -> None:
    v1, v2 = TLSSigAPI(SDKAPPID, PRIVATE_PEM, None), TLSSigAPIv2(SDKAPPID, SECRET)
    calls: list[tuple[type[usersig.UserSigError], Any]] = [
        (usersig.InvalidExpireError, lambda: v1.gen_sig("a", wrong)),
        (usersig.InvalidExpireError, lambda: v2.genUserSig("a", wrong)),
        (usersig.InvalidExpireError, lambda: v2.gen_sig("a", wrong)),
        (usersig.InvalidExpireError, lambda: v2.gen_sig_with_userbuf("a", wrong, b"")),
        (usersig.InvalidExpireError, lambda: v2.genPrivateMapKey("a", wrong, 1, 1)),
        (usersig.InvalidExpireError, lambda: v2.genPrivateMapKeyWithStringRoomID("a", wrong, "r", 1)),
        (usersig.InvalidRoomError, lambda: v2.genPrivateMapKey("a", 60, wrong, 1)),
        (usersig.InvalidArgumentError, lambda: v2.genPrivateMapKey("a", 60, 1, wrong)),
        (usersig.InvalidArgumentError, lambda: v2.genPrivateMapKeyWithStringRoomID("a", 60, "r", wrong)),
        (usersig.InvalidSdkappidError, lambda: TLSSigAPI(wrong, PRIVATE_PEM, None).gen_sig("a")),
        (usersig.InvalidSdkappidError, lambda: TLSSigAPIv2(wrong, SECRET).genUserSig("a")),
    ]
    for error, call in calls:
        with pytest.raises(error, match="whole number") as caught:
            call()
        assert caught.value.__context__ is None or caught.value.__suppress_context__
    # What one call refused is no later call's expiry.
    assert usersig.inspect(v1.tls_gen_sig("a")).expire == 15552000


def test_a_key_is_reported_where_it_is_first_needed() -> None:
    only_public = TLSSigAPI(SDKAPPID, "", PUBLIC_PEM)
    sig = TLSSigAPI(SDKAPPID, PRIVATE_PEM, None).gen_sig("xiaojun")
    assert only_public.tls_verify_sig(sig, "xiaojun") is True
    for _ in range(2):
        with pytest.raises(usersig.InvalidKeyError):
            only_public.gen_sig("xiaojun")
    only_private = TLSSigAPI(SDKAPPID, PRIVATE_PEM, "")
    assert only_private.tls_verify_sig(sig, "xiaojun") is False
    assert only_private._err_msg.startswith("invalid_key: ")
    with pytest.raises(usersig.WrongKeyKindError):
        TLSSigAPIv2(SDKAPPID, PRIVATE_PEM).genUserSig("xiaojun")
    with pytest.raises(usersig.InvalidSdkappidError):
        TLSSigAPIv2(0, SECRET).genUserSig("xiaojun")


def test_no_key_in_attributes_texts_or_pickles() -> None:
    for api in (TLSSigAPI(SDKAPPID, PRIVATE_PEM, PUBLIC_PEM), TLSSigAPIv2(SDKAPPID, SECRET)):
        shown = repr(vars(api)) + repr(api) + str(api)
        assert SECRET not in shown and "BEGIN" not in shown
        with pytest.raises((TypeError, AttributeError, pickle.PicklingError)):
            pickle.dumps(api)


def test_base64_functions() -> None:
    import TLSSigAPI as v1
    import TLSSigAPIv2 as v2

    for module in (v1, v2):
        for size in range(70):
            data = bytes(range(190, 190 + size)) if size < 60 else b"\xff\xfe\xfb" * size
            text = module.base64_encode_url(data)
            assert text == base64.b64encode(data).decode().replace("+", "*").replace("/", "-").replace("=", "_")
            assert module.base64_decode_url(text.encode()) == data
        with pytest.raises(ValueError):
            module.base64_decode_url(b"ab+=")


ATTACKS = [row for file in ("verify_cases", "attack_cases") for row in load(file) if row["attack"] and row["any_time"]]
# A v1 interface has one public key and no userbuf; the rows with secrets are put to it with that secret as its key.
V1_ROWS = [row for row in ATTACKS if kinds(row) == {"public"} and row["userbuf"]["expect"] == "absent"]
SECRET_ROWS = [row for row in ATTACKS if "secret" in kinds(row)]
USERBUF_ROWS = [row for row in ATTACKS if kinds(row) == {"public"} and row["userbuf"]["expect"] != "absent"]


@pytest.mark.parametrize("case", [pytest.param(row, id=row["name"]) for row in V1_ROWS])
def test_attack(case: Case) -> None:
    assert len(case["keys"]) == 1
    api = TLSSigAPI(case["sdkappid"], "", KEYS[case["keys"][0]]["text"])
    for ticket in (case["ticket"], case["ticket"].encode()):
        assert api.tls_verify_sig(ticket, case["identifier"]) is ("ok" in case)
        assert api._err_msg.split(":")[0] == case.get("error", "ok")


@pytest.mark.parametrize("case", [pytest.param(row, id=row["name"]) for row in SECRET_ROWS])
def test_attack_with_a_secret_for_a_public_key(case: Case) -> None:
    secret = next(KEYS[name]["text"] for name in case["keys"] if KEYS[name]["kind"] == "secret")
    api = TLSSigAPI(case["sdkappid"], "", secret)
    assert api.tls_verify_sig(case["ticket"], case["identifier"]) is False
    assert api._err_msg.startswith("wrong_key_kind: ")


def test_attack_rows_that_the_interface_cannot_express() -> None:
    """The v1 interface cannot ask for a userbuf; a ticket that carries one is refused."""
    assert len(ATTACKS) == len(V1_ROWS) + len(SECRET_ROWS) + len(USERBUF_ROWS)
    assert V1_ROWS and SECRET_ROWS
    for case in USERBUF_ROWS:
        api = TLSSigAPI(case["sdkappid"], "", KEYS[case["keys"][0]]["text"])
        verdict = api.tls_verify_sig(case["ticket"], case["identifier"])
        assert verdict is (usersig.inspect(case["ticket"]).userbuf is None)


def expressible(case: Case) -> bool:
    if any(case.get(name) not in (None, False) for name in OPTIONS.keys() - {"expire", "userbuf", "issued_at"}):
        return False
    if case.get("error") in ("invalid_expire", "invalid_argument") and 0 <= expire_of(case) < 2**32:
        # Caused by the time of issue, which the interfaces do not take, or by a userbuf beside a room.
        return case["room"] is not None and not 0 <= case["privileges"] < 2**32
    private = KEYS[case["key"]]["kind"] == "private"
    return not private or (case["userbuf"] is None and case["room"] is None)


def expire_of(case: Case) -> int:
    return 15552000 if case["expire"] is None else int(case["expire"])


GEN_CASES = load("gen_cases")


@pytest.mark.parametrize("case", [pytest.param(row, id=row["name"]) for row in GEN_CASES if expressible(row)])
def test_gen_case(case: Case) -> None:
    """The same result as the case's, with the present moment for the time of issue."""
    text, sdkappid, identifier, expire = KEYS[case["key"]]["text"], case["sdkappid"], case["identifier"], expire_of(case)
    userbuf = None if case["userbuf"] is None else base64.b64decode(case["userbuf"])
    permission_ends_too_late = case["room"] is not None and time.time() + expire >= 2**32

    def generate() -> str:
        if KEYS[case["key"]]["kind"] == "private":
            return TLSSigAPI(sdkappid, text, "").gen_sig(identifier, expire)
        api = TLSSigAPIv2(sdkappid, text)
        if case["room"] is None:
            return api.gen_sig_with_userbuf(identifier, expire, userbuf)
        if "number" in case["room"]:
            return api.genPrivateMapKey(identifier, expire, case["room"]["number"], case["privileges"])
        return api.genPrivateMapKeyWithStringRoomID(identifier, expire, case["room"]["name"], case["privileges"])

    if "error" in case or permission_ends_too_late:
        with pytest.raises(usersig.UserSigError) as caught:
            generate()
        assert caught.value.code == case.get("error", "invalid_expire")
        return
    read = usersig.inspect(generate())
    assert (read.sdkappid, read.identifier, read.expire) == (sdkappid, identifier, expire)
    if case["room"] is None:
        assert read.userbuf == userbuf
    else:
        permission = read.private_map_key()
        assert permission is not None
        assert permission.room == case["room"].get("number", case["room"].get("name"))
        assert permission.privileges == case["privileges"]
        assert permission.expires_at == read.expires_at


def test_how_many_gen_cases_the_interfaces_can_express() -> None:
    """Not strict_identifier, account_type, appid_at_3rd, a v1 userbuf or room, a time of issue, a room's own userbuf."""
    assert sum(map(expressible, GEN_CASES)) == 132
