"""What the conformance cases cannot say: types, moments, repr, pickling, batches, exceptions."""

from __future__ import annotations

import ast
import base64
import copy
import gc
import inspect
import pickle
import time
from datetime import date, datetime, timedelta, timezone
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from support import PRIVATE_PEM, PUBLIC_PEM, SDKAPPID, SECRET, content, sealed

import usersig
from usersig import Privileges, Signer, Verifier

Pair = tuple[Signer, Verifier]
T0 = 1600000000


def test_the_first_example_of_the_package(pair: Pair) -> None:
    signer, verifier = pair
    before = int(time.time())
    ticket = verifier.verify(signer.gen_sig("xiaojun"), "xiaojun")
    assert (ticket.sdkappid, ticket.identifier, ticket.expire) == (SDKAPPID, "xiaojun", usersig.DEFAULT_EXPIRE)
    assert before <= ticket.issued_at <= time.time()
    assert ticket.expires_at == ticket.issued_at + ticket.expire
    assert ticket.userbuf is None
    assert ticket.account_type == (None if ticket.version == "2.0" else "0")
    assert (signer.sdkappid, verifier.sdkappid) == (SDKAPPID, SDKAPPID)


def test_known_answers(secret: usersig.SecretKey) -> None:
    signer = Signer(SDKAPPID, secret)
    assert '"TLS.sig":"1Z5PngDjGaufeSiPoBuxdHY7EK3JTdAjMP93S4KvV3M="' in content(signer.gen_sig("xiaojun", issued_at=T0))
    number = content(signer.gen_private_map_key("xiaojun", 10000, 255, issued_at=T0))
    assert '"TLS.userbuf":"AAAHeGlhb2p1blNyTgAAACcQYEteAAAAAP8AAAAA"' in number
    assert '"TLS.sig":"QQY8WpPtnz7YZSG2peQjkXFqylqgPMeZmrrJaErpMxE="' in number
    name = content(signer.gen_private_map_key("xiaojun", "abc", 255, issued_at=T0))
    assert '"TLS.userbuf":"AQAHeGlhb2p1blNyTgAAAAAAYEteAAAAAP8AAAAAAANhYmM="' in name
    assert '"TLS.sig":"HLCO6DQxSl7ugd5stsIi4kLl65icYuIGfazm/pQPQPE="' in name


@pytest.mark.parametrize("wrong", ["3600", 3600.0, None, True, b"1", [], timedelta])
def test_expire_of_a_wrong_type(pair: Pair, wrong: Any) -> None:
    with pytest.raises(TypeError, match="int .seconds. or timedelta"):
        pair[0].gen_sig("xiaojun", expire=wrong)
    with pytest.raises(TypeError, match="int .seconds. or timedelta"):
        pair[0].gen_sig_batch(["xiaojun"], expire=wrong)


@pytest.mark.parametrize("wrong", [86400.9, -0.5, 1e-9, float("nan"), float("inf"), timedelta(milliseconds=1500)])
def test_a_duration_that_is_no_whole_number_of_seconds(pair: Pair, secret: usersig.SecretKey, wrong: Any) -> None:
    calls: list[Any] = [lambda: pair[0].gen_sig("x", expire=wrong), lambda: usersig.gen_sig(SDKAPPID, secret, "x", expire=wrong)]
    for call in calls:
        with pytest.raises(usersig.InvalidExpireError, match="whole number of seconds"):
            call()
    for option in ("leeway", "future_tolerance"):
        with pytest.raises(usersig.InvalidArgumentError, match="whole number of seconds"):
            Verifier(SDKAPPID, secret, **{option: wrong})


def test_a_duration_that_says_anything_of_itself(pair: Pair) -> None:
    class Endless(timedelta):
        days = property(lambda self: 2**62)

    with pytest.raises(usersig.InvalidExpireError):
        pair[0].gen_sig("xiaojun", expire=Endless(1))


