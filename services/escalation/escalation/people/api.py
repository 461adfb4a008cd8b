"""Signing in and out."""

from datetime import datetime
from typing import Annotated, Self
from uuid import UUID

from fastapi import APIRouter, Depends, Request, Response
from pydantic import BaseModel, Field, SecretStr

from escalation.fields import Input, Login
from priemnaya.regulation.load import load
from priemnaya.regulation.regions import regions
from priemnaya.runtime.identity import Identity, Role
from priemnaya.runtime.staff import (
    COOKIE,
    Desk,
    SystemTx,
    context,
    desk,
    refuse_other_sites,
    signed_in,
)

from . import actions
from .domain import LASTS_FOR

router = APIRouter(
    prefix="/v1/session", tags=["session"], generate_unique_id_function=lambda route: route.name
)
internal = APIRouter(prefix="/internal", include_in_schema=False)

Password = Annotated[SecretStr, Field(max_length=200)]


class SignIn(Input):
    login: Login
    password: Password


class AppliedRegulation(BaseModel):
    """The version that is applied now. One whose validity is over goes on being applied."""

    version: str
    in_force: bool


class Me(BaseModel):
    """Who is signed in."""

    id: UUID
    login: str
    name: str
    role: Role
    region: str | None
    region_name: str | None
    regulation: AppliedRegulation

    @classmethod
    def of(cls, identity: Identity, now: datetime) -> Self:
        name, applied = regions().get(identity.region or ""), load().at(now)
        regulation = {"version": applied.version, "in_force": applied.in_force(now)}
        own = {**identity.model_dump(), "region_name": name, "regulation": regulation}
        return cls.model_validate(own)


SignedIn = Annotated[Identity, Depends(signed_in())]
Reader = Annotated[Desk, desk()]


@router.post("")
async def sign_in(request: Request, response: Response, body: SignIn) -> Me:
    """Answers with a session cookie; the same 401 for an unknown login and a wrong password."""
    refuse_other_sites(request)
    here = context(request)
    opened = await actions.sign_in(
        here.database,
        body.login,
        body.password.get_secret_value(),
        request.client.host if request.client else "",
        request.cookies.get(COOKIE, ""),
    )
    response.set_cookie(
        COOKIE,
        opened.session,
        max_age=int(LASTS_FOR.total_seconds()),
        path="/",
        httponly=True,
        samesite="strict",
        secure=here.public_url.startswith("https:"),
    )
    return Me.of(opened.identity, opened.at)


@router.get("")
async def me(desk: Reader) -> Me:
    return Me.of(desk.identity, desk.tx.now)


@router.delete("", status_code=204)
async def sign_out(request: Request, response: Response, tx: SystemTx) -> None:
    """Ends the session, if there is one."""
    refuse_other_sites(request)
    await actions.sign_out(tx, request.cookies.get(COOKIE, ""))
    response.delete_cookie(COOKIE, path="/", httponly=True, samesite="strict")


@internal.get("/session")
async def introspect(identity: SignedIn) -> Identity:
    """Who the cookie stands for; asked by the other services."""
    return identity
