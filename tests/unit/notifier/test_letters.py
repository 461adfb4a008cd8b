"""Every letter that is written is read again by the standard library."""

import re
from datetime import UTC, datetime
from email.message import EmailMessage
from email.utils import parsedate_to_datetime
from io import BytesIO
from typing import Any
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notifier.writing.compose import (
    Acknowledgement,
    Alarm,
    Answer,
    DataRequest,
    Stationery,
    Written,
)
from notifier.writing.mime import letter
from notifier.writing.wording import day_in_words
from priemnaya.contracts.thread import proven_number
from priemnaya.contracts.words import Attachment, Danger, MailThread, MissingData
from tests.support.outgoing import APPLICANT, DUE, NOW, THREAD, body, read

SECRET = "secret-of-the-tests"
STATIONERY = Stationery(
    SECRET, "worldskills.ru", "bilet@worldskills.ru", "https://desk.example.org"
)
REPLY = UUID("01900000-0000-7000-8000-000000000001")
FILES = {"aa" * 32: b"%PDF-1.4 \x00\xff\r\n.\r\nQUIT", "bb" * 32: b""}

threads = st.builds(
    MailThread,
    mailbox=st.just("bilet@worldskills.ru"),
    message_id=st.none() | st.text(max_size=50),
    references=st.lists(st.text(max_size=50), max_size=5).map(tuple),
    subject=st.text(max_size=300),
)


def open_blob(key: str) -> BytesIO:
    return BytesIO(FILES[key])


def acknowledgement(**changed: Any) -> Written:
    fields: dict[str, Any] = {
        "number": "BB-2020-000001",
        "display_number": "ББ-2020-000001",
        "recipient": APPLICANT,
        "thread": THREAD,
        "written_at": NOW,
        "due_at": DUE,
    }
    return STATIONERY.acknowledgement(Acknowledgement(**(fields | changed)))


def answer(**changed: Any) -> Written:
    fields: dict[str, Any] = {
        "number": "BB-2020-000001",
        "display_number": "ББ-2020-000001",
        "recipient": APPLICANT,
        "thread": THREAD,
        "written_at": NOW,
        "reply_id": REPLY,
        "text": "Тестирование начнётся 20 мая.",
        "final": True,
    }
    return STATIONERY.answer(Answer(**(fields | changed)), open_blob)


def data_request(*missing: MissingData, **changed: Any) -> Written:
    fields: dict[str, Any] = {
        "number": "VH-2020-000001",
        "display_number": "ВХ-2020-000001",
        "recipient": APPLICANT,
        "thread": THREAD,
        "written_at": NOW,
        "appeal_id": REPLY,
        "missing": missing,
    }
    return STATIONERY.data_request(DataRequest(**(fields | changed)))


def alarm(*dangers: Danger) -> Written:
    return STATIONERY.alarm(
        Alarm(
            number="BB-2020-000001",
            display_number="BB-2020-000001",
            recipient="duty@worldskills.example",
            thread=None,
            written_at=NOW,
            message_id=REPLY,
            dangers=dangers,
        )
    )


def checked(written: Written) -> EmailMessage:
    """What any relay and any mail program may expect of the bytes."""
    raw = b"".join(written.content)
    assert raw.endswith(b"\r\n")
    assert raw.count(b"\r") == raw.count(b"\n") == raw.count(b"\r\n")
    assert max(len(line) for line in raw.split(b"\r\n")) <= 998
    assert raw.isascii()
    assert b"\x00" not in raw
    message = read(raw)
    assert not message.defects
    assert not [d for part in message.walk() for d in part.defects]
    names = message.keys()
    assert len(names) == len(set(names))
    for once in ("Date", "From", "To", "Subject", "Message-ID", "MIME-Version"):
        assert once in names
    assert not {"Cc", "Bcc", "Sender"} & set(names)
    return message


def test_an_acknowledgement_says_number_and_day_and_nothing_of_what_came_in() -> None:
    message = checked(acknowledgement())
    text = body(message)
    assert "ББ-2020-000001" in text
    assert "14 мая 2020 года" in text
    whole = text + body(message, "html") + str(message["Subject"]) + str(message["To"])
    assert "Не открывается тест" not in whole
    assert "Анна" not in whole
    assert message["Auto-Submitted"] == "auto-replied"
    assert message["X-Auto-Response-Suppress"] == "All"
    assert message["Subject"] == "Ваше обращение № ББ-2020-000001 зарегистрировано"