def test_other_wrong_types(pair: Pair, private: usersig.PrivateKey, secret: usersig.SecretKey) -> None:
    signer, verifier = pair
    ticket = signer.gen_sig("xiaojun")
    missing: Any = None
    calls: list[tuple[str, Any]] = [
        ("identifier must be str, not bytes", lambda: signer.gen_sig(b"xiaojun")),  # type: ignore[arg-type]
        ("identifier", lambda: signer.gen_sig(None)),  # type: ignore[arg-type]
        ("userbuf", lambda: signer.gen_sig("x", userbuf="text")),  # type: ignore[arg-type]
        ("userbuf", lambda: signer.gen_sig("x", userbuf=bytearray(b"x"))),  # type: ignore[arg-type]
        ("issued_at", lambda: signer.gen_sig("x", issued_at="1")),  # type: ignore[arg-type]
        ("issued_at", lambda: signer.gen_sig("x", issued_at=date(2026, 1, 1))),  # type: ignore[arg-type]
        ("strict_identifier", lambda: signer.gen_sig("x", strict_identifier=1)),  # type: ignore[arg-type]
        ("account_type", lambda: signer.gen_sig("x", account_type=0)),  # type: ignore[arg-type]
        ("ticket must be str or bytes, not None", lambda: verifier.verify(missing, "xiaojun")),
        ("ticket", lambda: verifier.authenticate(bytearray(b"x"))),  # type: ignore[arg-type]
        ("identifier must be str, not None", lambda: verifier.verify(ticket, missing)),
        ("appid_at_3rd", lambda: signer.gen_sig("x", appid_at_3rd=0)),  # type: ignore[arg-type]
        ("compression", lambda: signer.gen_sig("x", compression=1)),  # type: ignore[arg-type]
        ("curve", lambda: usersig.PrivateKey.generate(1)),  # type: ignore[arg-type]
        ("now", lambda: verifier.verify(ticket, "xiaojun", now="1")),  # type: ignore[arg-type]
        ("userbuf", lambda: verifier.verify(ticket, "xiaojun", userbuf=3)),  # type: ignore[arg-type]
        ("ticket", lambda: usersig.inspect(1)),  # type: ignore[arg-type]
        ("sdkappid", lambda: Signer("1400000000", secret)),  # type: ignore[arg-type]
        ("sdkappid", lambda: Signer(True, secret)),
        ("key", lambda: Signer(SDKAPPID, SECRET)),  # type: ignore[arg-type]
        ("key", lambda: Signer(SDKAPPID, private.public_key())),  # type: ignore[arg-type]
        ("public_key()", lambda: Verifier(SDKAPPID, private)),  # type: ignore[arg-type]
        ("leeway", lambda: Verifier(SDKAPPID, secret, leeway=1.0)),  # type: ignore[arg-type]
        ("future_tolerance", lambda: Verifier(SDKAPPID, secret, future_tolerance="1")),  # type: ignore[arg-type]
        ("pem must be str or bytes, not None; is the environment variable set", lambda: usersig.PrivateKey.from_pem(missing)),
        ("secret must be str or bytes, not None; is the environment variable set", lambda: usersig.SecretKey(missing)),
        ("not None; is the environment variable set", lambda: Signer(SDKAPPID, missing)),
        ("not None; is the environment variable set", lambda: Verifier(SDKAPPID, missing)),
        ("secret", lambda: usersig.SecretKey(1)),  # type: ignore[arg-type]
        ("room", lambda: Signer(SDKAPPID, secret).gen_private_map_key("x", 1.0, 255)),  # type: ignore[arg-type]
        ("room", lambda: Signer(SDKAPPID, secret).gen_private_map_key("x", True, 255)),
        ("privileges", lambda: Signer(SDKAPPID, secret).gen_private_map_key("x", 1, "all")),  # type: ignore[arg-type]
        ("iterable of str", lambda: signer.gen_sig_batch("xiaojun")),
        ("identifiers must be an iterable of str", lambda: signer.gen_sig_batch(missing)),
        ("threads", lambda: signer.gen_sig_batch(["x"], threads=1.5)),  # type: ignore[arg-type]
        ("lifetime", lambda: signer.gen_sig("x", lifetime=60)),  # type: ignore[call-arg]
        ("tolerance", lambda: Verifier(SDKAPPID, secret, tolerance=60)),  # type: ignore[call-arg]
        ("userbuf_", lambda: verifier.verify(ticket, "xiaojun", userbuf_=b"")),  # type: ignore[call-arg]
        ("positional", lambda: signer.gen_sig("x", {"expire": 60})),  # type: ignore[call-arg, arg-type]
        ("Ticket", lambda: usersig.Ticket()),
        ("UntrustedTicket", lambda: usersig.UntrustedTicket()),
        ("PrivateMapKey", lambda: usersig.PrivateMapKey()),
        ("PrivateKey", lambda: usersig.PrivateKey()),
    ]
    for name, call in calls:
        with pytest.raises(TypeError) as caught:
            call()
        assert name in str(caught.value), str(caught.value)
        assert not isinstance(caught.value, usersig.UserSigError)


