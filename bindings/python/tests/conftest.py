from __future__ import annotations

import pytest
from support import PRIVATE_PEM, SDKAPPID, SECRET

import usersig

# Packages cannot be made to panic; bindings/python/scripts/test runs this file on a build that can.
collect_ignore = [] if hasattr(usersig._native, "panic_next") else ["test_panic.py"]


@pytest.fixture
def secret() -> usersig.SecretKey:
    return usersig.SecretKey(SECRET)


@pytest.fixture
def private() -> usersig.PrivateKey:
    return usersig.PrivateKey.from_pem(PRIVATE_PEM)


@pytest.fixture(params=["v1", "v2"])
def pair(request: pytest.FixtureRequest) -> tuple[usersig.Signer, usersig.Verifier]:
    """A signer and its verifier, of each version."""
    if request.param == "v1":
        private = usersig.PrivateKey.from_pem(PRIVATE_PEM)
        return usersig.Signer(SDKAPPID, private), usersig.Verifier(SDKAPPID, private.public_key())
    secret = usersig.SecretKey(SECRET)
    return usersig.Signer(SDKAPPID, secret), usersig.Verifier(SDKAPPID, secret)
