"""Calls Tencent Chat's REST interface as its administrator, with a ticket that renews itself:

    pip install usersig
    export USERSIG_SDKAPPID=1400000000 USERSIG_SECRET_KEY_FILE=../keys/secret.txt
    python rest.py import xiaojun
    python rest.py kick xiaojun

`import` makes an account, `kick` ends the logins of one: all its tickets made before fail, new ones work. CHAT_ADDRESS is the
domain of the application's data centre, https://console.tim.qq.com by default.
"""

from __future__ import annotations

import json
import os
import secrets
import sys
import urllib.request
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import usersig


class ChatError(Exception):
    """What the service answers to a call that failed. 60010: the ticket is not an administrator's."""

    def __init__(self, code: int, info: str) -> None:
        super().__init__(f"{code}: {info}")
        self.code = code


class Chat:
    """Any number of threads may share one."""

    def __init__(
        self,
        signer: usersig.Signer,
        administrator: str = "administrator",
        address: str = "https://console.tim.qq.com",
        clock: Callable[[], int] | None = None,
    ) -> None:
        self._sdkappid, self._administrator, self._address = signer.sdkappid, administrator, address
        self._tickets = usersig.UserSigSource(signer, administrator, expire=timedelta(days=1), clock=clock)

    def call(self, command: str, body: dict[str, Any]) -> dict[str, Any]:
        # The ticket is part of the address: keep the addresses of these requests out of logs.
        query = urlencode(
            {
                "sdkappid": self._sdkappid,
                "identifier": self._administrator,
                "usersig": self._tickets.ticket(),
                "random": secrets.randbelow(2**32),
                "contenttype": "json",
            }
        )
        request = urllib.request.Request(f"{self._address}/v4/{command}?{query}", json.dumps(body).encode())
        with urllib.request.urlopen(request, timeout=10) as response:
            answer: dict[str, Any] = json.load(response)
        if answer.get("ActionStatus") != "OK":
            raise ChatError(answer.get("ErrorCode", 0), answer.get("ErrorInfo", ""))
        return answer

    def import_account(self, user: str) -> None:
        self.call("im_open_login_svc/account_import", {"UserID": user})

    def kick(self, user: str) -> None:
        self.call("im_open_login_svc/kick", {"UserID": user})


def main() -> int:
    match sys.argv[1:]:
        case ["import" | "kick" as command, user]:
            pass
        case _:
            print("usage: rest.py import|kick USER", file=sys.stderr)
            return 2
    try:
        key = usersig.SecretKey(Path(os.environ["USERSIG_SECRET_KEY_FILE"]).read_text().strip())
        signer = usersig.Signer(int(os.environ["USERSIG_SDKAPPID"]), key)
        chat = Chat(signer, address=os.environ.get("CHAT_ADDRESS", "https://console.tim.qq.com"))
        chat.import_account(user) if command == "import" else chat.kick(user)
    except KeyError as name:
        print(f"rest.py: {name} must be set", file=sys.stderr)
        return 2
    except (ChatError, OSError, ValueError) as error:
        print(f"rest.py: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