@pytest.mark.parametrize("number", [-(10**30), -(2**63) - 1, -(2**63), -1, 2**32, 2**63 - 1, 2**63, 2**64, 10**30])
def test_numbers_of_any_size(pair: Pair, secret: usersig.SecretKey, number: int) -> None:
    signer, verifier = pair
    with pytest.raises(usersig.InvalidExpireError):
        signer.gen_sig("xiaojun", expire=number)
    with pytest.raises(usersig.InvalidSdkappidError):
        Signer(number, secret)
    with pytest.raises(usersig.InvalidSdkappidError):
        Verifier(number, secret)
    with pytest.raises(usersig.InvalidRoomError):
        Signer(SDKAPPID, secret).gen_private_map_key("x", number, 1)
    with pytest.raises(usersig.InvalidArgumentError):
        Signer(SDKAPPID, secret).gen_private_map_key("x", 1, number)
    with pytest.raises(usersig.InvalidArgumentError):
        Verifier(SDKAPPID, secret, leeway=number)
    if number != 2**32:
        with pytest.raises(usersig.InvalidArgumentError):
            signer.gen_sig("xiaojun", issued_at=number)
        with pytest.raises(usersig.InvalidArgumentError):
            verifier.verify(signer.gen_sig("xiaojun"), "xiaojun", now=number)


def test_durations(pair: Pair, secret: usersig.SecretKey) -> None:
    signer, _ = pair
    for duration, seconds in ((timedelta(days=1), 86400), (timedelta(0), 0), (timedelta(days=2, seconds=-1), 172799)):
        assert usersig.inspect(signer.gen_sig("x", expire=duration)).expire == seconds
    for wrong in (timedelta(seconds=-1), timedelta(seconds=2**32), timedelta.max, timedelta.min, timedelta(milliseconds=1500)):
        with pytest.raises(usersig.InvalidExpireError):
            signer.gen_sig("x", expire=wrong)
    ticket = Signer(SDKAPPID, secret).gen_sig("x", issued_at=T0, expire=10)
    lenient = Verifier(SDKAPPID, secret, leeway=timedelta(minutes=1), future_tolerance=timedelta(hours=1))
    lenient.verify(ticket, "x", now=T0 + 70)
    lenient.verify(ticket, "x", now=T0 - 3600)
    with pytest.raises(usersig.ExpiredError):
        lenient.verify(ticket, "x", now=T0 + 71)
    with pytest.raises(usersig.NotYetValidError):
        lenient.verify(ticket, "x", now=T0 - 3601)
    for wrong in (timedelta(days=1, seconds=1), timedelta(milliseconds=1), timedelta(seconds=-1)):
        with pytest.raises(usersig.InvalidArgumentError):
            Verifier(SDKAPPID, secret, leeway=wrong)


