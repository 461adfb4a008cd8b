"""An appeal's whole way through the desk."""

from datetime import timedelta

from priemnaya.contracts.appeals import AppealRegistered
from priemnaya.contracts.cases import AppealClosed, AppealReopened, CaseAssigned, CasePassed
from priemnaya.contracts.replies import ReplyApproved
from priemnaya.contracts.words import Line, ReplyChannel
from tests.support.office import NOW, Office, continued, delivered, open_questions, registered

CASE_FACTS = (CaseAssigned, CasePassed, AppealClosed, AppealReopened)


async def test_clause_6_3_an_appeal_lives_from_registration_to_reopening(office: Office) -> None:
    appeal = registered()
    await office.one.hear(appeal)
    await office.done("line1", appeal.number, "assignment", assignee="line1")
    passed = await office.done(
        "line1", appeal.number, "handovers", line=3, reason="Ошибка на платформе"
    )
    assert passed["line"] == 3
    assert passed["assignee"] is None
    await office.done("developer", appeal.number, "assignment", assignee="developer")
    await office.done("developer", appeal.number, "handovers", line=1, reason="Исправлено")
    partial = await office.answered("line1", appeal.number, 1)
    final = await office.answered("line1", appeal.number, 2)
    assert (partial.final, final.final) == (False, True)
    await office.one.hear(delivered(partial))
    assert (await office.see(appeal.number))["state"] == "open"
    await office.one.hear(delivered(final))
    closed = await office.see(appeal.number)
    assert closed["state"] == "closed"
    assert closed["actions"] == []
    await office.one.hear(continued(appeal))
    reopened = await office.see(appeal.number)
    assert reopened["state"] == "open"
    assert [q["state"] for q in reopened["question_list"]] == ["delivered", "delivered", "open"]
    facts = await office.said(*CASE_FACTS)
    assert [type(fact).NAME for fact in facts] == [
        "case.assigned",
        "case.passed",
        "case.assigned",
        "case.passed",
        "appeal.closed",
        "appeal.reopened",
    ]
    assert [fact.seq for fact in facts] == [1, 2, 3, 4, 5, 6]


async def test_clause_5_5_the_third_line_has_24_hours_from_the_hand_over(office: Office) -> None:
    appeal = registered()
    await office.one.hear(appeal)
    await office.done("head", appeal.number, "handovers", line=3, reason="Не входит")
    (passed,) = await office.said(CasePassed)
    assert isinstance(passed, CasePassed)
    assert passed.line_deadline is not None
    assert passed.line_deadline.due_at == passed.occurred_at + timedelta(hours=24)
    assert passed.line_deadline.clause == "5.5"


async def test_a_reply_carries_all_that_its_delivery_needs(office: Office) -> None:
    appeal = registered()
    further = continued(appeal)
    await office.one.hear(appeal, further)
    reply = await office.answered("line1", appeal.number)
    assert reply.appeal_id == appeal.aggregate_id
    assert reply.number == appeal.number
    assert reply.display_number == appeal.display_number
    assert reply.reply_to == appeal.reply_to
    assert reply.thread == further.thread, "the answer joins the applicant's last letter"
    assert reply.final


async def test_a_reopened_appeal_has_its_whole_term_again(office: Office) -> None:
    appeal = registered()
    await office.one.hear(appeal)
    await _close(office, appeal)
    await office.one.hear(continued(appeal, received_at=appeal.received_at + timedelta(days=30)))
    reopened = await office.see(appeal.number)
    assert reopened["due_at"] > (appeal.received_at + timedelta(days=31)).isoformat()
    assert "deadline.moved" in [entry["action"] for entry in reopened["history"]]


async def test_reopened_on_the_third_line_it_has_24_hours_again(office: Office) -> None:
    appeal = registered(line=Line.DEVELOPERS, line_clause="4.6")
    await office.one.hear(appeal)
    first = await office.see(appeal.number)
    assert first["line_due_at"] == (NOW + timedelta(hours=24)).isoformat().replace("+00:00", "Z")
    await office.one.hear(delivered(await office.answered("developer", appeal.number)))
    await office.one.hear(continued(appeal))
    again = await office.see(appeal.number)
    assert (again["line"], again["state"]) == (3, "open")
    assert again["line_due_at"] > first["line_due_at"]


async def test_thanks_that_reopen_nothing_are_kept_with_the_closed_appeal(office: Office) -> None:
    appeal = registered()
    await office.one.hear(appeal)
    await _close(office, appeal)
    await office.one.hear(continued(appeal, reopens=False, text="Спасибо!"))
    seen = await office.see(appeal.number)
    assert seen["state"] == "closed"
    assert [m["text"] for m in seen["messages"] if m["kind"] == "applicant"][-1] == "Спасибо!"
    assert seen["open_questions"] == 0


