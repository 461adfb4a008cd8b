"""What was passed over in a mailbox is found by comparing it with the register."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import func, select, update

from intake_email.tables import CURSORS, FETCHED, RECONCILIATIONS
from priemnaya.runtime.identity import Identity, Role
from priemnaya.runtime.staff import COOKIE
from tests.support.dovecot import Dovecot
from tests.support.mail_account import MailAccount
from tests.support.stack import One
from tests.support.tcp_proxy import TcpProxy

from .conftest import Start
from .mailboxes import looked, taken, until, watching
from .post import BILET, raw_letter, rows


@pytest.fixture
async def intake(start: Start) -> One:
    """A session is the name of the role whose session it is."""
    started = await start("intake-email")

    async def identify(session: str) -> Identity | None:
        return Identity(id=uuid4(), login=session, name=session, role=Role(session))

    started.hosted.app.state.context = replace(started.context, identify=identify)
    return started


async def listed(intake: One, role: Role = Role.ADMIN) -> dict[str, Any]:
    """What is shown of bilet@."""
    answer = await intake.client.get("/v1/mailboxes", headers={"Cookie": f"{COOKIE}={role}"})
    assert answer.status_code == 200, answer.text
    (found,) = [one for one in answer.json() if one["address"] == BILET]
    return dict(found)


async def change(intake: One, last_uid: int) -> None:
    """Sets the cursor by hand, and lets a day pass since the last reconciliation."""
    async with intake.context.database.begin() as tx:
        day = RECONCILIATIONS.c.at - timedelta(days=1)
        await tx.connection.execute(update(RECONCILIATIONS).values(at=day))
        await tx.connection.execute(update(CURSORS).values(last_uid=last_uid))


async def reconciled(intake: One) -> Mapping[str, Any]:
    """The numbers of the second reconciliation; the first finds the mailbox new."""
    query = select(func.count()).select_from(RECONCILIATIONS)

    async def twice() -> bool:
        async with intake.context.database.begin() as tx:
            return int((await tx.connection.execute(query)).scalar_one()) == 2

    await until(twice)
    found = dict((await listed(intake))["watched"]["reconciliation"])
    del found["at"]
    return found


async def test_a_letter_slipped_under_the_cursor_is_found(intake: One, bilet: MailAccount) -> None:
    bilet.deliver(raw_letter(1))
    async with watching(intake):
        await taken(intake, 1)
        await looked(intake)
    bilet.deliver(raw_letter(2), raw_letter(3))
    await change(intake, last_uid=2)
    async with watching(intake):
        await taken(intake, 3)
        found = await reconciled(intake)
    assert found == {"in_mailbox": 2, "known": 1, "missing": 1, "taken_in": 1}
    doors = {row.door: row.size for row in await rows(intake)}
    assert doors["reconciliation"] == len(raw_letter(2))


async def test_a_cursor_above_every_letter_is_set_right(intake: One, bilet: MailAccount) -> None:
    """As after the mailbox was restored from a backup."""
    bilet.deliver(raw_letter(1))
    async with watching(intake):
        await taken(intake, 1)
        await looked(intake)
    await change(intake, last_uid=1000)
    bilet.deliver(raw_letter(2))
    async with watching(intake):
        await taken(intake, 2)
        bilet.deliver(raw_letter(3))
        await taken(intake, 3)


async def test_what_is_known_is_not_fetched_again(
    intake: One, bilet: MailAccount, way: TcpProxy
) -> None:
    bilet.deliver(*(raw_letter(number) for number in range(1, 6)))
    async with watching(intake):
        await taken(intake, 5)
        await looked(intake)
    asked = b""

    def note(data: bytes) -> bytes:
        nonlocal asked
        asked += data
        return data

    way.asked = note
    await change(intake, last_uid=5)
    async with watching(intake):
        found = await reconciled(intake)
    assert found == {"in_mailbox": 5, "known": 5, "missing": 0, "taken_in": 0}
    assert b"SEARCH" in asked
    assert b"FETCH" not in asked


async def test_a_letter_that_was_not_given_out_is_asked_for_again(
    intake: One, bilet: MailAccount, mail_server: Dovecot
) -> None:
    bilet.deliver(raw_letter(1), raw_letter(2))
    broken = mail_server.files(bilet)[0]
    content = broken.read_bytes()
    broken.write_bytes(b"")
    async with watching(intake):
        await taken(intake, 1)
        await until(lambda: _given_up(intake))
        await looked(intake)
    broken.write_bytes(content)
    await change(intake, last_uid=2)
    async with watching(intake):
        await taken(intake, 2)
        assert (await reconciled(intake))["taken_in"] == 1
        assert (await listed(intake))["watched"]["not_given_out"] == 0


async def _given_up(intake: One) -> bool:
    async with intake.context.database.begin() as tx:
        query = select(func.count()).where(FETCHED.c.message_id.is_(None))
        given_up = int((await tx.connection.execute(query)).scalar_one())
    shown = (await listed(intake))["watched"]["not_given_out"]
    return bool(given_up == 1 == shown)


@pytest.mark.parametrize("role", [Role.HEAD, Role.AUDITOR, Role.ADMIN])
async def test_staff_see_how_the_mailboxes_are(
    intake: One, bilet: MailAccount, way: TcpProxy, role: Role
) -> None:
    before = await listed(intake, role)
    assert (before["channel"], before["doors"]) == ("bilet", ["http", "imap"])
    assert before["watched"]["looked_at"] is None
    bilet.deliver(raw_letter(1))
    async with watching(intake):
        await taken(intake, 1)
        # The register follows the letter itself: a cut between them loses it, to be read again.
        await until(lambda: _has_read_to(intake, 1))
        way.cut()
        await until(lambda: _fails(intake))
    shown = (await listed(intake, role))["watched"]
    assert shown["last_uid"] == 1
    assert shown["looked_at"] < shown["failing_since"]
    assert shown["reconciliation"]["in_mailbox"] == 0


async def _has_read_to(intake: One, uid: int) -> bool:
    watched = (await listed(intake))["watched"]
    return bool(watched["looked_at"] and watched["last_uid"] == uid)


async def _fails(intake: One) -> bool:
    return (await listed(intake))["watched"]["failure"] is not None
