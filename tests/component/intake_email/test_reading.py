"""From a stored letter to what triage hears."""

from base64 import b64encode
from collections.abc import Awaitable, Callable
from uuid import uuid4

import pytest

from priemnaya.contracts.messages import MessageReceived
from priemnaya.contracts.thread import acknowledgement_id, plus_address
from priemnaya.contracts.words import Channel, ReplyChannel
from tests.support.stack import One

from .post import BILET, GREETING, INFO, accepted, attachments, raw_letter, read_all, row

Start = Callable[[str], Awaitable[One]]


@pytest.fixture
async def intake(one: Start) -> One:
    return await one("intake-email")


async def heard(intake: One) -> list[MessageReceived]:
    await read_all(intake)
    return [fact for fact in await intake.said() if isinstance(fact, MessageReceived)]


async def test_a_koi8_letter_reaches_triage_word_for_word(intake: One) -> None:
    id_ = await accepted(
        intake, raw_letter(charset="koi8-r", From="Анна Ёлкина <anna@example.org>")
    )
    (fact,) = await heard(intake)
    assert fact.aggregate_id == id_
    assert fact.channel is Channel.BILET
    assert (fact.subject, fact.text, fact.truncated) == ("Запись", GREETING, False)
    assert fact.reply_to.channel is ReplyChannel.MAIL
    assert (fact.reply_to.address, fact.reply_to.name) == ("anna@example.org", "Анна Ёлкина")
    assert fact.thread is not None
    assert (fact.thread.mailbox, fact.thread.message_id) == (BILET, "1@mail.example.org")
    assert fact.received_at == (await row(intake, id_)).received_at
    assert not fact.sender_verified


async def test_clause_4_1_the_channel_follows_from_the_mailbox(intake: One) -> None:
    await accepted(intake, raw_letter(), INFO)
    (fact,) = await heard(intake)
    assert fact.channel is Channel.INFO


async def test_reply_to_is_not_trusted(intake: One) -> None:
    await accepted(intake, raw_letter(Reply_To="thief@example.net"))
    (fact,) = await heard(intake)
    assert fact.reply_to.address == "anna1@example.org"


async def test_a_letter_without_a_usable_sender_is_heard_all_the_same(intake: One) -> None:
    await accepted(intake, raw_letter(From="кто-то"))
    (fact,) = await heard(intake)
    assert (fact.reply_to.address, fact.reply_to.name) == (None, "кто-то")


async def test_a_very_long_text_is_cut_for_triage_and_kept_whole(intake: One) -> None:
    text = "Вопрос? " * 20_000
    id_ = await accepted(intake, raw_letter(text=text))
    (fact,) = await heard(intake)
    assert (len(fact.text), fact.truncated) == (100_000, True)
    assert (await row(intake, id_)).text == text


async def test_attachments_are_stored_before_triage_hears_of_them(intake: One) -> None:
    picture = bytes(range(256)) * 20
    body = (
        "--b\nContent-Type: text/plain; charset=utf-8\n\nСнимок экрана\n"
        '--b\nContent-Type: image/png; name="../../ошибка.png"\n'
        f"Content-Transfer-Encoding: base64\n\n{b64encode(picture).decode()}\n--b--"
    )
    id_ = await accepted(intake, raw_letter(text=body, Content_Type="multipart/mixed; boundary=b"))
    (fact,) = await heard(intake)
    (attachment,) = fact.attachments
    assert (attachment.name, attachment.size) == ("ошибка.png", len(picture))
    assert await intake.context.blobs.get(attachment.sha256) == picture
    (stored,) = await attachments(intake, id_)
    assert (stored.id, stored.sha256) == (attachment.id, attachment.sha256)


@pytest.mark.parametrize("proof", ["In-Reply-To", "References", "To"])
async def test_our_own_token_proves_the_thread(intake: One, proof: str) -> None:
    secret = intake.context.settings.thread_secret.get_secret_value()
    ours = f"<{acknowledgement_id(secret, 'BB-2020-000007', 'worldskills.ru')}>"
    value = plus_address(secret, "BB-2020-000007", BILET) if proof == "To" else ours
    fields: dict[str, str | None] = {proof.replace("-", "_"): value}
    await accepted(intake, raw_letter(1, GREETING, "utf-8", **fields))
    (fact,) = await heard(intake)
    assert fact.continues == "BB-2020-000007"


