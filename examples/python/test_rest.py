"""Calls a server that checks the administrator's ticket as Tencent's does."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
import usersig

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))
import rest  # noqa: E402

KEY_FILE = HERE.parent / "keys" / "secret.txt"
KEY = usersig.SecretKey(KEY_FILE.read_text().strip())
SIGNER = usersig.Signer(1400000000, KEY)


class Service(ThreadingHTTPServer):
    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.now = int(time.time())
        self.calls: list[tuple[str, str]] = []
        self.tickets: set[str] = set()
        self.address = f"http://127.0.0.1:{self.server_address[1]}"


class Handler(BaseHTTPRequestHandler):
    server: Service

    def do_POST(self) -> None:
        url = urlsplit(self.path)
        query = {name: values[0] for name, values in parse_qs(url.query).items()}
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        answer = {"ActionStatus": "OK", "ErrorCode": 0, "ErrorInfo": ""}
        try:
            assert set(query) == {"sdkappid", "identifier", "usersig", "random", "contenttype"} and 0 <= int(query["random"]) < 2**32
            verifier = usersig.Verifier(int(query["sdkappid"]), KEY)
            verifier.verify(query["usersig"], query["identifier"], now=self.server.now)
            if query["identifier"] != "administrator":
                answer = {"ActionStatus": "FAIL", "ErrorCode": 60010, "ErrorInfo": "not an administrator"}
            else:
                self.server.calls.append((url.path, body["UserID"]))
                self.server.tickets.add(query["usersig"])
        except usersig.TicketError as error:
            answer = {"ActionStatus": "FAIL", "ErrorCode": error.service_code, "ErrorInfo": error.code}
        data = json.dumps(answer).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def service() -> Iterator[Service]:
    with Service() as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield server
        server.shutdown()
        thread.join()


def test_one_ticket_serves_many_calls_and_is_renewed_in_time(service: Service) -> None:
    chat = rest.Chat(SIGNER, address=service.address, clock=lambda: service.now)
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(chat.import_account, [f"user{number}" for number in range(40)]))
    assert len(service.tickets) == 1
    service.now += 13 * 3600
    chat.kick("user7")
    assert len(service.tickets) == 2
    # The clock is set back: the last ticket would be from the future.
    service.now -= 20 * 3600
    chat.kick("user8")
    assert len(service.tickets) == 3
    assert service.calls[-2:] == [("/v4/im_open_login_svc/kick", "user7"), ("/v4/im_open_login_svc/kick", "user8")]
    assert {path for path, _ in service.calls[:40]} == {"/v4/im_open_login_svc/account_import"}


def test_a_refusal_has_its_code_and_shows_no_ticket(service: Service) -> None:
    with pytest.raises(rest.ChatError, match="60010") as refused:
        rest.Chat(SIGNER, administrator="somebody", address=service.address).kick("xiaojun")
    assert "eJ" not in str(refused.value)


def test_command(service: Service) -> None:
    environment = {**os.environ, "USERSIG_SDKAPPID": "1400000000", "USERSIG_SECRET_KEY_FILE": str(KEY_FILE), "CHAT_ADDRESS": service.address}
    run = [sys.executable, str(HERE / "rest.py")]
    assert subprocess.run([*run, "kick", "xiaojun"], env=environment, check=False).returncode == 0
    assert service.calls == [("/v4/im_open_login_svc/kick", "xiaojun")]
    assert subprocess.run(run, env=environment, capture_output=True, check=False).returncode == 2
    del environment["USERSIG_SDKAPPID"]
    asked = subprocess.run([*run, "kick", "xiaojun"], env=environment, capture_output=True, text=True, check=False)
    assert (asked.returncode, asked.stderr) == (2, "rest.py: 'USERSIG_SDKAPPID' must be set\n")