def test_moments(pair: Pair) -> None:
    signer, verifier = pair
    moment = datetime(2020, 9, 13, 12, 26, 40, 999999, tzinfo=timezone.utc)
    assert int(moment.timestamp()) == T0
    for when in (moment, moment.astimezone(timezone(timedelta(hours=8))), T0):
        assert usersig.inspect(signer.gen_sig("x", issued_at=when)).issued_at == T0
    ticket = signer.gen_sig("x", issued_at=T0, expire=60)
    verifier.verify(ticket, "x", now=moment + timedelta(seconds=60))
    with pytest.raises(usersig.ExpiredError):
        verifier.verify(ticket, "x", now=moment + timedelta(seconds=61))
    last = datetime.max.replace(tzinfo=timezone.utc)
    assert usersig.inspect(signer.gen_sig("x", issued_at=last, expire=0)).issued_at == 253402300799
    with pytest.raises(usersig.InvalidArgumentError):
        signer.gen_sig("x", issued_at=datetime(1969, 12, 31, 23, 59, 59, 999999, tzinfo=timezone.utc))


def test_naive_datetimes_are_refused(pair: Pair) -> None:
    signer, verifier = pair
    for naive in (datetime(2026, 1, 1), datetime.now()):
        with pytest.raises(usersig.InvalidArgumentError, match="time zone"):
            signer.gen_sig("x", issued_at=naive)
        with pytest.raises(usersig.InvalidArgumentError, match="time zone"):
            verifier.verify(signer.gen_sig("x"), "x", now=naive)


def test_moments_as_floats(pair: Pair) -> None:
    """As time.time() gives them: the second that they lie in."""
    signer, verifier = pair
    ticket = signer.gen_sig("x", issued_at=T0 + 0.999, expire=60)
    assert usersig.inspect(ticket).issued_at == T0
    assert verifier.verify(ticket, "x", now=T0 + 60.999) == verifier.authenticate(ticket, now=T0 + 60)
    with pytest.raises(usersig.ExpiredError):
        verifier.verify(ticket, "x", now=T0 + 61.0)
    for wrong in (-0.5, float("nan"), float("inf"), -float("inf"), 1e300, T0 * 1000.0):
        for call in (lambda: signer.gen_sig("x", issued_at=wrong), lambda: verifier.authenticate(ticket, now=wrong)):
            with pytest.raises(usersig.InvalidArgumentError):
                call()


def test_the_clock_is_time_time(pair: Pair, monkeypatch: pytest.MonkeyPatch) -> None:
    """What sets it in tests (freezegun, time-machine, a patch) sets it here."""
    signer, verifier = pair
    monkeypatch.setattr(time, "time", lambda: T0 + 0.5)
    ticket = signer.gen_sig("x", expire=60)
    many = signer.gen_sig_batch(["x"], expire=60)
    assert [usersig.inspect(made).issued_at for made in (ticket, *map(str, many))] == [T0, T0]
    monkeypatch.setattr(time, "time", lambda: T0 + 60)
    assert verifier.verify(ticket, "x") == verifier.authenticate(ticket)
    monkeypatch.setattr(time, "time", lambda: T0 + 61)
    with pytest.raises(usersig.ExpiredError):
        verifier.verify(ticket, "x")
    with pytest.raises(usersig.ExpiredError):
        verifier.authenticate(ticket)


def test_who_sent_a_ticket(pair: Pair, secret: usersig.SecretKey) -> None:
    signer, verifier = pair
    ticket = verifier.authenticate(signer.gen_sig("xiaojun"))
    assert isinstance(ticket, usersig.Ticket) and ticket.identifier == "xiaojun"
    carrying = signer.gen_sig("xiaojun", userbuf=b"x")
    assert verifier.authenticate(carrying, userbuf=b"x").userbuf == b"x"
    with pytest.raises(usersig.UserbufMismatchError):
        verifier.authenticate(carrying)
    with pytest.raises(usersig.SdkappidMismatchError):
        verifier.authenticate(Signer(SDKAPPID + 1, secret).gen_sig("x") if ticket.version == "2.0" else other_app())


def other_app() -> str:
    return usersig.gen_sig(SDKAPPID + 1, usersig.PrivateKey.from_pem(PRIVATE_PEM), "x")


