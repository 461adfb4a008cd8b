"""Letters that machines write: what they are, whom they are about and why."""

import pytest

from intake_email.letters.kinds import Kind
from intake_email.letters.parse import Letter, parse

OWN = frozenset({"bilet@worldskills.ru"})


def read(head: str, body: str = "x") -> Letter:
    return parse(f"{head}\nTo: bilet@worldskills.ru\n\n{body}".encode(), OWN, None)[0]


def bounces(letter: Letter) -> list[tuple[str, str | None, bool]]:
    return [(bounce.recipient, bounce.status, bounce.hard) for bounce in letter.bounces]


DAEMON = "From: MAILER-DAEMON@mx.example.org\nSubject: Undelivered Mail Returned to Sender"
REPORT = (
    f"{DAEMON}\nContent-Type: multipart/report; report-type=delivery-status; boundary=b"
    "\nAuto-Submitted: auto-replied"
)


def report(*recipients: str, returned: str = "") -> Letter:
    status = "\n\n".join(("Reporting-MTA: dns; mx.example.org", *recipients))
    parts = [f"Content-Type: message/delivery-status\n\n{status}\n"]
    if returned:
        parts.append(f"Content-Type: text/rfc822-headers\n\n{returned}\n")
    return read(REPORT, "".join(f"--b\n{part}" for part in parts) + "--b--")


def recipient(address: str, action: str, status: str, diagnostic: str = "") -> str:
    fields = f"Final-Recipient: rfc822; {address}\nAction: {action}\nStatus: {status}"
    return fields + (f"\nDiagnostic-Code: smtp; {diagnostic}" if diagnostic else "")


def test_a_report_names_every_recipient_with_status_and_reason() -> None:
    letter = report(
        recipient("a@example.org", "failed", "5.1.1", "550 5.1.1 User unknown"),
        recipient("b@example.org", "failed", "5.0.0", "552 5.2.2 Mailbox full"),
        recipient("c@example.org", "delayed", "4.4.1"),
        recipient("d@example.org", "delivered", "2.0.0"),
        returned="Message-ID: <answer-1@worldskills.ru>",
    )
    assert letter.kind is Kind.BOUNCE
    assert bounces(letter) == [
        ("a@example.org", "5.1.1", True),
        ("b@example.org", "5.2.2", False),
        ("c@example.org", "4.4.1", False),
    ]
    assert letter.original_message_id == "answer-1@worldskills.ru"


@pytest.mark.parametrize("action", ["delivered", "relayed", "expanded", "deliverable"])
def test_a_report_of_success_is_a_receipt(action: str) -> None:
    letter = report(recipient("a@example.org", action, "2.0.0"))
    assert (letter.kind, letter.bounces) == (Kind.RECEIPT, ())


def test_fields_without_a_blank_line_between_them_are_still_told_apart() -> None:
    one = recipient("a@example.org", "failed", "5.1.1")
    two = recipient("b@example.org", "failed", "5.2.2")
    assert len(report(f"{one}\n{two}").bounces) == 2


QMAIL = (
    "Hi. This is the qmail-send program at mx.example.org.\nI wasn't able to deliver your message."
    "\n\n<a@example.net>:\n192.0.2.1 does not like recipient.\nRemote host said: 550 5.1.1 no such"
    " user\nGiving up on 192.0.2.1.\n\n--- Below this line is a copy of the message.\n\n"
    "Message-ID: <answer-2@worldskills.ru>\nTo: other@example.net\n"
)
EXIM = (
    "A message that you sent could not be delivered to one or more of its recipients.\n"
    "The following address(es) failed:\n\n  a@example.net\n    host mx [192.0.2.1]: 550 5.1.1"
    " <a@example.net>... User unknown\n\n------ This is a copy of the message ------\n\n"
    "Message-ID: <answer-2@worldskills.ru>\n"
)
MAIL_RU = (
    "Это письмо создано автоматически сервером Mail.Ru.\n\nК сожалению, Ваше письмо не может быть"
    " доставлено:\n\n  a@example.net\n    550 5.1.1 Пользователь не найден\n\n"
    "Message-ID: <answer-2@worldskills.ru>\n"
)
EXCHANGE = (
    "Your message\n\n  To: x\n  Subject: y\n\ndid not reach the following recipient(s):\n\n"
    "a@example.net on Mon, 14 Sep 2020 12:30:00 +0300\n    The recipient name is not recognized\n"
    "    550 5.1.1\n\nMessage-ID: <answer-2@worldskills.ru>\n"
)


@pytest.mark.parametrize("text", [QMAIL, EXIM, MAIL_RU, EXCHANGE])
def test_mail_systems_that_write_for_people_are_understood_too(text: str) -> None:
    letter = read(DAEMON, text)
    assert bounces(letter) == [("a@example.net", "5.1.1", True)]
    assert letter.original_message_id == "answer-2@worldskills.ru"


