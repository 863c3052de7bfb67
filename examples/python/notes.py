"""Another service of the app: the UserSig that server.py handed out is the proof of who calls.

    pip install usersig fastapi uvicorn
    USERSIG_SDKAPPID=1400000000 USERSIG_SECRET_KEY_FILE=../keys/secret.txt uvicorn notes:app --port 8001
    curl -H "authorization: Bearer $USERSIG" http://127.0.0.1:8001/note

Where tickets are made with a private key (v1), give USERSIG_PUBLIC_KEY_FILE instead: then this service can check tickets and
not make them.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

from fastapi import Depends, FastAPI, HTTPException
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from pydantic import BaseModel

import usersig


def key() -> usersig.PublicKey | usersig.SecretKey:
    if public := os.environ.get("USERSIG_PUBLIC_KEY_FILE"):
        return usersig.PublicKey.from_pem(Path(public).read_text())
    return usersig.SecretKey(Path(os.environ["USERSIG_SECRET_KEY_FILE"]).read_text().strip())


verifier = usersig.Verifier(int(os.environ["USERSIG_SDKAPPID"]), key())
app = FastAPI()


def caller(credentials: Annotated[HTTPAuthorizationCredentials, Depends(HTTPBearer())]) -> str:
    """The user, by the ticket alone: authenticate() says who, where verify() would ask whether it is somebody known."""
    try:
        return verifier.authenticate(credentials.credentials).identifier
    except usersig.TicketError as error:
        # Below 30 it is no ticket at all; otherwise the app fetches a new one and calls again.
        raise HTTPException(400 if error.number < 30 else 401, error.code) from None


User = Annotated[str, Depends(caller)]


class Note(BaseModel):
    text: str


notes: dict[str, Note] = {}


@app.get("/note")
def note(user: User) -> Note:
    return notes.get(user, Note(text=""))


@app.post("/note")
def write_note(user: User, given: Note) -> Note:
    notes[user] = given
    return given