def test_tickets_as_bytes(pair: Pair) -> None:
    signer, verifier = pair
    ticket = signer.gen_sig("xiaojun")
    assert verifier.verify(ticket.encode(), "xiaojun") == verifier.authenticate(ticket.encode())
    assert usersig.inspect(ticket.encode()) == usersig.inspect(ticket)
    for bad, error in ((b"", usersig.EmptyError), (b"\xff", usersig.MalformedBase64Error), (b"x" * 16385, usersig.TooLongError)):
        for call in (lambda: verifier.verify(bad, "x"), lambda: verifier.authenticate(bad), lambda: usersig.inspect(bad)):
            with pytest.raises(error):
                call()


def test_a_verifier_without_a_key() -> None:
    with pytest.raises(usersig.InvalidArgumentError, match="at least one key"):
        Verifier(SDKAPPID)


def test_userbuf(pair: Pair) -> None:
    signer, verifier = pair
    plain, carrying = signer.gen_sig("x"), signer.gen_sig("x", userbuf=b"\x00\xff")
    empty = signer.gen_sig("x", userbuf=b"")
    assert verifier.verify(carrying, "x", userbuf=b"\x00\xff").userbuf == b"\x00\xff"
    assert verifier.verify(carrying, "x", userbuf="present").userbuf == b"\x00\xff"
    assert verifier.verify(carrying, "x", userbuf="any").userbuf == b"\x00\xff"
    assert verifier.verify(plain, "x", userbuf="any").userbuf is None
    assert verifier.verify(plain, "x", userbuf=None).userbuf is None
    assert verifier.verify(empty, "x", userbuf=b"").userbuf == b""
    wrong: Any
    for ticket, wrong in ((plain, b"\x00\xff"), (plain, "present"), (plain, b""), (carrying, None), (carrying, b""), (empty, None)):
        with pytest.raises(usersig.UserbufMismatchError):
            verifier.verify(ticket, "x", userbuf=wrong)
    with pytest.raises(usersig.InvalidArgumentError):
        verifier.verify(plain, "x", userbuf="absent")  # type: ignore[arg-type]
    assert signer.gen_sig("x", userbuf=b"x" * usersig.MAX_USERBUF_LEN)
    with pytest.raises(usersig.InvalidUserbufError):
        signer.gen_sig("x", userbuf=b"x" * (usersig.MAX_USERBUF_LEN + 1))


def test_lone_surrogates_have_their_argument_s_code_and_are_not_quoted(private: usersig.PrivateKey, secret: usersig.SecretKey) -> None:
    signer, verifier, v1 = Signer(SDKAPPID, secret), Verifier(SDKAPPID, secret), Signer(SDKAPPID, private)
    ticket = signer.gen_sig("x")
    bad: Any = "secret-\udc80"
    calls: list[tuple[type[usersig.UserSigError], Any]] = [
        (usersig.InvalidIdentifierError, lambda: signer.gen_sig(bad)),
        (usersig.InvalidIdentifierError, lambda: usersig.gen_sig(SDKAPPID, secret, bad)),
        (usersig.InvalidIdentifierError, lambda: signer.gen_private_map_key(bad, 1, 255)),
        (usersig.InvalidIdentifierError, lambda: verifier.verify(ticket, bad)),
        (usersig.InvalidRoomError, lambda: signer.gen_private_map_key("x", bad, 255)),
        (usersig.InvalidArgumentError, lambda: v1.gen_sig("x", account_type=bad)),
        (usersig.InvalidArgumentError, lambda: v1.gen_sig("x", appid_at_3rd=bad)),
        (usersig.InvalidArgumentError, lambda: signer.gen_sig("x", compression=bad)),
        (usersig.InvalidArgumentError, lambda: verifier.verify(ticket, "x", userbuf=bad)),
        (usersig.UnsupportedCurveError, lambda: usersig.PrivateKey.generate(bad)),
        (usersig.MalformedBase64Error, lambda: verifier.verify(bad, "x")),
        (usersig.MalformedBase64Error, lambda: verifier.authenticate(bad)),
        (usersig.MalformedBase64Error, lambda: usersig.inspect(bad)),
    ]
    for load in (usersig.PrivateKey.from_pem, usersig.PublicKey.from_pem, usersig.SecretKey):
        calls += [(usersig.InvalidKeyError, partial(load, bad)), (usersig.InvalidKeyError, partial(load, b"secret-\xff"))]
    for error, call in calls:
        with pytest.raises(error) as caught:
            call()
        assert type(caught.value) is error and "secret-" not in repr(caught.value)
        # Python's own error, which holds the text, is no part of it.
        assert caught.value.__context__ is None and caught.value.__cause__ is None