def test_a_request_for_data_names_what_is_missing_and_nothing_of_what_came_in() -> None:
    message = checked(data_request(MissingData.REASON, MissingData.SURNAME))
    text = body(message)
    assert "сообщите:\n– фамилию;\n– суть (причину) обращения.\n" in text.replace("\r", "")
    for other in ("– имя", "адрес электронной почты", "тему обращения"):
        assert other not in text
    assert "ВХ-2020-000001" in text
    assert "Ваш ответ дополнит то же обращение" in text
    whole = text + body(message, "html") + str(message["Subject"]) + str(message["To"])
    for ours_alone in ("Не открывается тест", "Анна", "§", "4.1.1", "Порядк"):
        assert ours_alone not in whole
    assert message["In-Reply-To"] == "<second@example.org>"
    assert message["Auto-Submitted"] == "auto-replied"


@pytest.mark.parametrize("missing", list(MissingData))
def test_everything_that_can_be_missing_has_its_words(missing: MissingData) -> None:
    assert "– " in body(checked(data_request(missing)))


def test_an_answer_to_a_request_for_data_proves_its_appeal() -> None:
    written = data_request(MissingData.SUBJECT)
    assert proven_number(SECRET, [written.message_id], []) == "VH-2020-000001"
    assert proven_number(SECRET, [], [written.envelope_from]) == "VH-2020-000001"
    assert written.message_id == data_request(MissingData.REASON).message_id
    other = data_request(MissingData.REASON, appeal_id=uuid4())
    assert written.message_id != other.message_id != acknowledgement().message_id


def test_an_alarm_says_what_and_where_and_of_nobody() -> None:
    message = checked(alarm(Danger.CHILD_IN_DANGER, Danger.THREAT_TO_LIFE))
    assert message["Subject"] == "Тревога: обращение № BB-2020-000001"
    text = body(message)
    assert "– угроза жизни или здоровью;" in text
    assert "– возможная опасность для ребёнка." in text
    assert "https://desk.example.org/appeals/BB-2020-000001" in text
    assert message["Importance"] == "high"
    assert message["Auto-Submitted"] == "auto-generated"
    assert "In-Reply-To" not in message
    assert str(message["Reply-To"]) == "bilet@worldskills.ru", "no answer of staff is an appeal's"
    assert "ребёнка" not in body(checked(alarm(Danger.THREAT_TO_LIFE)))


def test_a_letter_comes_from_the_mailbox_that_was_written_to() -> None:
    message = checked(acknowledgement())
    assert message["From"].addresses[0].addr_spec == "bilet@worldskills.ru"
    assert message["From"].addresses[0].display_name == "«Билет в будущее»"
    assert message["To"].addresses[0].addr_spec == APPLICANT
    info = acknowledgement(thread=MailThread(mailbox="info@worldskills.ru"))
    assert checked(info)["From"].addresses[0].addr_spec == "info@worldskills.ru"


def test_a_reply_that_was_moved_from_a_dialog_comes_from_the_usual_mailbox() -> None:
    message = checked(answer(thread=None))
    assert message["From"].addresses[0].addr_spec == "bilet@worldskills.ru"
    assert message["Subject"] == "Ответ на обращение № ББ-2020-000001"
    assert "In-Reply-To" not in message


def test_an_answer_stands_in_its_thread() -> None:
    message = checked(answer())
    assert message["Subject"] == "Re: Не открывается тест"
    assert message["In-Reply-To"] == "<second@example.org>"
    assert str(message["References"]).split() == ["<first@example.org>", "<second@example.org>"]
    assert "Auto-Submitted" not in message


def test_what_comes_back_to_a_letter_proves_its_appeal() -> None:
    for written in (acknowledgement(), answer()):
        message = checked(written)
        message_id = str(message["Message-ID"])
        assert message_id == f"<{written.message_id}>"
        assert proven_number(SECRET, [message_id], []) == "BB-2020-000001"
        assert proven_number(SECRET, [], [str(message["Reply-To"])]) == "BB-2020-000001"
        assert proven_number(SECRET, [], [written.envelope_from]) == "BB-2020-000001"


