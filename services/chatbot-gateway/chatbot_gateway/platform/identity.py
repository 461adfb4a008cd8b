"""Checks the token by which the platform vouches for its signed-in user."""

import json
import time
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Any

import structlog
from fastapi import Depends, Header
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet
from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from chatbot_gateway.requests.api import AtHand
from priemnaya.contracts.words import ApplicantRole
from priemnaya.runtime.problems import Unauthenticated
from priemnaya.runtime.service import Context

from .domain import User

log = structlog.get_logger()

ALGORITHMS = ("RS256", "ES256", "EdDSA", "Ed25519")
LEEWAY = 30
MOST_LINKED = 100
KEYS_FILE = Path("keys") / "platform.jwks.json"

Login = Annotated[str, StringConstraints(min_length=1, max_length=200, pattern=r"^[^\x00-\x1f]+$")]


class _Claims(BaseModel):
    model_config = ConfigDict(extra="ignore", strict=True)

    sub: Login
    role: str | None = None
    linked: Annotated[list[Login], Field(max_length=MOST_LINKED)] = []


def keys_path(at_hand: Context) -> Path:
    configured: Path | None = at_hand.settings.platform_jwks
    return configured or at_hand.data / KEYS_FILE


@lru_cache(maxsize=4)
def _keys(path: Path, changed_ns: int) -> KeySet:
    return KeySet.import_key_set(json.loads(path.read_bytes()))


def user_of(token: str, keys: KeySet, now: int) -> User:
    """Raises `Unauthenticated` for whatever is wrong with the token, without saying what."""
    registry = jwt.JWTClaimsRegistry(now=now, leeway=LEEWAY, exp={"essential": True})
    try:
        decoded = jwt.decode(token, keys, algorithms=ALGORITHMS)
        # Decoding alone does not look at the time.
        registry.validate(decoded.claims)
        claims = _Claims.model_validate(decoded.claims)
    except (JoseError, ValidationError, ValueError, TypeError):
        raise Unauthenticated from None
    return User(claims.sub, _role(claims.role), frozenset(claims.linked))


def _role(claimed: Any) -> ApplicantRole | None:
    if claimed is None:
        return None
    try:
        return ApplicantRole(claimed)
    except ValueError:
        return ApplicantRole.OTHER


async def maybe_user(
    at_hand: AtHand,
    token: Annotated[
        str | None,
        Header(alias="X-User-Token", description="JWT of the platform's signed-in user"),
    ] = None,
) -> User | None:
    if token is None:
        return None
    path = keys_path(at_hand)
    try:
        keys = _keys(path, path.stat().st_mtime_ns)
    except (OSError, ValueError, JoseError):
        log.error("platform_keys_unreadable", service="chatbot-gateway")
        raise Unauthenticated from None
    # The platform's clock is the world's, not the one that tests move.
    return user_of(token, keys, int(time.time()))


MaybeUser = Annotated[User | None, Depends(maybe_user)]