@pytest.mark.parametrize(
    ("reason", "status", "hard"),
    [
        ("550 No such user here", "5.0.0", True),
        ("552 Mailbox is full", "5.0.0", False),
        ("451 try again later", "4.0.0", False),
        ("554 rejected as spam", "5.0.0", False),
        ("Host or domain name not found", None, True),
        ("ящик переполнен", None, False),
        ("нет такого пользователя", None, True),
        ("No mailbox found", None, True),
        ("Cette adresse n'existe pas", None, True),
        ("Empfänger unbekannt", None, True),
        ("Call us at 450-555-0101: the folder is full", None, False),
        ("No such user (answer to «Release 2.0.12», part 441207)", None, True),
    ],
)
def test_a_reason_in_words_says_whether_to_try_again(
    reason: str, status: str | None, hard: bool
) -> None:
    assert bounces(read(DAEMON, f"<a@example.net>:\n{reason}")) == [("a@example.net", status, hard)]


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("550 a@example.net...User is over quota", "a@example.net"),
        ("Addressed to 'a@example.net', not fetched for 30 days", "a@example.net"),
        ("c=RU;p=Org;dda:SMTP=a@example.net; unknown recipient", "a@example.net"),
        (
            "To: b@example.net\n\nnot brought to the following recipient:\n- a@example.net",
            "a@example.net",
        ),
        (
            "Не доставлено. Отправлено на b@example.net\nследующим получателям:\n(a@example.net)",
            "a@example.net",
        ),
    ],
)
def test_the_address_is_told_from_what_surrounds_it(text: str, address: str) -> None:
    assert [found for found, _, _ in bounces(read(DAEMON, text))] == [address]


def test_the_words_of_a_virus_scanner_do_not_outweigh_the_status() -> None:
    parts = [
        "Content-Type: text/plain\n\nDelivery failed.\n\nChecked for viruses and spam.\n",
        "Content-Type: message/delivery-status\n\nReporting-MTA: dns; mx.example.org\n\n"
        f"{recipient('a@example.org', 'failed', '5.1.1')}\n",
    ]
    letter = read(REPORT, "".join(f"--b\n{part}" for part in parts) + "--b--")
    assert bounces(letter) == [("a@example.org", "5.1.1", True)]


def test_a_trial_that_failed_before_does_not_make_a_failure_temporary() -> None:
    parts = [
        "Content-Type: text/plain\n\n451 4.4.1 no answer from mx1\n554 account is closed\n",
        "Content-Type: message/delivery-status\n\nReporting-MTA: dns; mx.example.org\n\n"
        f"{recipient('a@example.org', 'failed', '5.0.0')}\n",
    ]
    letter = read(REPORT, "".join(f"--b\n{part}" for part in parts) + "--b--")
    assert [status for _, status, _ in bounces(letter)] == ["5.0.0"]


def test_a_report_that_a_gateway_wraps_is_read_within_its_letter() -> None:
    status = f"Reporting-MTA: dns; mx.b.ru\n\n{recipient('a@b.ru', 'failed', '5.1.1')}\n"
    report = "Content-Type: multipart/report; report-type=delivery-status; boundary=i\n\n"
    inner = f"{report}--i\nContent-Type: message/delivery-status\n\n{status}--i--\n"
    head = f"{DAEMON}\nContent-Type: multipart/mixed; boundary=o"
    letter = read(head, f"--o\nContent-Type: message/rfc822\n\n{DAEMON}\n{inner}--o--")
    assert bounces(letter) == [("a@b.ru", "5.1.1", True)]


def test_whom_the_returned_letter_was_for_stands_in_where_nobody_is_named() -> None:
    returned = "Content-Type: message/rfc822\n\nFrom: bilet@worldskills.ru\nTo: a@b.ru\n\nx\n"
    head = f"{DAEMON}\nContent-Type: multipart/mixed; boundary=b"
    letter = read(head, f"--b\n\nUser unknown.\n--b\n{returned}--b--")
    assert bounces(letter) == [("a@b.ru", None, True)]


NOT_REACHED = "The mail could not be delivered.\n550 5.1.1 <a@example.net> unknown user"


@pytest.mark.parametrize(
    "head",
    [
        "From: relay@b.ru\nReturn-Path: <MAILER-DAEMON@mx.b.ru>\nSubject: Mail check",
        "From: Mail <>\nSubject: Mail error",
        'From: "Mail Delivery Subsystem" <admin@b.ru>\nSubject: Mail delivery failed',
        "From: System Administrator <it@b.ru>\nSubject: Undeliverable: Ответ",
        "From: ndr@b.ru\nSubject: Mail delivery failed: returning message to sender",
    ],
)
def test_a_mail_system_without_a_known_address_is_one_all_the_same(head: str) -> None:
    letter = read(head, NOT_REACHED)
    assert letter.kind is Kind.BOUNCE
    assert bounces(letter) == [("a@example.net", "5.1.1", True)]


REFUSAL = (
    "--b\nContent-Type: text/plain\n\nYour letter to <a@b.ru> was automatically rejected:\nover "
    "quota\n"
    "--b\nContent-Type: message/disposition-notification\n\nFinal-Recipient: rfc822; a@b.ru\n"
    "Disposition: automatic-action/MDN-sent-automatically; deleted\n--b--"
)


def test_a_refusal_in_the_form_of_a_receipt_is_a_bounce() -> None:
    kind = "multipart/report; report-type=disposition-notification; boundary=b"
    head = f"From: Mail <x@b.ru>\nContent-Type: {kind}\nAuto-Submitted: auto-replied"
    assert bounces(read(f"{head} (rejected)", REFUSAL)) == [("a@b.ru", None, False)]
    assert read(head, REFUSAL).kind is Kind.RECEIPT


def test_a_receipt_names_the_letter_that_was_read() -> None:
    body = (
        "--b\nContent-Type: message/disposition-notification\n\nFinal-Recipient: rfc822; a@b.ru\n"
        "Original-Message-ID: <answer-3@worldskills.ru>\nDisposition: manual-action; displayed\n"
        "--b--"
    )
    kind = "multipart/report; report-type=disposition-notification; boundary=b"
    letter = read(f"From: a@b.ru\nContent-Type: {kind}", body)
    assert (letter.kind, letter.original_message_id) == (Kind.RECEIPT, "answer-3@worldskills.ru")
