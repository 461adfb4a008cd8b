"""Which facts become letters; here letters are files, as in the single-process mode."""

import os
from pathlib import Path

import pytest
from sqlalchemy import select, update

from notifier.domain import State
from notifier.tables import BUS, LETTERS
from priemnaya.contracts.replies import ReplyDelivered, ReplyFailed
from priemnaya.contracts.words import Attachment, Channel, MailThread, ReplyChannel
from tests.component.notifier.conftest import Post
from tests.support.outgoing import APPLICANT, approved, body, by_dialog, by_mail, read, registered


def outbox(post: Post) -> list[Path]:
    return sorted((post.context.data / "outbox").glob("*.eml"))


async def test_an_appeal_by_mail_is_acknowledged_with_a_letter(letters_as_files: Post) -> None:
    await letters_as_files.hear(registered())
    await letters_as_files.send()
    (path,) = outbox(letters_as_files)
    letter = read(path.read_bytes())
    assert letter["To"] == APPLICANT
    assert "ББ-2020-000001" in body(letter)
    assert path.stat().st_mode & 0o077 == 0
    assert await letters_as_files.said() == []


async def test_an_answer_is_delivered_with_its_file_as_evidence(letters_as_files: Post) -> None:
    fact = approved()
    await letters_as_files.hear(fact)
    await letters_as_files.send()
    (path,) = outbox(letters_as_files)
    (told,) = await letters_as_files.told(ReplyDelivered)
    assert told.aggregate_id == fact.aggregate_id
    assert told.appeal_id == fact.appeal_id
    assert told.channel is ReplyChannel.MAIL
    assert told.evidence == path.name
    assert f"<{told.mail_message_id}>" == read(path.read_bytes())["Message-ID"]


@pytest.mark.parametrize(
    "fact",
    [
        registered(acknowledge=False),
        registered(reply_to=by_dialog(), thread=None),
        registered(channel=Channel.BOT),
        registered(reply_to=by_mail(None)),
        approved(reply_to=by_dialog(), thread=None),
    ],
)
async def test_what_is_not_ours_makes_no_letter(letters_as_files: Post, fact: object) -> None:
    await letters_as_files.hear(fact)  # type: ignore[arg-type]
    assert await letters_as_files.rows() == []


async def test_a_fact_heard_again_in_another_guise_makes_no_second_letter(
    letters_as_files: Post,
) -> None:
    first = registered()
    await letters_as_files.hear(first, approved(appeal_id=first.aggregate_id))
    await letters_as_files.hear(first, first.model_copy(update={"seq": 1}))
    await letters_as_files.send()
    assert len(outbox(letters_as_files)) == 2
    async with letters_as_files.context.database.begin() as tx:
        assert (await tx.connection.execute(select(BUS.failed))).all() == []


@pytest.mark.parametrize("address", ["not an address", "a@b\r\nBcc: c@d.org", None])
async def test_an_answer_to_an_unusable_address_fails_before_a_person(
    letters_as_files: Post, address: str | None
) -> None:
    fact = approved(reply_to=by_mail(address))
    await letters_as_files.hear(fact)
    (told,) = await letters_as_files.told(ReplyFailed)
    assert (told.aggregate_id, told.reason) == (fact.aggregate_id, "unusable address")
    assert await letters_as_files.states() == {State.FAILED}


async def test_no_letter_goes_to_the_mailbox_that_it_comes_from(letters_as_files: Post) -> None:
    thread = MailThread(mailbox="bilet@worldskills.ru")
    await letters_as_files.hear(registered(reply_to=by_mail("BILET@worldskills.ru"), thread=thread))
    await letters_as_files.send()
    assert outbox(letters_as_files) == []


async def test_an_answer_brings_its_attachments(letters_as_files: Post) -> None:
    key = await letters_as_files.context.blobs.put(b"%PDF-1.4")
    attached = Attachment(
        id=registered().aggregate_id, name="Памятка.pdf", size=8,
        content_type="application/pdf", sha256=key,
    )  # fmt: skip
    await letters_as_files.hear(approved(attachments=(attached,)))
    await letters_as_files.send()
    (path,) = outbox(letters_as_files)
    (part,) = read(path.read_bytes()).iter_attachments()
    assert (part.get_filename(), part.get_payload(decode=True)) == ("Памятка.pdf", b"%PDF-1.4")


async def test_an_answer_without_its_attachment_fails_and_holds_up_no_other(
    letters_as_files: Post,
) -> None:
    gone = Attachment(
        id=registered().aggregate_id, name="x", size=1, content_type="x/y", sha256="0" * 64
    )
    await letters_as_files.hear(approved(attachments=(gone,)), approved())
    await letters_as_files.send()
    assert [fact.reason for fact in await letters_as_files.told(ReplyFailed)] == ["unwritable"]
    assert len(await letters_as_files.told(ReplyDelivered)) == 1


async def test_a_file_that_is_there_needs_no_second_one(letters_as_files: Post) -> None:
    """The sender died between the last step and its commit."""
    await letters_as_files.hear(registered())
    await letters_as_files.send()
    before = outbox(letters_as_files)[0].stat()
    async with letters_as_files.context.database.begin() as tx:
        await tx.connection.execute(update(LETTERS).values(state="handoff"))
    (row,) = await letters_as_files.until(State.SENT)
    assert row.attempt == 1
    assert outbox(letters_as_files)[0].stat() == before


async def test_what_a_dead_sender_left_undone_is_written_with_the_same_bytes(
    letters_as_files: Post,
) -> None:
    """The sender died between its commit and the last step."""
    await letters_as_files.hear(registered())
    await letters_as_files.send()
    (path,) = outbox(letters_as_files)
    bytes_before = path.read_bytes()
    os.unlink(path)
    async with letters_as_files.context.database.begin() as tx:
        await tx.connection.execute(update(LETTERS).values(state="handoff"))
    (row,) = await letters_as_files.until(State.SENT)
    assert row.attempt == 2
    assert outbox(letters_as_files) == [path]
    assert path.read_bytes() == bytes_before
