"""Whole letters."""

import time
from base64 import b64encode

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from intake_email.letters.fingerprint import fingerprint
from intake_email.letters.kinds import Kind
from intake_email.letters.names import safe_name
from intake_email.letters.parse import Letter, NotALetter, parse
from intake_email.letters.quotes.cut import divide

OWN = frozenset({"bilet@worldskills.ru"})
HEAD = b"From: Anna <anna@example.org>\r\nSubject: x\r\n"


def read(raw: bytes, server: str | None = None) -> Letter:
    return parse(raw, OWN, server)[0]


def names(raw: bytes) -> list[str]:
    return [file.name for file in parse(raw, OWN, None)[1]]


def multipart(kind: str, *parts: bytes) -> bytes:
    body = b"".join(b"--b\r\n" + part + b"\r\n" for part in parts)
    return HEAD + f"Content-Type: multipart/{kind}; boundary=b\r\n\r\n".encode() + body + b"--b--"


PLAIN = "Content-Type: text/plain; charset=koi8-r\r\n\r\nПростой текст".encode("koi8-r")
HTML = "Content-Type: text/html; charset=utf-8\r\n\r\n<p>Текст <b>в</b> разметке</p>".encode()


def test_plain_text_is_preferred_to_html() -> None:
    assert read(multipart("alternative", HTML, PLAIN)).text == "Простой текст"


def test_html_alone_becomes_text() -> None:
    assert read(multipart("alternative", HTML)).text == "Текст в разметке"


def test_html_is_taken_where_the_plain_text_is_empty() -> None:
    empty = b"Content-Type: text/plain\r\n\r\n  "
    assert read(multipart("alternative", empty, HTML)).text == "Текст в разметке"


def test_links_and_tables_survive_as_text() -> None:
    html = b"<a href='https://x.ru/1'>here</a><table><tr><td>a</td><td>b</td></tr></table>"
    text = read(HEAD + b"Content-Type: text/html\r\n\r\n" + html).text
    assert "https://x.ru/1" in text
    assert "a  b" in text


def test_scripts_and_hidden_words_are_no_text() -> None:
    html = b"<style>p{}</style><script>evil()</script><p style='display:none'>no</p><p>yes</p>"
    assert read(HEAD + b"Content-Type: text/html\r\n\r\n" + html).text == "yes"


@pytest.mark.parametrize("encoding", ["base64", "BASE64 ", "quoted-printable", "8bit", "x-odd"])
def test_transfer_encodings_are_undone(encoding: str) -> None:
    body = {"base64": b64encode("Да".encode()), "quoted-printable": b"=D0=94=\r\n=D0=B0"}
    content = body.get(encoding.strip().lower(), "Да".encode())
    raw = HEAD + f"Content-Transfer-Encoding: {encoding}\r\n\r\n".encode() + content
    assert read(raw).text == "Да"


@pytest.mark.parametrize(
    "raw",
    [
        HEAD.replace(b"\r\n", b"\n") + b"\ntext",
        HEAD.replace(b"\r\n", b"\r") + b"\rtext",
        b"\xef\xbb\xbf\r\n" + HEAD + b"\r\ntext",
        b"From anna Mon Sep 14 12:30:00 2020\r\n" + HEAD + b"\r\ntext",
        # The blank line is missing.
        HEAD + b"text",
        # The last delimiter is missing.
        multipart("mixed", b"\r\ntext").removesuffix(b"\r\n--b--"),
        # The boundary is not declared, or another one.
        multipart("mixed", b"Content-Type: text/plain\r\n\r\ntext").replace(b"; boundary=b", b""),
        multipart("mixed", b"Content-Type: text/plain\r\n\r\ntext").replace(b"=b", b"=c"),
        # No part stands in it at all.
        HEAD + b"Content-Type: multipart/mixed; boundary=b\r\n\r\ntext",
    ],
)
def test_broken_structure_keeps_the_text(raw: bytes) -> None:
    letter = read(raw)
    assert (letter.from_addr, letter.subject, letter.text) == ("anna@example.org", "x", "text")


def test_a_forwarded_letter_is_a_file_and_not_the_text() -> None:
    inner = b"Content-Type: message/rfc822\r\n\r\nSubject: Inner\r\n\r\nnot mine"
    raw = multipart("mixed", b"\r\nsee below", inner)
    assert read(raw).text == "see below"
    assert names(raw) == ["Inner.eml"]


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\Windows\\a.txt", "a.txt"),
        ("a\x00b\u200b.php", "ab.php"),
        ("fdp\u202egnp.exe", "fdpgnp.exe"),
        ("CON", "_CON"),
        (" . ", "attachment-3.png"),
        ("", "attachment-3.png"),
        ("отчёт\n2020.pdf", "отчёт2020.pdf"),
        ("e\u0301.txt", "é.txt"),
        ('a<b>:"c|?*.txt', "a_b___c___.txt"),
    ],
)
def test_file_names_are_harmless(name: str, safe: str) -> None:
    assert safe_name(name, "image/png", 3) == safe


def test_long_file_names_keep_their_extension() -> None:
    name = safe_name("ы" * 4000 + ".docx", "application/msword", 1)
    assert name.endswith("ы.docx")
    assert len(name.encode()) <= 150