async def test_a_letter_to_both_mailboxes_asks_nothing_twice(office: Office) -> None:
    appeal = registered()
    early = appeal.deadline.model_copy(
        update={"due_at": appeal.deadline.due_at - timedelta(days=1)}
    )
    twin = continued(
        appeal,
        joined=True,
        second_number="VH-2020-000007",
        second_display_number="ВХ-2020-000007",
        deadline=early,
    )
    await office.one.hear(twin, appeal)
    seen = await office.see("VH-2020-000007")
    assert seen["number"] == appeal.number
    assert seen["open_questions"] == 2
    assert len(seen["messages"]) == 2
    assert seen["due_at"] == early.due_at.isoformat().replace("+00:00", "Z")
    found = await office.get("line1", "/appeals", q="вх-2020-000007")
    assert [row["number"] for row in found["items"]] == [appeal.number]


async def test_an_appeal_without_told_apart_questions_is_one_question(office: Office) -> None:
    appeal = registered(questions=(), text="Прошу помочь с доступом")
    await office.one.hear(appeal)
    seen = await office.see(appeal.number)
    assert [q["text"] for q in seen["question_list"]] == ["Прошу помочь с доступом"]


async def test_a_question_added_after_the_final_reply_gets_a_final_reply_of_its_own(
    office: Office,
) -> None:
    appeal = registered()
    await office.one.hear(appeal)
    first = await office.answered("line1", appeal.number)
    await office.one.hear(continued(appeal))
    second = await office.answered("line1", appeal.number)
    assert first.final
    assert second.final
    await office.one.hear(delivered(second))
    assert (await office.see(appeal.number))["state"] == "open", "the first is still on its way"
    await office.one.hear(delivered(first))
    assert (await office.see(appeal.number))["state"] == "closed"


async def test_a_dialog_is_answered_in_the_dialog(office: Office) -> None:
    to = {"channel": "dialog", "dialog_id": "0198c0de-0000-7000-8000-000000000001"}
    appeal = registered(reply_to=to, thread=None, channel="bot", login="pupil7")
    await office.one.hear(appeal)
    reply = await office.answered("line1", appeal.number)
    assert reply.reply_to.channel is ReplyChannel.DIALOG
    assert reply.reply_to == appeal.reply_to
    assert reply.thread is None
    assert (await office.see(appeal.number))["applicant"] == "pupil7"


async def test_clause_4_5_a_text_asked_of_the_operator_goes_out_only_through_line_1(
    office: Office,
) -> None:
    appeal = registered(region="77")
    await office.one.hear(appeal)
    await office.done("line1", appeal.number, "handovers", line=2, reason="Нужны сведения")
    seen = await office.see(appeal.number, "operator")
    assert seen["reply_goes"] == "to_line_1", "known before the first word is written"
    questions = [str(id_) for id_ in open_questions(seen)]
    left = await office.done(
        "operator", appeal.number, "replies", text="Проект.", question_ids=questions
    )
    assert left["line"] == 1
    assert [m["text"] for m in left["messages"] if m["kind"] == "draft"] == ["Проект."]
    assert left["open_questions"] == 2
    assert await office.said(ReplyApproved) == []
    released = await office.answered("line1", appeal.number)
    assert released.final


async def test_clause_5_8_an_operator_answers_alone_what_the_regulation_sent_him(
    office: Office,
) -> None:
    appeal = registered(line=Line.OPERATOR, line_clause="5.8", region="77")
    await office.one.hear(appeal)
    assert (await office.see(appeal.number, "operator"))["reply_goes"] == "out"
    reply = await office.answered("operator", appeal.number)
    assert reply.final


async def test_called_back_and_asked_again_the_operator_only_leaves_a_draft(
    office: Office,
) -> None:
    appeal = registered(line=Line.OPERATOR, line_clause="5.8", region="77")
    await office.one.hear(appeal)
    await office.done("line1", appeal.number, "handovers", line=1, reason="Уточним")
    await office.done("line1", appeal.number, "handovers", line=2, reason="Подготовьте ответ")
    questions = [str(id_) for id_ in open_questions(await office.see(appeal.number))]
    await office.done("operator", appeal.number, "replies", text="Текст", question_ids=questions)
    assert await office.said(ReplyApproved) == []


async def _close(office: Office, appeal: AppealRegistered) -> None:
    await office.one.hear(delivered(await office.answered("line1", appeal.number)))
    assert (await office.see(appeal.number))["state"] == "closed"