def test_compression(pair: Pair) -> None:
    signer, verifier = pair
    sizes = {}
    for compression in ("default", "fast", "none"):
        ticket = signer.gen_sig("x" * 500, compression=compression)
        verifier.verify(ticket, "x" * 500)
        sizes[compression] = len(ticket)
    assert sizes["default"] <= sizes["fast"] < sizes["none"]
    with pytest.raises(usersig.InvalidArgumentError):
        signer.gen_sig("x", compression="best")  # type: ignore[arg-type]


def test_keys() -> None:
    for curve in ("P-256", "secp256k1"):
        made = usersig.PrivateKey.generate(curve)
        assert made.curve == made.public_key().curve == curve
        again = usersig.PrivateKey.from_pem(made.to_pem())
        assert again.public_key() == made.public_key()
        assert usersig.PublicKey.from_pem(made.public_key().to_pem().encode()) == made.public_key()
        assert made.public_key() != usersig.PrivateKey.generate().public_key()
        assert made.public_key() != "key"
        ticket = Signer(SDKAPPID, again).gen_sig("x")
        assert Verifier(SDKAPPID, made.public_key()).verify(ticket, "x").version == "1.0"
    with pytest.raises(usersig.UnsupportedCurveError):
        usersig.PrivateKey.generate("P-384")  # type: ignore[arg-type]


def test_bytes_that_are_no_text_are_named() -> None:
    body = "".join(PRIVATE_PEM.splitlines()[1:-1])
    for data, named in ((base64.b64decode(body), "DER"), (PRIVATE_PEM.encode("utf-16"), "UTF-16"), (b"\x80", "UTF-8")):
        with pytest.raises(usersig.InvalidKeyError, match=named):
            usersig.PrivateKey.from_pem(data)


def test_several_keys_of_both_kinds(private: usersig.PrivateKey, secret: usersig.SecretKey) -> None:
    new = usersig.PrivateKey.generate()
    verifier = Verifier(SDKAPPID, private.public_key(), secret, new.public_key())
    for signing in (private, secret, new):
        assert verifier.verify(usersig.gen_sig(SDKAPPID, signing, "x"), "x")
    with pytest.raises(usersig.BadSignatureError):
        verifier.verify(usersig.gen_sig(SDKAPPID, usersig.SecretKey("another"), "x"), "x")
    with pytest.raises(usersig.NoKeyForVersionError):
        Verifier(SDKAPPID, secret).verify(usersig.gen_sig(SDKAPPID, private, "x"), "x")


def test_privileges(secret: usersig.SecretKey) -> None:
    assert Privileges.ALL & 255 == 255 and Privileges.__module__ == "usersig"
    assert [int(bit) for bit in (Privileges.CREATE_ROOM, Privileges.SEND_SCREEN, Privileges.RECEIVE_SCREEN)] == [1, 64, 128]
    some = Privileges.ENTER_ROOM | Privileges.RECEIVE_AUDIO
    signer, verifier = Signer(SDKAPPID, secret), Verifier(SDKAPPID, secret)
    for given in (some, 2**32 - 1, 0):
        ticket = verifier.verify(signer.gen_private_map_key("x", "room", given), "x", userbuf="any")
        permission = ticket.private_map_key()
        assert permission is not None and isinstance(permission.privileges, Privileges) and permission.privileges == given
    assert Privileges.ENTER_ROOM in some and Privileges.CREATE_ROOM not in some
    for room in ("", "a/b", "x" * 65, "房间"):
        with pytest.raises(usersig.InvalidRoomError):
            signer.gen_private_map_key("x", room, 1)