async def test_a_guessed_token_proves_nothing(intake: One) -> None:
    forged = f"<{acknowledgement_id('guess', 'BB-2020-000007', 'worldskills.ru')}>"
    await accepted(intake, raw_letter(In_Reply_To=forged, Subject="Re: BB-2020-000007"))
    (fact,) = await heard(intake)
    assert fact.continues is None


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"Auto-Submitted": "auto-replied"}, "auto_reply"),
        ({"Precedence": "bulk"}, "list"),
        ({"List-Id": "<news.example.org>"}, "list"),
        ({"From": "MAILER-DAEMON@example.org"}, "bounce"),
        ({"Return-Path": "<>"}, "bounce"),
        ({"From": f"Билет <{BILET}>"}, "loop"),
        (
            {"Content-Type": "multipart/report; report-type=disposition-notification; boundary=b"},
            "receipt",
        ),
    ],
)
async def test_clause_2_7_machine_mail_is_parked_with_its_reason_and_not_heard(
    intake: One, fields: dict[str, str], reason: str
) -> None:
    changed = {name.replace("-", "_"): value for name, value in fields.items()}
    id_ = await accepted(intake, raw_letter(1, GREETING, "utf-8", **changed))
    assert await heard(intake) == []
    found = await row(intake, id_)
    assert (found.state, found.outcome, found.reason) == ("parked", "machine_mail", reason)
    assert found.text


async def test_our_own_letter_that_comes_back_is_a_loop(intake: One) -> None:
    secret = intake.context.settings.thread_secret.get_secret_value()
    own = f"<{acknowledgement_id(secret, 'BB-2020-000007', 'worldskills.ru')}>"
    id_ = await accepted(intake, raw_letter(Message_ID=own))
    assert await heard(intake) == []
    assert (await row(intake, id_)).reason == "loop"


@pytest.mark.parametrize(
    "content", [bytes(range(256)) * 40, b'{"subject": "no letter"}', b"\x00\xff\xfe", b"\r\n \r\n"]
)
async def test_what_is_no_letter_is_kept_in_quarantine(intake: One, content: bytes) -> None:
    id_ = await accepted(intake, content)
    assert await heard(intake) == []
    found = await row(intake, id_)
    assert (found.state, found.reason) == ("quarantined", "not-a-letter")
    assert await intake.context.blobs.get(found.raw_sha256) == content


async def test_nul_and_lone_surrogates_do_not_stop_a_letter(intake: One) -> None:
    id_ = await accepted(
        intake,
        raw_letter(text="До\x00 и после", Subject="=?utf-8?B?AEHtoIDtoIE=?=", To="a\x00@b.ru"),
    )
    (fact,) = await heard(intake)
    assert fact.text == "До и после"
    assert (await row(intake, id_)).state == "parsed"


async def test_reading_is_done_by_one_copy_only(one: Start) -> None:
    first, second = await one("intake-email"), await one("intake-email")
    for number in range(10):
        await accepted(first, raw_letter(number))
    await read_all(first)
    await read_all(second)
    assert len(await first.said()) == 10


async def test_a_letter_that_the_database_refuses_leaves_its_neighbours_alone(
    intake: One,
) -> None:
    good = await accepted(intake, raw_letter(1))
    bad = await accepted(intake, raw_letter(2))
    async with intake.context.database.begin() as tx:
        # What was read of the second letter is there already, so it can not be added.
        await tx.connection.exec_driver_sql(
            "INSERT INTO intake_email.letters SELECT id, now(), 'letter', '', NULL, '{}', '{}', '',"
            " NULL, NULL, '{}', '{}', '', '', false, NULL, ''"
            f" FROM intake_email.messages WHERE id = '{bad}'"
        )
    await read_all(intake)
    assert (await row(intake, good)).state == "parsed"
    found = await row(intake, bad)
    assert (found.state, found.reason) == ("quarantined", "not-storable")
    assert [fact.aggregate_id for fact in await intake.said()] == [good]


async def test_an_unknown_id_is_not_found(intake: One) -> None:
    token = intake.context.settings.token.get_secret_value()
    answer = await intake.client.get(
        f"/v1/messages/{uuid4()}", headers={"Authorization": f"Bearer {token}"}
    )
    assert answer.status_code == 404