@pytest.mark.parametrize(
    "value", ["a\r\nBcc: b@c.org", "a\n b", "a\r\n", "a\x00", "й", "", "a\r\n  "]
)
def test_whatever_passed_all_other_walls_is_stopped_at_the_last(value: str) -> None:
    with pytest.raises(ValueError, match="header"):
        letter([("Subject", value)], ["text"], "us")


def test_the_same_draft_gives_the_same_bytes() -> None:
    for write in (acknowledgement, answer):
        assert b"".join(write().content) == b"".join(write().content)
    assert parsedate_to_datetime(str(checked(acknowledgement())["Date"])) == NOW


@pytest.mark.parametrize("subject", ["Re: тест", "RE: тест", "re:тест"])
def test_a_subject_that_is_an_answer_already_gets_no_second_mark(subject: str) -> None:
    thread = MailThread(mailbox="bilet@worldskills.ru", subject=subject)
    assert str(checked(answer(thread=thread))["Subject"]).lower().count("re:") == 1


def test_the_text_of_an_answer_arrives_as_it_was_written() -> None:
    text = "Уважаемая Анна!\r\n\r\n.\r\nQUIT\r\n<b>не жирный</b> & «кавычки»\nвторая строка"
    message = checked(answer(text=text))
    assert text.replace("\r\n", "\n") in body(message).replace("\r\n", "\n")
    assert "Здравствуйте!" not in body(message)
    html = body(message, "html")
    assert "&lt;b&gt;не жирный&lt;/b&gt; &amp;" in html
    assert "<b>" not in html


def test_steps_in_an_answer_are_a_list_and_the_signature_stands_apart() -> None:
    message = checked(answer(text="Сделайте так:\n1. Войдите.\n2. Нажмите «Пройти тест»."))
    assert "<li>Нажмите «Пройти тест».</li>" in body(message, "html")
    text, _, signature = body(message).replace("\r", "").partition("\n\n-- \n")
    assert "2. Нажмите «Пройти тест»." in text
    assert signature.startswith("С уважением,\nотдел по работе с региональной сетью\n")
    assert "Номер Вашего обращения: ББ-2020-000001" in signature


def test_an_answer_says_whether_more_is_to_come() -> None:
    assert "остальные вопросы" in body(checked(answer(final=False)))
    assert "остальные вопросы" not in body(checked(answer(final=True)))


def test_no_letter_quotes_the_regulation() -> None:
    for written in (acknowledgement(), answer(), answer(final=False)):
        message = checked(written)
        whole = body(message) + body(message, "html")
        assert not re.search(r"§|[Пп]оряд(ок|к)|регламент|пункт|п\. ?\d", whole)


def test_attachments_arrive_with_name_type_and_bytes() -> None:
    attached = (
        Attachment(
            id=uuid4(), name="Инструкция.pdf", size=20, content_type="application/pdf",
            sha256="aa" * 32,
        ),
        Attachment(
            id=uuid4(), name='..\\..\r\n"x"\u202e.eml', size=0, content_type="message/rfc822",
            sha256="bb" * 32,
        ),
    )  # fmt: skip
    message = checked(answer(attachments=attached))
    first, second = message.iter_attachments()
    assert first.get_filename() == "Инструкция.pdf"
    assert first.get_content_type() == "application/pdf"
    assert first.get_payload(decode=True) == FILES["aa" * 32]
    assert second.get_content_type() == "application/octet-stream"
    assert not set('\\/\r\n"\u202e') & set(second.get_filename() or "/")
    assert "Тестирование" in body(message)


@given(text=st.text(max_size=500), thread=threads, final=st.booleans())
def test_any_answer_is_a_proper_letter(text: str, thread: MailThread, final: bool) -> None:
    message = checked(answer(text=text, thread=thread, final=final))
    assert message.keys()[:5] == ["Date", "From", "To", "Reply-To", "Subject"]
    assert {part.get_content_type() for part in message.walk()} == {
        "multipart/alternative",
        "text/plain",
        "text/html",
    }


def test_a_term_that_ends_at_midnight_names_the_day_before() -> None:
    assert day_in_words(datetime(2020, 5, 14, 21, 0, tzinfo=UTC)) == "14 мая 2020 года"
    assert day_in_words(datetime(2020, 5, 14, 20, 59, 59, tzinfo=UTC)) == "14 мая 2020 года"
    assert day_in_words(datetime(2020, 12, 31, 9, 0, tzinfo=UTC)) == "31 декабря 2020 года"
