"""Over a real SMTP server that keeps its own books: what it accepted is what was sent."""

import asyncio

import pytest

from notifier.domain import State
from priemnaya.contracts.replies import ReplyDelivered, ReplyFailed
from priemnaya.contracts.words import MailThread
from tests.component.notifier.conftest import Posts
from tests.support.outgoing import APPLICANT, approved, by_mail, registered
from tests.support.relay import relay


async def test_an_answer_arrives_and_the_queue_id_is_the_evidence(post: Posts) -> None:
    desk = await post()
    await desk.hear(approved(), registered())
    await desk.until(State.SENT)
    (told,) = await desk.told(ReplyDelivered)
    entries = {entry["message_id"]: entry for entry in desk.books.entries()}
    assert len(entries) == 2
    assert entries[told.mail_message_id]["rcpt"] == APPLICANT
    assert told.evidence == entries[told.mail_message_id]["sha256"][:12].upper()


async def test_many_letters_go_each_once_over_few_connections(post: Posts) -> None:
    desk = await post()
    await desk.hear(*(approved() for _ in range(150)))
    await desk.until(State.SENT)
    assert sorted(desk.books.accepted().values()) == [1] * 150
    assert {row.attempt for row in await desk.rows()} == {1}


@pytest.mark.parametrize(
    ("script", "reason"),
    [
        ("cut-before-dot", "dropped"),
        ("421", "deferred"),
        ("mail=450", "deferred"),
        ("mail=550", "deferred"),
        ("rcpt=451", "deferred"),
        ("data=451", "deferred"),
        ("dot=451", "deferred"),
    ],
)
async def test_a_temporary_refusal_makes_the_letter_rest_and_go_once(
    post: Posts, script: str, reason: str
) -> None:
    desk = await post("--script", script)
    await desk.hear(approved())
    await desk.send()
    (row,) = await desk.rows()
    assert (row.state, row.reason, row.attempt) == (State.RETRY, reason, 1)
    assert row.due_at > row.changed_at
    assert await desk.said() == []
    await desk.until(State.SENT)
    assert sorted(desk.books.accepted().values()) == [1]


@pytest.mark.parametrize("script", ["rcpt=550", "data=554", "dot=552"])
async def test_a_final_refusal_comes_before_a_person(post: Posts, script: str) -> None:
    desk = await post("--script", script)
    fact = approved()
    await desk.hear(fact)
    await desk.send()
    assert await desk.states() == {State.FAILED}
    (told,) = await desk.told(ReplyFailed)
    assert (told.aggregate_id, told.reason) == (fact.aggregate_id, "refused")
    assert desk.books.entries() == []


async def test_a_cut_after_the_dot_is_settled_by_the_archive(post: Posts) -> None:
    desk = await post("--script", "cut-after-dot")
    await desk.hear(approved())
    await desk.send()
    (row,) = await desk.rows()
    assert (row.state, row.reason) == (State.HANDOFF, "cut")
    assert not await desk.step("resolver"), "asked before the fence had passed"
    await desk.until(State.SENT)
    assert sorted(desk.books.accepted().values()) == [1]
    (told,) = await desk.told(ReplyDelivered)
    assert told.evidence.startswith("archive")


