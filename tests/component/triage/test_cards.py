"""A registration card is signed off once and corrected with a trace."""

import asyncio
from datetime import datetime
from typing import Any

import pytest
from sqlalchemy import select, update

from priemnaya.contracts.appeals import AppealRegistered
from priemnaya.runtime.identity import Role
from priemnaya.runtime.tx import Actor
from tests.component.triage.conftest import Triage
from tests.component.triage.test_journal import NAME, POST, SURNAME, ask, card, registered
from triage.tables import AUDIT, CORRECTIONS


async def test_clause_2_10_the_registrar_signs_once_with_name_post_and_time(triage: Triage) -> None:
    number = await registered(triage)
    answer = await ask(triage, "POST", f"/cards/{number}/signature", body=POST)
    assert (answer.status_code, answer.headers["etag"]) == (200, '"2"')
    found = await card(triage, number)
    assert (found["signed_by"], found["signed_post"]) == (NAME, "Делопроизводитель")
    again = await ask(triage, "POST", f"/cards/{number}/signature", Role.HEAD, {"post": "Глава"})
    assert (again.status_code, again.json()["code"]) == (409, "already-signed")
    assert (await card(triage, number))["signed_post"] == "Делопроизводитель"
    (entry,) = await triage.rows(select(AUDIT).where(AUDIT.c.action == "card.signed"))
    (appeal,) = await triage.told(AppealRegistered)
    assert (entry.about, entry.actor) == (appeal.aggregate_id, "registrar")
    assert datetime.fromisoformat(found["signed_at"]) == entry.at
    assert entry.details == {"number": number, "version": 2}


async def test_of_two_who_sign_at_once_one_does(triage: Triage) -> None:
    path = f"/cards/{await registered(triage)}/signature"
    answers = await asyncio.gather(*(ask(triage, "POST", path, body=POST) for _ in range(4)))
    assert sorted(a.status_code for a in answers) == [200, 409, 409, 409]


async def test_a_correction_keeps_what_stood_there_and_who_changed_it_why(triage: Triage) -> None:
    number = await registered(triage)
    wanted = {
        "surname": " Петрова ",
        "subject": "Код участника",
        "external_number": "01-15/7",
        "external_date": "2020-10-14",
        "sheets": 2,
        "because": "По тексту письма",
    }
    answer = await ask(triage, "PATCH", f"/cards/{number}", Role.HEAD, wanted, 1)
    assert (answer.status_code, answer.headers["etag"]) == (200, '"2"')
    found = await card(triage, number)
    assert {name: found[name] for name in wanted if name != "because"} == {
        **{name: value for name, value in wanted.items() if name != "because"},
        "surname": "Петрова",
    }
    made = {one["field"]: (one["old"], one["new"]) for one in found["corrections"]}
    assert made == {
        "surname": (None, "Петрова"),
        "subject": ("Не приходит код", "Код участника"),
        "external_number": (None, "01-15/7"),
        "external_date": (None, "2020-10-14"),
        "sheets": (None, "2"),
    }
    traced = {(c["version"], c["login"], c["name"], c["because"]) for c in found["corrections"]}
    assert traced == {(2, "head", NAME, "По тексту письма")}


async def test_the_audit_of_a_correction_holds_no_personal_data(triage: Triage) -> None:
    number = await registered(triage)
    await ask(triage, "PATCH", f"/cards/{number}", body=SURNAME, version=1)
    (entry,) = await triage.rows(select(AUDIT).where(AUDIT.c.action == "card.corrected"))
    assert entry.details == {"number": number, "version": 2, "fields": ["surname"]}


async def test_null_empties_a_field_and_the_same_value_leaves_no_trace(triage: Triage) -> None:
    path = f"/cards/{await registered(triage)}"
    await ask(triage, "PATCH", path, body=SURNAME, version=1)
    same = await ask(triage, "PATCH", path, body=SURNAME, version=2)
    assert (same.json()["version"], len(same.json()["corrections"])) == (2, 1)
    emptied = await ask(triage, "PATCH", path, body=SURNAME | {"surname": None}, version=2)
    assert emptied.json()["surname"] is None
    assert emptied.json()["corrections"][-1]["old"] == "Петрова"


async def test_a_correction_names_the_version_it_was_made_from(triage: Triage) -> None:
    path = f"/cards/{await registered(triage)}"
    answers = [
        await ask(triage, "PATCH", path, body=SURNAME, version=version)
        for version in (None, 2, "x", "1" * 30, 1)
    ]
    assert [a.status_code for a in answers] == [428, 412, 412, 412, 200]
    unknown = await ask(triage, "PATCH", "/cards/VH-2020-999999", body=SURNAME, version=1)
    assert unknown.status_code == 404


async def test_of_two_corrections_of_one_version_the_second_is_refused(triage: Triage) -> None:
    path = f"/cards/{await registered(triage)}"
    bodies = [SURNAME | {"surname": name} for name in ("Петрова", "Иванова", "Сидорова")]
    answers = await asyncio.gather(*(ask(triage, "PATCH", path, body=b, version=1) for b in bodies))
    assert sorted(a.status_code for a in answers) == [200, 412, 412]
    assert len(await triage.rows(select(CORRECTIONS))) == 1


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"because": "Причина"},
        {"surname": "Петрова"},
        SURNAME | {"because": " \x00 "},
        SURNAME | {"because": "\u200b\u200b\u200b"},
        SURNAME | {"because": "п" * 2001},
        SURNAME | {"surname": "П" * 201},
        SURNAME | {"surname": 7},
        SURNAME | {"number": "VH-2020-000001"},
        SURNAME | {"registered_on": "2020-10-01"},
        SURNAME | {"signed_by": "Другой"},
        SURNAME | {"subject": None},
        SURNAME | {"annotation": "т" * 1001},
        SURNAME | {"sheets": 0},
        SURNAME | {"sheets": True},
        SURNAME | {"sheets": 10**30},
        SURNAME | {"external_date": "0001-01-01"},
        SURNAME | {"external_date": "вчера"},
    ],
)
async def test_a_correction_that_is_none_changes_nothing(
    triage: Triage, body: dict[str, Any]
) -> None:
    number = await registered(triage)
    before = await card(triage, number)
    answer = await ask(triage, "PATCH", f"/cards/{number}", body=body, version=1)
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid")
    assert await card(triage, number) == before


@pytest.mark.parametrize(
    "body", [{}, {"post": ""}, {"post": " я "}, {"post": "д" * 201}, POST | {"name": "Другой"}]
)
async def test_a_sign_off_without_a_post_is_none(triage: Triage, body: dict[str, Any]) -> None:
    number = await registered(triage)
    answer = await ask(triage, "POST", f"/cards/{number}/signature", body=body)
    assert answer.status_code == 422
    assert (await card(triage, number))["signed_at"] is None


async def test_nobody_who_is_signed_in_changes_a_trace(triage: Triage) -> None:
    number = await registered(triage)
    await ask(triage, "PATCH", f"/cards/{number}", body=SURNAME, version=1)
    async with triage.context.database.begin(Actor("admin", Role.ADMIN)) as tx:
        changed = await tx.connection.execute(update(CORRECTIONS).values(because="Иначе"))
        deleted = await tx.connection.execute(CORRECTIONS.delete())
    assert (changed.rowcount, deleted.rowcount) == (0, 0)
    (trace,) = (await card(triage, number))["corrections"]
    assert trace["because"] == SURNAME["because"]
