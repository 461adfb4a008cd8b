"""Letters as they should not be: each is read as far as it can be, in bounded time."""

import random
import time

import pytest

from intake_email.letters.kinds import Kind
from intake_email.letters.parse import Letter, NotALetter, parse

HEAD = "From: Анна <a@b.ru>\r\nSubject: x\r\nMessage-ID: <1@b.ru>\r\n"
RUSSIAN = "Здравствуйте! Мне не пришёл билет на чемпионат."


def read(head: str | bytes, body: bytes = b"x") -> Letter:
    raw = head if isinstance(head, bytes) else head.encode()
    return parse(raw + b"\r\n" + body, frozenset(), None)[0]


@pytest.mark.parametrize(
    ("head", "address", "note"),
    [
        ("Subject: x\r\n", None, "no-sender"),
        ("From: \r\n", None, "no-sender"),
        ("From: undisclosed-recipients:;\r\n", None, "no-sender"),
        ("From: x:;m :;;\r\n", None, "no-sender"),
        ("From: a@b.ru, c@d.ru\r\n", "a@b.ru", "several-senders"),
        ("From: a@b.ru\r\nFrom: c@d.ru\r\n", "a@b.ru", "several-senders"),
        ("From: Отдел: a@b.ru, c@d.ru;\r\n", "a@b.ru", "several-senders"),
        ("From: a@b.ru\r\nDate: yesterday\r\n", "a@b.ru", "no-date"),
        ("From: a@b.ru\r\nMessage-ID: <>\r\n", "a@b.ru", "no-message-id"),
        (f"From: a@b.ru\r\nMessage-ID: <{'x' * 4096}@b.ru>\r\n", "a@b.ru", "no-message-id"),
    ],
)
def test_odd_headers_are_noted_and_the_letter_is_read(
    head: str, address: str | None, note: str
) -> None:
    letter = read(head)
    assert (letter.from_addr, letter.kind, letter.text) == (address, Kind.LETTER, "x")
    assert note in letter.notes


@pytest.mark.parametrize("year", ["1970", "2099"])
def test_a_date_far_from_the_arrival_is_odd(year: str) -> None:
    received = "Received: by mx.b.ru; Mon, 14 Sep 2020 12:30:00 +0300\r\n"
    date = f"Date: Thu, 01 Jan {year} 00:00:00 +0000\r\n"
    assert "odd-date" in read(f"{received}{HEAD}{date}").notes
    assert "odd-date" not in read(f"{received}{HEAD}Date: 14 Sep 2020 12:29:00 +0300\r\n").notes


@pytest.mark.parametrize("declared", ["utf-8", "us-ascii", "x-unknown", "iso-8859-1", "zip", ""])
@pytest.mark.parametrize("real", ["koi8-r", "cp1251", "utf-8", "cp866"])
def test_russian_is_read_whatever_charset_is_declared(declared: str, real: str) -> None:
    kind = f"Content-Type: text/plain; charset={declared}\r\n" if declared else ""
    assert read(HEAD.replace("Анна", "A") + kind, RUSSIAN.encode(real)).text == RUSSIAN


@pytest.mark.parametrize(
    ("fields", "body", "text"),
    [
        ("Content-Type: text/plain; charset=utf-7", b"+BBQEMA-", "Да"),
        ("Content-Transfer-Encoding: base64", b"0JTQs\nA=", "Да"),
        ("Content-Transfer-Encoding: base64", b"0JT!QsA", "Да"),
        ("Content-Transfer-Encoding: quoted-printable", b"=D0=94=D0=B0=ZZ=", "Да=ZZ"),
        ("Content-Type: multipart/mixed; boundary=b", b"just text", "just text"),
        ("Content-Type: multipart/mixed; boundary=b", b"--b\r\n\r\ncut off", "cut off"),
        ("Content-Type: text/html", b"<p>x<table><td>y", "x\n\ny"),
        ("Content-Type: text/html", b"", ""),
        ("", b"", ""),
    ],
)
def test_broken_bodies_are_read_as_far_as_they_can_be(fields: str, body: bytes, text: str) -> None:
    assert read(HEAD + (f"{fields}\r\n" if fields else ""), body).text == text


def test_a_letter_without_any_content_is_noted() -> None:
    assert "empty" in read(HEAD, b"").notes


