"""Random inputs: what is made verifies and says what was asked; what is altered never does."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support import PRIVATE_PEM, SDKAPPID, SECRET, content

import usersig
from usersig import Signer, Verifier

settings.register_profile("steady", deadline=None, max_examples=300, derandomize=True, database=None)
settings.load_profile("steady")

PRIVATE = usersig.PrivateKey.from_pem(PRIVATE_PEM)
SECRET_KEY = usersig.SecretKey(SECRET)
KEYS = st.sampled_from([(PRIVATE, PRIVATE.public_key()), (SECRET_KEY, SECRET_KEY)])

# Everything but C0 controls, DEL and lone surrogates.
TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters=[chr(c) for c in (*range(32), 127)]), min_size=1)
IDENTIFIERS = TEXT.filter(lambda text: len(text.encode()) <= usersig.MAX_IDENTIFIER_LEN)
ROOM_NAMES = st.text("abcXYZ019 !#$%&()+-:;<=.>?@[]^_{}|~,", min_size=1, max_size=64)
U32 = st.integers(0, 2**32 - 1)


@given(KEYS, st.integers(1, 2**32 - 1), IDENTIFIERS, U32, st.integers(0, 2**33), st.none() | st.binary(max_size=300))
def test_round_trip(
    keys: tuple[usersig.PrivateKey, usersig.PublicKey],
    sdkappid: int,
    identifier: str,
    expire: int,
    issued_at: int,
    userbuf: bytes | None,
) -> None:
    ticket = Signer(sdkappid, keys[0]).gen_sig(identifier, expire=expire, issued_at=issued_at, userbuf=userbuf)
    read = Verifier(sdkappid, keys[1]).verify(ticket, identifier, now=issued_at + expire, userbuf=userbuf)
    assert (read.sdkappid, read.identifier, read.expire) == (sdkappid, identifier, expire)
    assert (read.issued_at, read.userbuf) == (issued_at, userbuf)
    fields = json.loads(content(ticket))
    assert fields["TLS.identifier"] == identifier
    assert int(fields["TLS.time"]) == issued_at
    with pytest.raises(usersig.ExpiredError):
        Verifier(sdkappid, keys[1]).verify(ticket, identifier, now=issued_at + expire + 1, userbuf=userbuf)


@given(IDENTIFIERS, st.integers(1, 2**32 - 2) | ROOM_NAMES, U32, st.integers(0, 2**31 - 1))
def test_private_map_key_round_trip(identifier: str, room: int | str, privileges: int, expire: int) -> None:
    ticket = Signer(SDKAPPID, SECRET_KEY).gen_private_map_key(identifier, room, privileges, expire=expire, issued_at=2**31)
    permission = (
        Verifier(SDKAPPID, SECRET_KEY).verify(ticket, identifier, now=2**31, userbuf="present").private_map_key()
    )
    assert permission is not None
    assert (permission.identifier, permission.sdkappid) == (identifier, SDKAPPID)
    assert (permission.room, permission.privileges, permission.expires_at) == (room, privileges, 2**31 + expire)


@given(KEYS, st.text())
def test_any_text_as_identifier(keys: tuple[usersig.PrivateKey, usersig.PublicKey], identifier: str) -> None:
    allowed = 0 < len(identifier.encode(errors="replace")) <= 1024 and not any(c < " " or c == "\x7f" for c in identifier)
    try:
        ticket = Signer(SDKAPPID, keys[0]).gen_sig(identifier)
    except usersig.UserSigError as error:
        assert not allowed or error.code == "invalid_argument"
    else:
        assert allowed and usersig.inspect(ticket).identifier == identifier


@given(KEYS, st.data())
def test_an_altered_ticket_is_refused(keys: tuple[usersig.PrivateKey, usersig.PublicKey], data: st.DataObject) -> None:
    ticket = Signer(SDKAPPID, keys[0]).gen_sig("xiaojun", issued_at=1600000000)
    place = data.draw(st.integers(0, len(ticket) - 1))
    other = data.draw(st.sampled_from("ABCDEFabcdef0123456789*-_+/= \n\x00é").filter(lambda c: c != ticket[place]))
    altered = ticket[:place] + other + ticket[place + 1 :]
    verifier = Verifier(SDKAPPID, keys[1])
    with pytest.raises(usersig.TicketError):
        verifier.verify(altered, "xiaojun", now=1600000000)
    for cut in (altered[:place], altered + other, other + altered):
        with pytest.raises(usersig.TicketError):
            verifier.verify(cut, "xiaojun", now=1600000000)


@given(st.text() | st.text("ABCabc0123456789*-_", max_size=200))
def test_any_text_as_ticket_and_key(text: str) -> None:
    with pytest.raises(usersig.UserSigError):
        usersig.inspect(text)
    with pytest.raises(usersig.UserSigError):
        Verifier(SDKAPPID, SECRET_KEY).verify(text, "xiaojun")
    for load in (usersig.PrivateKey.from_pem, usersig.PublicKey.from_pem):
        with pytest.raises(usersig.UserSigError):
            load(text)