async def test_while_the_archive_is_away_a_letter_waits_and_then_comes_before_a_person(
    post: Posts, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = await post("--script", "cut-after-dot", NOTIFIER_ARCHIVE_PORT="1")
    await desk.hear(approved())
    await desk.send()
    await asyncio.sleep(2.1)
    assert not await desk.step("resolver")
    assert await desk.states() == {State.HANDOFF}
    monkeypatch.setenv("CLOCK_OFFSET", "1000")
    later = await post(NOTIFIER_ARCHIVE_PORT="1")
    await later.until(State.DOUBT)
    assert [fact.reason for fact in await later.told(ReplyFailed)] == ["doubt"]


async def test_a_late_answer_is_waited_for_or_found_in_the_archive(post: Posts) -> None:
    desk = await post("--script", "late=0.5,late=2.5")
    await desk.hear(approved(), approved())
    await desk.until(State.SENT)
    assert sorted(desk.books.accepted().values()) == [1, 1]


async def test_a_relay_slower_than_the_fence_gets_no_second_letter(post: Posts) -> None:
    desk = await post("--script", "stall=4.5")
    await desk.hear(approved())
    await desk.until(State.DOUBT)
    assert desk.books.entries() == []
    async with asyncio.timeout(30):
        while not desk.books.entries():
            await asyncio.sleep(0.1)
    assert [fact.reason for fact in await desk.told(ReplyFailed)] == ["doubt"]


async def test_a_slow_drip_of_answers_is_put_up_with(post: Posts) -> None:
    desk = await post("--script", "drip=0.005")
    await desk.hear(approved())
    await desk.until(State.SENT)
    assert sorted(desk.books.accepted().values()) == [1]


async def test_one_slow_letter_holds_up_no_other(post: Posts) -> None:
    desk = await post("--slow", "slow.example=1.2")
    slow = approved(reply_to=by_mail("a@slow.example"))
    await desk.hear(slow, *(approved() for _ in range(60)))
    await desk.until(State.SENT)
    rows = await desk.rows()
    (end,) = [row.changed_at for row in rows if row.reply_id == slow.aggregate_id]
    # A busy machine may not get through all of them meanwhile.
    assert sum(row.changed_at < end for row in rows) >= 15


async def test_while_the_relay_is_away_no_letter_is_touched(post: Posts) -> None:
    desk = await post()
    desk.books.kill()
    await desk.hear(approved(), approved())
    assert not await desk.step("sender")
    assert {(row.state, row.attempt) for row in await desk.rows()} == {("pending", 0)}
    with relay(desk.books.path, "--port", str(desk.books.port)) as back:
        await desk.until(State.SENT)
        assert sorted(back.accepted().values()) == [1, 1]


async def test_an_idle_connection_that_the_relay_closed_costs_no_attempt(post: Posts) -> None:
    desk = await post("--idle", "0.3")
    for _ in range(2):
        await desk.hear(approved())
        await desk.send()
        await asyncio.sleep(0.5)
    assert {(row.state, row.attempt) for row in await desk.rows()} == {("sent", 1)}


async def test_a_hostile_letter_adds_no_header_no_recipient_and_no_command(post: Posts) -> None:
    desk = await post()
    subject = "=?utf-8?q?a=0D=0ABcc=3A victim@example.org?=\r\nBcc: victim@example.org"
    thread = MailThread(
        mailbox="bilet@worldskills.ru",
        message_id="x@y>\r\nBcc: victim@example.org",
        references=("ok@example.org", "\r\n.\r\nQUIT"),
        subject=subject,
    )
    text = "первая\r\n.\r\nMAIL FROM:<x@y.org>\n.\n..\rвторая\x00"
    await desk.hear(
        approved(thread=thread, text=text, reply_to=by_mail(APPLICANT)),
        approved(reply_to=by_mail("a@b.org>\r\nRCPT TO:<victim@example.org")),
    )
    await desk.until(State.SENT, State.FAILED)
    (entry,) = desk.books.entries()
    assert entry["rcpt"] == APPLICANT
    (letter,) = desk.books.letters()
    assert not {"Bcc", "In-Reply-To"} & set(letter.keys())
    assert letter["References"] == "<ok@example.org>"
    (sent,) = [row for row in await desk.rows() if row.state == State.SENT]
    assert desk.books.raw_letters() == [sent.content]


async def test_two_copies_of_the_service_send_each_letter_once(post: Posts) -> None:
    first = await post()
    second = await post()
    await first.hear(*(approved() for _ in range(100)))
    await asyncio.gather(first.until(State.SENT), second.until(State.SENT))
    accepted = second.books.accepted()
    assert sorted(accepted.values()) == [1] * 100