@pytest.mark.parametrize(
    ("fields", "kind"),
    [
        ("", Kind.LETTER),
        ("Auto-Submitted: no", Kind.LETTER),
        ("Auto-Submitted: auto-forwarded", Kind.LETTER),
        ("X-Auto-Response-Suppress: All", Kind.LETTER),
        ("Precedence: normal", Kind.LETTER),
        ("Auto-Submitted: auto-generated (cron)", Kind.AUTO_REPLY),
        ("X-Autoreply: yes", Kind.AUTO_REPLY),
        ("Precedence: auto_reply", Kind.AUTO_REPLY),
        ("Auto-Submitted: auto-replied\r\nReturn-Path: <>", Kind.AUTO_REPLY),
        ("Precedence: junk", Kind.LIST),
        ("List-Id: <a.b>", Kind.LIST),
        ("Return-Path: <>", Kind.BOUNCE),
        ("X-Failed-Recipients: a@b.ru", Kind.BOUNCE),
        ("X-Loop: bilet@worldskills.ru", Kind.LOOP),
        ("X-Loop: other@example.org", Kind.LETTER),
        ("Content-Type: multipart/report; report-type=delivery-status; boundary=b", Kind.BOUNCE),
        ("Content-Type: multipart/report; report-type=feedback-report; boundary=b", Kind.REPORT),
    ],
)
def test_machines_are_told_from_people(fields: str, kind: Kind) -> None:
    assert read(HEAD + f"{fields}\r\n\r\nx".lstrip("\r\n").encode()).kind is kind


@pytest.mark.parametrize("sender", ["BILET@worldskills.ru", "bilet+bb-2020-1.abc@worldskills.ru"])
def test_a_letter_from_our_own_mailbox_is_a_loop(sender: str) -> None:
    assert read(f"From: {sender}\r\n\r\nx".encode()).kind is Kind.LOOP


@pytest.mark.parametrize(
    ("results", "verified"),
    [
        ("mx.ru; dmarc=pass header.from=example.org", True),
        ("MX.ru 1; spf=pass smtp.mailfrom=x@example.org", True),
        ("mx.ru; dkim=pass (good) header.d=example.org", True),
        ("mx.ru; dkim=pass header.i=@example.org", True),
        ("mx.ru; dkim=pass header.d=other.org", False),
        ("mx.ru; dkim=pass header.d=org", False),
        ("mx.ru; dmarc=fail header.from=example.org", False),
        ("mx.ru; dmarc=pass header.from=other.org", False),
        ("other.ru; dmarc=pass header.from=example.org", False),
        ('mx.ru; spf=fail smtp.mailfrom="; dmarc=pass header.from=example.org;"@x', False),
        ("mx.ru; spf=fail (a ; dmarc=pass header.from=example.org ;)", False),
        ("mx.ru; spf=fail (((a) ; dmarc=pass header.from=example.org ;", False),
        ("mx.ru", False),
    ],
)
def test_only_our_own_mail_server_verifies_a_sender(results: str, verified: bool) -> None:
    raw = f"Authentication-Results: {results}\r\n".encode() + HEAD + b"\r\nx"
    assert read(raw, "mx.ru").sender_verified is verified
    assert not read(raw, None).sender_verified


def test_a_forged_result_below_ours_counts_for_nothing() -> None:
    fields = (
        b"Authentication-Results: mx.ru; dmarc=fail header.from=example.org\r\n"
        b"Authentication-Results: mx.ru; dmarc=pass header.from=example.org\r\n"
    )
    assert not read(fields + HEAD + b"\r\nx", "mx.ru").sender_verified


@pytest.mark.parametrize(
    ("text", "new"),
    [
        ("Спасибо!\n\n14.09.2020, Отдел пишет:\n> Здравствуйте\n> Ответ\n", "Спасибо!"),
        ("Thanks\n\nOn Mon, A B <a@b>\nwrote:\n> x", "Thanks"),
        ("Спасибо!\n> Ответ", "Спасибо!"),
        ("> Вопрос?\nОтвет", "> Вопрос?\nОтвет"),
        ("> только цитата", "> только цитата"),
        ("Он написал:\nприходите", "Он написал:\nприходите"),
        ("", ""),
    ],
)
def test_only_a_plain_quotation_at_the_end_is_cut(text: str, new: str) -> None:
    assert divide(text).new == new


@pytest.mark.parametrize(
    "raw", [b"", b"\r\n\r\n", bytes(range(256)), b'{"a": 1}', b"%PDF-1.4\n", b"Hello there"]
)
def test_what_is_no_letter_is_refused(raw: bytes) -> None:
    with pytest.raises(NotALetter):
        read(raw)


def test_trace_fields_and_newlines_make_no_other_letter() -> None:
    raw = HEAD + b"\r\nReceived: in the text\r\n"
    traced = b"Return-Path: <a@b>\r\nRECEIVED: by x\r\n\tfor y\r\n z\r\n" + raw
    assert fingerprint(traced) == fingerprint(raw) == fingerprint(raw.replace(b"\r\n", b"\n"))


@pytest.mark.parametrize(
    "other",
    [
        HEAD + b"\r\nother",
        b"X-Other: y\r\n" + HEAD + b"\r\ntext",
        HEAD + b"\r\nReceived: here\r\ntext",
        HEAD + b"X-Received: y\r\n\r\ntext",
    ],
)
def test_another_content_is_another_letter(other: bytes) -> None:
    assert fingerprint(other) != fingerprint(HEAD + b"\r\ntext")


def test_a_hundred_thousand_parts_are_read_in_no_time() -> None:
    started = time.process_time()
    read(multipart("mixed", *[b"\r\nx"] * 100_000))
    assert time.process_time() - started < 5


@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=3000))
def test_no_bytes_stop_the_reading(raw: bytes) -> None:
    for head in (b"Subject: ", HEAD, HEAD + b"Content-Type: "):
        letter, _ = parse(head + raw, OWN, "mx.ru")
        assert "\x00" not in letter.model_dump_json()