def test_batch(pair: Pair) -> None:
    signer, verifier = pair
    users = [f"user{number}" for number in range(1000)]
    expected = [signer.gen_sig(user, issued_at=T0) for user in users]
    iterables: list[Any] = [users, tuple(users), iter(users), (user for user in users), dict.fromkeys(users)]
    for identifiers in iterables:
        assert signer.gen_sig_batch(identifiers, issued_at=T0) == expected
    for threads in (1, 2, 64, 2**70):
        assert signer.gen_sig_batch(users, issued_at=T0, threads=threads) == expected
    assert signer.gen_sig_batch([]) == []
    now = signer.gen_sig_batch(users)
    assert len({usersig.inspect(str(ticket)).issued_at for ticket in now}) == 1
    assert len(now) == len(users)
    for user, ticket in zip(users, now):
        assert isinstance(ticket, str) and verifier.verify(ticket, user).identifier == user
    for threads in (0, -1):
        with pytest.raises(usersig.InvalidArgumentError):
            signer.gen_sig_batch(users, threads=threads)


def test_batch_with_bad_identifiers(pair: Pair) -> None:
    """An error is in its place, whatever is there; the others get their tickets."""
    signer, verifier = pair
    users: list[Any] = [f"user{number}" for number in range(300)]
    bad = {7: "bad\n", 8: "bad\udc80", 9: None, 10: 12, 11: b"user", 12: ["user"], 13: "x" * 1025, 299: ""}
    for index, value in bad.items():
        users[index] = value
    results = signer.gen_sig_batch(users)
    errors = {index: result for index, result in enumerate(results) if not isinstance(result, str)}
    assert {index: (type(error), error.index) for index, error in errors.items()} == {
        index: (usersig.InvalidIdentifierError, index) for index in bad
    }
    assert str(errors[9]) == "identifier must be str, not NoneType"
    assert all(verifier.verify(result, user) for user, result in zip(users, results) if isinstance(result, str))


def test_a_failing_iterable_keeps_its_error(pair: Pair) -> None:
    def failing() -> Any:
        yield "user"
        raise LookupError("gone")

    with pytest.raises(LookupError, match="gone"):
        pair[0].gen_sig_batch(failing())


def test_nothing_shows_a_secret(pair: Pair, private: usersig.PrivateKey, secret: usersig.SecretKey) -> None:
    signer, verifier = pair
    ticket = signer.gen_sig("somebody", userbuf=b"carried")
    things: list[Any] = [private, private.public_key(), secret, signer, verifier, usersig.inspect(ticket)]
    things.append(verifier.verify(ticket, "somebody", userbuf="any"))
    room = Signer(SDKAPPID, secret).gen_private_map_key("somebody", "parlour", 255)
    things.append(usersig.inspect(room).private_map_key())
    for thing in things:
        shown = f"{thing!r} {thing}"
        assert shown.startswith("<usersig.")
        for hidden in (SECRET[:8], "BEGIN", "somebody", "carried", "parlour", ticket):
            assert hidden not in shown
        assert not hasattr(thing, "__dict__")


def test_nothing_pickles_and_no_key_copies(pair: Pair, private: usersig.PrivateKey, secret: usersig.SecretKey) -> None:
    signer, verifier = pair
    ticket = signer.gen_sig("x")
    keys = [private, private.public_key(), secret, signer, verifier]
    room = Signer(SDKAPPID, secret).gen_private_map_key("x", "parlour", 255)
    contents = [usersig.inspect(ticket), verifier.verify(ticket, "x"), usersig.inspect(room).private_map_key()]
    for thing in (*keys, *contents):
        for protocol in range(pickle.HIGHEST_PROTOCOL + 1):
            with pytest.raises(TypeError, match="cannot pickle"):
                pickle.dumps(thing, protocol)
    for thing in keys:
        with pytest.raises(TypeError):
            copy.deepcopy(thing)
    # What is proven stays so in a copy.
    for thing in contents:
        assert copy.copy(thing) is thing and copy.deepcopy([thing])[0] is thing