@pytest.mark.parametrize(
    "kind",
    ["multipart/encrypted; protocol=application/pgp-encrypted; boundary=b", "text/plain"],
)
def test_an_encrypted_letter_is_noted_and_kept(kind: str) -> None:
    body = b"--b\r\n\r\n-----BEGIN PGP MESSAGE-----\r\n\r\nx\r\n-----END PGP MESSAGE-----\r\n--b--"
    assert "encrypted" in read(f"{HEAD}Content-Type: {kind}\r\n", body).notes


def test_an_invitation_is_a_file() -> None:
    head = f"{HEAD}Content-Type: text/calendar; method=REQUEST\r\n\r\n"
    _, files = parse(head.encode() + b"BEGIN:VCALENDAR", frozenset(), None)
    assert [file.name for file in files] == ["attachment-1.ics"]


def nested(depth: int) -> bytes:
    return b"Content-Type: message/rfc822\r\n\r\n" * depth + b"Subject: x\r\n\r\nx"


def deep(depth: int) -> bytes:
    return b"".join(
        b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n" % (n, n)
        for n in range(depth)
    )


BOMBS = {
    "parts": HEAD.encode()
    + b"Content-Type: multipart/mixed; boundary=b\r\n\r\n"
    + b"--b\r\n\r\nx\r\n" * 100_000,
    "parameters": HEAD.encode() + b"Content-Type: text/plain" + b"; a=b" * 20_000 + b"\r\n\r\nx",
    "numbered": HEAD.encode()
    + b"Content-Type: text/plain"
    + b"".join(b"; name*%d=x" % n for n in range(20_000))
    + b"\r\n\r\nx",
    "letters in letters": HEAD.encode() + nested(1000),
    "multiparts in multiparts": HEAD.encode() + deep(1000),
    "comments": HEAD.encode() + b"To: " + b"(" * 50_000 + b")" * 50_000 + b" a@b.ru\r\n\r\nx",
    "groups": HEAD.encode() + b"To: " + b"a:" * 50_000 + b"\r\n\r\nx",
    "quotes": HEAD.encode() + b"To: " + b'"a\\' * 50_000 + b"\r\n\r\nx",
    "words": HEAD.encode() + b"Subject: " + b"=?utf-8?q?x?= " * 20_000 + b"\r\n\r\nx",
    "fields": HEAD.encode() + b"X: y\r\n" * 50_000 + b"\r\nx",
    "tags": HEAD.encode() + b"Content-Type: text/html\r\n\r\n" + b"<div>" * 20_000 + b"x",
    "quotations": HEAD.encode()
    + b"Content-Type: text/html\r\n\r\n"
    + b"<blockquote>" * 5000
    + b"x",
    "armor": HEAD.encode() + b"\r\n" + b"-----BEGIN PGP SIGNED MESSAGE-----\n\n" * 5000,
    "boundaries": HEAD.encode() + b"Content-Type: multipart/mixed\r\n\r\n" + b"--a\r\n" * 50_000,
    "addresses": b"From: MAILER-DAEMON@x.ru\r\n\r\n" + b"a@b.ru: 550 failed\r\n" * 20_000,
    "no addresses": b"From: MAILER-DAEMON@x.ru\r\n\r\n" + b"a" * 200_000,
    "statuses": b"From: a@x.ru\r\nContent-Type: message/delivery-status\r\n\r\n"
    + b"Final-Recipient: rfc822; a@b.ru\r\n\r\n" * 20_000,
}


@pytest.mark.parametrize("name", BOMBS)
def test_what_is_built_to_take_long_does_not(name: str) -> None:
    started = time.process_time()
    parse(BOMBS[name], frozenset(), "mx.ru")
    assert time.process_time() - started < 10


def test_no_damage_to_a_letter_stops_its_reading() -> None:
    chance = random.Random(20200914)
    whole = [BOMBS[name][:1500] for name in BOMBS] + [
        HEAD.encode() + b"\r\n" + RUSSIAN.encode(charset) for charset in ("koi8-r", "utf-16")
    ]
    for _ in range(300):
        raw = bytearray(chance.choice(whole))
        for _ in range(chance.randint(1, 8)):
            at = chance.randrange(len(raw))
            piece = chance.choice(whole)[at % 500 :][: chance.randint(0, 60)]
            raw[at : at + chance.randint(0, 20)] = chance.choice([piece, chance.randbytes(3)])
        try:
            parse(bytes(raw), frozenset(), "mx.ru")[0].model_dump_json()
        except NotALetter:
            continue
