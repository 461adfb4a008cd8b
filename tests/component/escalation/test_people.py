"""Signing in, sessions, throttling; the accounts of a fresh installation."""

import stat
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from statistics import median
from time import perf_counter
from typing import Any

import httpx
import pytest
from sqlalchemy import select, update

from escalation.people import store
from escalation.people.actions import sessions
from escalation.people.passwords import hashed
from escalation.tables import ACCOUNTS, SESSIONS
from priemnaya.runtime.clock import Clock
from priemnaya.runtime.service import Access
from priemnaya.runtime.staff import COOKIE
from tests.support.office import Office

PASSWORD = "верная-лошадь-батарея"


@pytest.fixture
async def signer(office: Office) -> Office:
    """Where the operator has a password."""
    async with office.one.context.database.begin() as tx:
        row = {**office.people["operator"].model_dump(), "password_hash": await hashed(PASSWORD)}
        await store.put_account(tx, row)
    return office


async def _sign_in(
    office: Office, password: str = PASSWORD, login: str = "operator", **headers: str
) -> httpx.Response:
    office.one.client.cookies.clear()
    body = {"login": login, "password": password}
    return await office.one.client.post("/v1/session", json=body, headers=headers)


async def test_signing_in_opens_a_session_and_signing_out_ends_it(signer: Office) -> None:
    answer = await _sign_in(signer)
    assert answer.status_code == 200
    me = answer.json()
    assert me == {
        "id": str(signer.people["operator"].id),
        "login": "operator",
        "name": "Имя operator",
        "role": "operator",
        "region": "77",
        "region_name": "Москва",
        "regulation": {"version": "2020", "in_force": False},
    }
    client = signer.one.client
    assert (await client.get("/v1/session")).json() == me
    session = client.cookies[COOKIE]
    assert (await client.delete("/v1/session")).status_code == 204
    gone = await client.get("/v1/session", headers={"Cookie": f"{COOKIE}={session}"})
    assert gone.status_code == 401
    assert (await client.delete("/v1/session")).status_code == 204


async def test_clause_6_5_who_signs_in_is_told_whether_the_regulation_is_in_force(
    signer: Office,
) -> None:
    app = signer.one.hosted.app
    database = app.state.context.database
    within = datetime(2020, 9, 1, tzinfo=UTC) - datetime.now(UTC)
    app.state.context = replace(app.state.context, database=replace(database, clock=Clock(within)))
    told = (await _sign_in(signer)).json()["regulation"]
    assert told == {"version": "2020", "in_force": True}
    # An earlier session: this one is not yet open by the clock that sessions go by.
    assert (await signer.get("line1", "/session"))["regulation"] == told


async def test_the_cookie_is_for_this_site_and_no_script(signer: Office) -> None:
    parts = (await _sign_in(signer)).headers["set-cookie"].split("; ")
    assert parts[0].startswith(f"{COOKIE}=")
    assert {"HttpOnly", "Path=/", "SameSite=strict"} <= set(parts)
    assert "Secure" not in parts, "the test's public address is http"


async def test_behind_https_the_cookie_is_secure(signer: Office) -> None:
    app = signer.one.hosted.app
    app.state.context = replace(app.state.context, public_url="https://desk.test")
    assert "Secure" in (await _sign_in(signer)).headers["set-cookie"].split("; ")


async def test_the_session_is_kept_as_a_hash(signer: Office) -> None:
    await _sign_in(signer)
    session = signer.one.client.cookies[COOKIE].encode()
    async with signer.one.context.database.begin() as tx:
        kept = (await tx.connection.execute(select(SESSIONS.c.hash))).scalars().all()
    assert session not in kept
    assert all(len(hash_) == 32 for hash_ in kept)


async def test_wrong_password_and_unknown_login_get_the_same_answer_in_the_same_time(
    signer: Office,
) -> None:
    known: list[float] = []
    unknown: list[float] = []
    bodies = set()
    for n in range(6):
        for login, times in (("operator", known), (f"nobody{n}", unknown)):
            started = perf_counter()
            answer = await _sign_in(signer, "wrong", login)
            times.append(perf_counter() - started)
            bodies.add((answer.status_code, answer.text))
    assert len(bodies) == 1
    assert next(iter(bodies))[0] == 401
    assert 0.4 < median(known) / median(unknown) < 2.5


async def test_after_ten_failures_a_login_must_wait(signer: Office) -> None:
    for _ in range(10):
        assert (await _sign_in(signer, "wrong")).status_code == 401
    refused = await _sign_in(signer)
    assert refused.status_code == 429
    assert 800 < int(refused.headers["retry-after"]) <= 900
    assert refused.headers["content-type"] == "application/problem+json"
    assert (await _sign_in(signer, "wrong", "somebody-else")).status_code == 401