def test_exceptions() -> None:
    with pytest.raises(usersig.MalformedFieldError) as caught:
        usersig.inspect(sealed('{"TLS.ver":"2.0","TLS.identifier":1}'))
    error = caught.value
    assert isinstance(error, ValueError) and isinstance(error, usersig.TicketError)
    assert (error.code, error.number, error.service_code) == ("malformed_field", 25, 70004)
    assert error.field == "TLS.identifier" and error.field in str(error)
    assert error.index is None
    restored = pickle.loads(pickle.dumps(error))
    assert type(restored) is usersig.MalformedFieldError
    assert (str(restored), restored.field) == (str(error), error.field)
    assert repr(error).startswith("MalformedFieldError(")
    assert type(error).__module__ == "usersig"

    class Own(usersig.ExpiredError):
        pass

    assert Own("x").number == 35
    with pytest.raises(usersig.ExpiredError):
        # An own subclass does not take the place of the package's class.
        secret = usersig.SecretKey(SECRET)
        Verifier(SDKAPPID, secret).verify(usersig.gen_sig(SDKAPPID, secret, "x", issued_at=T0, expire=1), "x")


def test_equality(pair: Pair) -> None:
    signer, verifier = pair
    one, same = signer.gen_sig("x", issued_at=T0), signer.gen_sig("x", issued_at=T0, compression="none")
    assert usersig.inspect(one) == usersig.inspect(same)
    assert usersig.inspect(one) != usersig.inspect(signer.gen_sig("x", issued_at=T0 + 1))
    assert verifier.verify(one, "x", now=T0) == verifier.verify(same, "x", now=T0)
    # What was only decoded never equals what was verified.
    mixed: Any = verifier.verify(one, "x", now=T0)
    assert mixed != usersig.inspect(one)


def test_attributes_are_read_only(pair: Pair) -> None:
    signer, verifier = pair
    ticket: Any = verifier.verify(signer.gen_sig("x"), "x")
    with pytest.raises(AttributeError):
        ticket.identifier = "admin"
    with pytest.raises(AttributeError):
        ticket.admin = True
    for cls in (usersig.Ticket, usersig.Signer, usersig.PrivateKey):
        with pytest.raises(TypeError):
            type("Sub", (cls,), {})


def test_objects_in_garbage_cycles_are_freed(pair: Pair) -> None:
    signer, verifier = pair
    cycle: list[Any] = [signer, verifier]
    cycle.append(cycle)
    del cycle
    gc.collect()
    assert verifier.verify(signer.gen_sig("x"), "x")


def test_version_and_exports() -> None:
    from importlib.metadata import version

    assert usersig.__version__ == version("usersig")
    for name in usersig.__all__:
        assert hasattr(usersig, name)
    with pytest.raises(AttributeError):
        getattr(usersig, "nothing")
    namespace: dict[str, Any] = {}
    exec("from usersig import *", namespace)
    assert namespace["Privileges"] is Privileges and "__version__" not in usersig.__all__


def test_help_says_what_the_stub_says() -> None:
    """Editors read the stub, help() the native module."""
    stub = ast.parse((Path(usersig.__file__).parent / "_native.pyi").read_text(encoding="utf-8"))
    checked = []

    def compare(owner: Any, body: list[ast.stmt], path: str) -> None:
        for node in body:
            if isinstance(node, (ast.ClassDef, ast.FunctionDef)) and (text := ast.get_docstring(node)):
                # What a constructor takes is said by its class at run time.
                thing = owner if node.name == "__new__" else getattr(owner, node.name)
                shown = inspect.getdoc(thing) or ""
                assert " ".join(text.split()) in " ".join(shown.split()), f"{path}{node.name}"
                checked.append(node.name)
            if isinstance(node, ast.ClassDef):
                for cls in (usersig.Ticket, usersig.UntrustedTicket) if node.name == "_Content" else (getattr(owner, node.name),):
                    compare(cls, node.body, f"{cls.__name__}.")

    compare(usersig._native, stub.body, "")
    assert len(checked) > 50
    assert not {name for name in dir(usersig) if not name.startswith("_")} - {*usersig.__all__}


def test_pem_constants_are_the_example_keys(private: usersig.PrivateKey) -> None:
    assert private.public_key() == usersig.PublicKey.from_pem(PUBLIC_PEM)
    assert usersig.PrivateKey.from_pem(PRIVATE_PEM).curve == "P-256"
