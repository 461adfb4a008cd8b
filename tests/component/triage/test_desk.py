"""What staff may ask triage."""

from uuid import uuid4

import pytest
from sqlalchemy import select

from priemnaya.contracts.appeals import AppealRegistered
from priemnaya.contracts.cases import CasePassed
from priemnaya.contracts.words import ApplicantRole, Channel, Line, QuestionKind
from priemnaya.regulation.load import load
from priemnaya.runtime.identity import Role
from tests.component.triage.conftest import Triage
from tests.component.triage.test_registration import operator_of
from tests.unit.triage.arrivals import dialog, letter
from triage.tables import APPEALS, INCOMING, MESSAGES, NUMBERS

CLERKS = [Role.REGISTRAR, Role.LINE1, Role.HEAD, Role.AUDITOR, Role.ADMIN]


async def an_appeal_of_an_operator(triage: Triage, region: str) -> AppealRegistered:
    await triage.hear(operator_of(region))
    message = dialog(
        region=region, role=ApplicantRole.SITE, question_kind=QuestionKind.INFORMATIONAL
    )
    await triage.hear(message)
    return (await triage.told(AppealRegistered))[-1]


@pytest.mark.parametrize("role", CLERKS)
async def test_clerks_see_how_an_appeal_was_registered(triage: Triage, role: Role) -> None:
    await triage.hear(letter())
    (appeal,) = await triage.told(AppealRegistered)
    status, body = await triage.get(f"/appeals/{appeal.number}", role)
    assert status == 200
    assert body["message_ids"] == [str(appeal.message_id)]
    assert (body["line"], body["line_clause"], body["due_clause"]) == (1, "5.4", "4.3")
    assert body["regulation_version"] == "2020"
    assert body["in_force"] is load().at(appeal.registered_at).in_force(appeal.registered_at)


async def test_an_operator_sees_only_what_went_to_the_operator_of_his_region(
    triage: Triage,
) -> None:
    mine = await an_appeal_of_an_operator(triage, "16")
    await triage.hear(letter(region="16"))
    of_line_one = (await triage.told(AppealRegistered))[-1]
    ask = [(mine.number, "16"), (mine.number, "77"), (of_line_one.number, "16")]
    answers = [await triage.get(f"/appeals/{n}", Role.OPERATOR, region) for n, region in ask]
    assert [status for status, _ in answers] == [200, 404, 404]
    assert answers[0][1]["message_ids"] == [str(mine.message_id)]
    assert answers[0][1]["numbers"] == [mine.number]


def passed(appeal: AppealRegistered, seq: int, to_line: Line, region: str | None) -> CasePassed:
    return CasePassed(
        aggregate_id=appeal.aggregate_id,
        seq=seq,
        occurred_at=appeal.registered_at,
        number=appeal.number,
        from_line=Line.DEPARTMENT,
        to_line=to_line,
        region=region,
    )


async def test_a_case_is_where_the_newest_fact_says_whatever_the_order(triage: Triage) -> None:
    await triage.hear(letter())
    (appeal,) = await triage.told(AppealRegistered)
    await triage.hear(passed(appeal, 2, Line.DEVELOPERS, "16"))
    await triage.hear(passed(appeal, 1, Line.OPERATOR, "16"))
    _, body = await triage.get(f"/appeals/{appeal.number}")
    assert (body["line"], body["current_line"], body["region"]) == (1, 3, "16")
    assert (await triage.get(f"/appeals/{appeal.number}", Role.OPERATOR, "16"))[0] == 200
    assert (await triage.get(f"/appeals/{appeal.number}", Role.OPERATOR, "77"))[0] == 404


async def test_a_hand_over_heard_before_the_registration_waits_for_it(triage: Triage) -> None:
    message = letter()
    await triage.hear(message)
    (appeal,) = await triage.told(AppealRegistered)
    unknown = appeal.model_copy(update={"aggregate_id": uuid4()})
    await triage.hear(passed(unknown, 1, Line.OPERATOR, "16"))
    deferred = triage.hosted.service.bus.deferred
    assert [row.waits_for for row in await triage.rows(select(deferred))] == [unknown.aggregate_id]


async def test_developers_see_nothing_and_operators_no_journal(triage: Triage) -> None:
    await triage.hear(letter())
    (appeal,) = await triage.told(AppealRegistered)
    year = appeal.number.split("-")[1]
    assert (await triage.get(f"/appeals/{appeal.number}", Role.DEVELOPER))[0] == 403
    assert (await triage.get(f"/journal?year={year}", Role.DEVELOPER))[0] == 403
    assert (await triage.get(f"/journal?year={year}", Role.OPERATOR, "16"))[0] == 403


async def test_nobody_reads_without_signing_in(triage: Triage) -> None:
    answer = await triage.client.get("/v1/journal?year=2020")
    assert answer.status_code == 401
    assert answer.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/appeals/BB-2020-000001", 404),
        ("/appeals/bb-2020-000001", 422),
        ("/appeals/%D0%91%D0%91-2020-000001", 422),
        ("/appeals/" + "A" * 41, 422),
        ("/journal", 422),
        ("/journal?year=twenty", 422),
        ("/journal?year=2020&after=-1", 422),
        ("/journal?year=2020&after=99999999999999999999", 422),
        ("/journal?year=2020&limit=0", 422),
        ("/journal?year=2020&limit=501", 422),
        ("/journal?year=2020", 200),
    ],
)
async def test_bad_questions_are_named(triage: Triage, path: str, status: int) -> None:
    assert (await triage.get(path))[0] == status


async def test_the_journal_is_read_page_by_page_and_year_by_year(triage: Triage) -> None:
    await triage.hear(*[letter(channel=Channel.INFO) for _ in range(5)])
    appeals = await triage.told(AppealRegistered)
    year = appeals[0].number.split("-")[1]
    seen, after = [], 0
    while after is not None:
        _, page = await triage.get(f"/journal?year={year}&after={after}&limit=2", Role.REGISTRAR)
        seen += [row["number"] for row in page["rows"]]
        after = page["next"]
    assert seen == sorted(a.number for a in appeals)
    assert (await triage.get("/journal?year=2019"))[1] == {"rows": [], "next": None}


async def test_a_connection_that_does_not_say_who_reads_sees_no_row(
    triage: Triage,
) -> None:
    await triage.hear(letter(channel=Channel.INFO))
    async with triage.context.database.engine.connect() as connection:
        for table in (APPEALS, MESSAGES, NUMBERS, INCOMING):
            assert (await connection.execute(select(table))).all() == []