async def test_a_success_forgets_the_failures_before_it(signer: Office) -> None:
    for _ in range(2):
        for _ in range(6):
            await _sign_in(signer, "wrong")
        assert (await _sign_in(signer)).status_code == 200


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"login": "operator"},
        {"login": "operator", "password": PASSWORD, "remember": True},
        {"login": "x" * 101, "password": "x"},
        {"login": "operator", "password": "x" * 201},
        {"login": "\ud800", "password": "x"},
        {"login": ["operator"], "password": PASSWORD},
    ],
)
async def test_what_is_no_sign_in_is_unprocessable_and_not_echoed(
    signer: Office, body: dict[str, Any]
) -> None:
    import json

    answer = await signer.one.client.post(
        "/v1/session", content=json.dumps(body), headers={"Content-Type": "application/json"}
    )
    assert answer.status_code == 422
    assert PASSWORD not in answer.text


async def test_a_nul_in_a_login_is_only_a_wrong_login(signer: Office) -> None:
    assert (await _sign_in(signer, "x", "no\x00body")).status_code == 401


async def test_other_sites_can_neither_sign_in_nor_out_nor_change(signer: Office) -> None:
    elsewhere = {"Origin": "https://evil.example"}
    assert (await _sign_in(signer, **elsewhere)).status_code == 403
    await _sign_in(signer)
    client = signer.one.client
    assert (await client.delete("/v1/session", headers=elsewhere)).status_code == 403
    changed = await client.put("/v1/directory/77", headers=elsewhere, json={"operator": None})
    assert changed.status_code == 403
    form = await client.post("/v1/session", data={"login": "operator", "password": PASSWORD})
    assert form.status_code == 422
    assert (await client.get("/v1/session")).status_code == 200


@pytest.mark.parametrize(("hours", "idle_minutes"), [(12.1, 12.1 * 60), (24.1, 1)])
async def test_a_session_ends_when_idle_or_old(
    office: Office, hours: float, idle_minutes: float
) -> None:
    database = office.one.context.database
    later = replace(database, clock=Clock(timedelta(hours=hours)))
    async with later.begin() as tx:
        seen = tx.now - timedelta(minutes=idle_minutes)
        await tx.connection.execute(update(SESSIONS).values(seen_at=seen))
    assert await sessions(database)("line1") is not None
    assert await sessions(later)("line1") is None


async def test_an_account_that_is_switched_off_has_no_session_any_more(office: Office) -> None:
    assert (await office.ask("line1", "GET", "/session")).status_code == 200
    async with office.one.context.database.begin() as tx:
        await tx.connection.execute(update(ACCOUNTS).values(active=False))
    assert (await office.ask("line1", "GET", "/session")).status_code == 401


async def test_introspection_tells_the_other_services_who_it_is(office: Office) -> None:
    answer = await office.ask("foreign", "GET", "/internal/session")
    assert answer.json() == office.people["foreign"].model_dump(mode="json")
    for nobody in ("", "no-such-session", "x" * 5000):
        assert (await office.ask(nobody, "GET", "/internal/session")).status_code == 401


async def test_a_fresh_installation_has_one_account_a_role_and_keeps_their_passwords(
    office: Office,
) -> None:
    context, seed = office.one.context, office.one.hosted.service.seed
    assert seed is not None
    first, second = Access(url="http://desk.test"), Access(url="http://desk.test")
    await seed(context, first, True)
    said = len(await office.one.said())
    await seed(context, second, True)
    assert first == second
    assert len(await office.one.said()) == said, "the directory is told once"
    roles = {account["role"] for account in first.accounts}
    assert roles == {"registrar", "line1", "head", "operator", "developer", "auditor", "admin"}
    assert {a["region"] for a in first.accounts if a["role"] == "operator"} == {"77", "66"}
    assert len({account["password"] for account in first.accounts}) == len(first.accounts)
    for file in context.data.glob("accounts.json"):
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
    operator = next(a for a in first.accounts if a["login"] == "operator")
    assert (await _sign_in(office, operator["password"] or "")).status_code == 200


async def test_the_people_of_the_demonstration_are_written_to(office: Office) -> None:
    seed = office.one.hosted.service.seed
    assert seed is not None
    access = Access(url="http://desk.test")
    await seed(office.one.context, access, True)
    head = next(a for a in access.accounts if a["login"] == "head")
    assert (await _sign_in(office, head["password"] or "", "head")).status_code == 200
    assert (await office.get("head", "/people/me/notices"))["mail"] == "head@example.org"


async def test_without_the_demonstration_there_is_the_administrator_alone(office: Office) -> None:
    seed = office.one.hosted.service.seed
    assert seed is not None
    access = Access(url="http://desk.test")
    await seed(office.one.context, access, False)
    assert [account["login"] for account in access.accounts] == ["admin"]
