"""Starts the server and calls it as an app would; runs the script on a list."""

from __future__ import annotations

import csv
import json
import os
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

import usersig

HERE = Path(__file__).resolve().parent
KEYS = HERE.parent / "keys"
SDKAPPID = 1400000000
SECRET = usersig.SecretKey((KEYS / "secret.txt").read_text().strip())


@contextmanager
def started(module: str, **environment: str) -> Iterator[str]:
    environment = {**os.environ, "USERSIG_SDKAPPID": str(SDKAPPID), **environment}
    # The server gets the socket itself: nobody else can take its port, and requests wait in it from now on.
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port, descriptor = listener.getsockname()[1], listener.fileno()
        command = [sys.executable, "-m", "uvicorn", f"{module}:app", "--app-dir", str(HERE), "--fd", str(descriptor), "--log-level", "warning"]
        process = subprocess.Popen(command, env=environment, pass_fds=[descriptor])
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(timeout=60)


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    with started("server", USERSIG_SECRET_KEY_FILE=str(KEYS / "secret.txt")) as address:
        yield address


def call(url: str, body: bytes | None, token: str | None) -> tuple[int, dict[str, Any], Any]:
    headers = {"Content-Type": "application/json"}
    if token is not None:
        headers["Authorization"] = f"Bearer {token}"
    request = urllib.request.Request(url, body, headers)
    # No proxy of the environment stands between this test and its server.
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(request, timeout=60) as answer:
            return answer.status, dict(answer.headers), json.load(answer)
    except urllib.error.HTTPError as error:
        with error:
            return error.code, dict(error.headers), json.load(error)


def post(url: str, body: Any = None, token: str | None = None) -> tuple[int, dict[str, Any], Any]:
    return call(url, json.dumps(body or {}).encode(), token)


def get(url: str, token: str) -> tuple[int, Any]:
    status, _, body = call(url, None, token)
    return status, body


def log_in(server: str, user: str, password: str) -> str:
    status, _, body = post(f"{server}/login", {"user": user, "password": password})
    assert status == 200
    return str(body["token"])


def test_a_logged_in_user_gets_a_ticket_of_their_own(server: str) -> None:
    token = log_in(server, "xiaojun", "correct horse")
    # An ID in the request changes nothing.
    status, headers, body = post(f"{server}/usersig?user=admin", {"user": "admin", "identifier": "admin"}, token)
    assert status == 200
    assert {name.lower(): value for name, value in headers.items()}["cache-control"] == "no-store"
    verified = usersig.Verifier(SDKAPPID, SECRET).verify(body.pop("userSig"), "xiaojun")
    assert body == {"sdkAppId": SDKAPPID, "userId": "xiaojun"}
    assert verified.expire == 86400


def test_nobody_else_gets_one(server: str) -> None:
    assert post(f"{server}/usersig")[0] in (401, 403)
    assert post(f"{server}/usersig", token="guessed")[0] == 401
    for user, password in (("xiaojun", "wrong"), ("nobody", "correct horse"), ("xiaoming", "correct horse")):
        assert post(f"{server}/login", {"user": user, "password": password})[0] == 401


def test_only_members_enter_a_room(server: str) -> None:
    token = log_in(server, "xiaojun", "correct horse")
    status, _, body = post(f"{server}/private-map-key?room=10000", token=token)
    assert status == 200
    ticket = usersig.Verifier(SDKAPPID, SECRET).verify(body["privateMapKey"], "xiaojun", userbuf="any")
    permission = ticket.private_map_key()
    assert permission is not None
    assert permission.room == 10000
    assert permission.privileges == usersig.Privileges(2 | 4 | 8)
    assert permission.expires_at == ticket.expires_at == ticket.issued_at + 600
    assert post(f"{server}/private-map-key?room=10001", token=token)[0] == 403
    other = log_in(server, "xiaoming", "battery staple")
    assert post(f"{server}/private-map-key?room=10000", token=other)[0] == 403


def test_another_service_knows_its_caller_by_the_ticket(server: str) -> None:
    tickets = {}
    for user, password in (("xiaojun", "correct horse"), ("xiaoming", "battery staple")):
        token = log_in(server, user, password)
        tickets[user] = post(f"{server}/usersig", token=token)[2]["userSig"]
    permission = post(f"{server}/private-map-key?room=10000", token=log_in(server, "xiaojun", "correct horse"))[2]["privateMapKey"]
    over = usersig.gen_sig(SDKAPPID, SECRET, "xiaojun", expire=60, issued_at=1600000000)
    another = usersig.gen_sig(SDKAPPID + 1, SECRET, "xiaojun")
    with started("notes", USERSIG_SECRET_KEY_FILE=str(KEYS / "secret.txt")) as notes:
        for user, ticket in tickets.items():
            assert post(f"{notes}/note", {"text": f"of {user}"}, ticket)[0] == 200
        for user, ticket in tickets.items():
            assert get(f"{notes}/note", ticket) == (200, {"text": f"of {user}"})
        for ticket, status, code in (
            (over, 401, "expired"),
            (another, 401, "sdkappid_mismatch"),
            (permission, 401, "userbuf_mismatch"),
            ("guessed", 400, "malformed_base64"),
        ):
            assert get(f"{notes}/note", ticket) == (status, {"detail": code})


def test_another_service_needs_the_public_key_only(server: str) -> None:
    private = usersig.PrivateKey.from_pem((KEYS / "p256" / "private_key.txt").read_text())
    with started("notes", USERSIG_PUBLIC_KEY_FILE=str(KEYS / "p256" / "public_key.txt")) as notes:
        assert get(f"{notes}/note", usersig.gen_sig(SDKAPPID, private, "xiaojun")) == (200, {"text": ""})
        v2 = post(f"{server}/usersig", token=log_in(server, "xiaojun", "correct horse"))[2]["userSig"]
        assert get(f"{notes}/note", v2) == (401, {"detail": "no_key_for_version"})


@pytest.mark.parametrize("key", ["p256/private_key.txt", "secp256k1/private_key.txt", "secret.txt"])
def test_pregenerate(key: str) -> None:
    users = [f"user-{number}" for number in range(2000)]
    users[10] = "bad\x01line"
    command = [sys.executable, str(HERE / "pregenerate.py"), str(SDKAPPID), str(KEYS / key), "7"]
    run = subprocess.run(command, input="\n".join(users) + "\n", capture_output=True, text=True)
    assert run.returncode == 1
    assert run.stderr.startswith("line 11: invalid_identifier: ") and run.stderr.count("\n") == 1
    rows = list(csv.reader(run.stdout.splitlines()))
    del users[10]
    assert [row[0] for row in rows] == users
    public = SECRET if key == "secret.txt" else usersig.PublicKey.from_pem((KEYS / key).with_name("public_key.txt").read_text())
    verifier = usersig.Verifier(SDKAPPID, public)
    assert all(verifier.verify(ticket, user).expire == 7 * 86400 for user, ticket in rows)


def test_pregenerate_says_what_is_wrong() -> None:
    command = [sys.executable, str(HERE / "pregenerate.py")]
    assert subprocess.run(command, capture_output=True).returncode == 2
    wrong = [*command, str(SDKAPPID), str(KEYS / "p256" / "public_key.txt"), "7"]
    run = subprocess.run(wrong, input="", capture_output=True, text=True)
    assert (run.returncode, run.stdout) == (2, "")
    assert run.stderr.startswith("pregenerate.py: ") and "Traceback" not in run.stderr
