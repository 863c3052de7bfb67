"""An app's UserSig endpoint.

    pip install usersig fastapi uvicorn
    USERSIG_SDKAPPID=1400000000 USERSIG_SECRET_KEY_FILE=../keys/secret.txt uvicorn server:app

A UserSig is a login: whoever holds it is that user until it expires, and a single one cannot be revoked. So the endpoint
hands it to a user who has already logged in to the app, for the ID that the session names and never for one from the
request, and with a short life; the app fetches a new one when it needs it.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
from datetime import timedelta
from pathlib import Path
from typing import Annotated

from fastapi import Depends, FastAPI, HTTPException, Response
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from pydantic import BaseModel

import usersig
from usersig import Privileges

LIFETIME = timedelta(hours=24)

# Read once, at the start: a wrong key stops the server here and not at a user's first call.
signer = usersig.Signer(
    int(os.environ["USERSIG_SDKAPPID"]),
    usersig.SecretKey(Path(os.environ["USERSIG_SECRET_KEY_FILE"]).read_text().strip()),
)

app = FastAPI()

# --- The app's own login. Yours is already there and looks different; this one keeps the example runnable. ------------


def hashed(password: str, salt: bytes) -> bytes:
    return hashlib.scrypt(password.encode(), salt=salt, n=2**14, r=8, p=1)


SALT = secrets.token_bytes(16)
PASSWORDS = {"xiaojun": hashed("correct horse", SALT), "xiaoming": hashed("battery staple", SALT)}
NOBODY = secrets.token_bytes(64)
ROOM_MEMBERS = {10000: {"xiaojun"}}
sessions: dict[str, str] = {}


class Login(BaseModel):
    user: str
    password: str


class Session(BaseModel):
    token: str


@app.post("/login")
def login(given: Login) -> Session:
    # The hash is computed for unknown users, too, so that the time does not tell who exists.
    if not hmac.compare_digest(hashed(given.password, SALT), PASSWORDS.get(given.user, NOBODY)):
        raise HTTPException(401, "wrong user or password")
    token = secrets.token_urlsafe(32)
    sessions[token] = given.user
    return Session(token=token)


def logged_in_user(credentials: Annotated[HTTPAuthorizationCredentials, Depends(HTTPBearer())]) -> str:
    user = sessions.get(credentials.credentials)
    if user is None:
        raise HTTPException(401, "not logged in")
    return user


User = Annotated[str, Depends(logged_in_user)]

# --- UserSig ----------------------------------------------------------------------------------------------------------


@app.post("/usersig")
def usersig_for_me(user: User, response: Response) -> dict[str, int | str]:
    """A ticket for the user of the session."""
    response.headers["Cache-Control"] = "no-store"
    user_sig = signer.gen_sig(user, expire=LIFETIME, strict_identifier=True)
    return {"sdkAppId": signer.sdkappid, "userId": user, "userSig": user_sig}


@app.post("/private-map-key")
def private_map_key_for_me(room: int, user: User, response: Response) -> dict[str, int | str]:
    """A permission to enter a TRTC room and to speak there, for its members."""
    if user not in ROOM_MEMBERS.get(room, set()):
        raise HTTPException(403, "not a member of this room")
    response.headers["Cache-Control"] = "no-store"
    may = Privileges.ENTER_ROOM | Privileges.SEND_AUDIO | Privileges.RECEIVE_AUDIO
    key = signer.gen_private_map_key(user, room, may, expire=timedelta(minutes=10))
    return {"roomId": room, "privateMapKey": key}
