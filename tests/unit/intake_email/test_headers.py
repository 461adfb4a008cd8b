"""Fields of a letter, also broken ones."""

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from intake_email.letters import headers
from intake_email.letters.addresses import addresses


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (b"plain", "plain"),
        (b"=?utf-8?B?0JfQsNC/0LjRgdGM?=", "Запись"),
        (b"=?koi8-r?Q?=FA=C1=D0=C9=D3=D8?= 5", "Запись 5"),
        # A character torn between two words.
        (b"=?utf-8?B?0JfQsNC/0Lg=?=\r\n =?utf-8?B?0YHRjA==?=", "Запись"),
        (b"=?utf-8?Q?=D0=97=D0?= =?utf-8?Q?=B0?=", "За"),
        (b"=?windows-1251?Q?a_b c?= d", "a b c d"),
        (b"=?utf-8?B?0JfQsNC/0LjRgdGM", "=?utf-8?B?0JfQsNC/0LjRgdGM"),
        (b"=?utf-8?B?0JfQsNC/0LjRgdG?=", "Запис\ufffd"),
        (b"=?no-such?Q?=C7=E0=EF=E8=F1=FC?=", "Запись"),
        ("Запись без кодировки".encode("koi8-r"), "Запись без кодировки"),
        (b"two\r\n\tlines", "two lines"),
        (b"=?utf-8?q?a=0D=0ABcc=3A_b?=", "a Bcc: b"),
    ],
)
def test_text_is_decoded(value: bytes, text: str) -> None:
    assert headers.decoded(value) == text


@pytest.mark.parametrize(
    ("value", "found"),
    [
        (b"a@b.ru", [("", "a@b.ru")]),
        (b"<a@b.ru>", [("", "a@b.ru")]),
        (b"Anna <a@b.ru>", [("Anna", "a@b.ru")]),
        (b'"Ivanov, Ivan" <i@b.ru>, c@d.ru', [("Ivanov, Ivan", "i@b.ru"), ("", "c@d.ru")]),
        (b"Ivanov, Ivan <i@b.ru>", [("Ivanov, Ivan", "i@b.ru")]),
        (b"a@b.ru (Anna)", [("Anna", "a@b.ru")]),
        (b"friends: a@b.ru, c@d.ru;", [("", "a@b.ru"), ("", "c@d.ru")]),
        (b"undisclosed-recipients:;", []),
        (b"x:;m :;;", []),
        (b"=?utf-8?B?0JDQvdC90LAgPGFAYi5ydT4=?=", [("Анна", "a@b.ru")]),
        (b"=?utf-8?B?0JDQvdC90LA=?= <a@b.ru>", [("Анна", "a@b.ru")]),
        (b'"a@b.ru" <a@b.ru>', [("", "a@b.ru")]),
        (b'"boss@good.ru" <thief@bad.ru>', [("boss@good.ru", "thief@bad.ru")]),
        ("Ёлкин <ё@почта.рф>".encode(), [("Ёлкин", "ё@почта.рф")]),
        (b"a@b.ru\r\nBcc: c@d.ru", [("Bcc", "a@b.ru"), ("", "c@d.ru")]),
        (b"nobody", []),
        (b"", []),
    ],
)
def test_addresses_are_found(value: bytes, found: list[tuple[str, str]]) -> None:
    assert [tuple(address) for address in addresses(value)] == found


@pytest.mark.parametrize(
    ("value", "found"),
    [
        (b"<a@b>", ("a@b",)),
        (b"<a@b>\r\n <c@d> <a@b>", ("a@b", "c@d")),
        (b"a@b", ("a@b",)),
        (b"<>", ()),
        (b"", ()),
        (b"<" + b"x" * 5000 + b"@b>", ()),
    ],
)
def test_message_ids_are_found(value: bytes, found: tuple[str, ...]) -> None:
    assert headers.ids(value) == found


def test_of_many_references_the_first_and_the_last_stay() -> None:
    found = headers.ids(b" ".join(b"<%d@b>" % number for number in range(1000)))
    assert (len(found), found[0], found[-1]) == (100, "0@b", "999@b")


@pytest.mark.parametrize(
    ("value", "moment"),
    [
        (b"Mon, 14 Sep 2020 12:30:00 +0300", datetime(2020, 9, 14, 9, 30, tzinfo=UTC)),
        (b"14 Sep 2020 12:30:00", datetime(2020, 9, 14, 12, 30, tzinfo=UTC)),
        (b"Mon, 14 Sep 20200 12:30:00 +0300", None),
        (b"Mon, 99 Sep 2020 12:30:00 +0300", None),
        (b"yesterday", None),
        (b"", None),
    ],
)
def test_dates_are_read_or_left_out(value: bytes, moment: datetime | None) -> None:
    assert headers.date(value) == moment


@pytest.mark.parametrize(
    ("value", "name"),
    [
        (b'a/b; name="c d.txt"', "c d.txt"),
        (b"a/b; name=c.txt; x=y", "c.txt"),
        (b"a/b; name*=utf-8''%D0%90.txt", "А.txt"),
        (b"a/b; name*0*=koi8-r''%E1; name*1=.txt", "А.txt"),
        (b"a/b; name*0=long; name*1=-name; name*2=.txt", "long-name.txt"),
        (b'a/b; name="=?utf-8?B?0JA=?=.txt"', "А.txt"),
        ('a/b; name="А.txt"'.encode("koi8-r"), "А.txt"),
        (b'a/b; name="a;b.txt"', "a;b.txt"),
        (b"a/b; name", None),
    ],
)
def test_names_of_files_are_read(value: bytes, name: str | None) -> None:
    assert headers.parameters(value).get("name") == name


@settings(deadline=None)
@given(st.binary(max_size=500))
def test_no_value_stops_the_reading(value: bytes) -> None:
    headers.decoded(value)
    headers.ids(value)
    headers.date(value)
    headers.parameters(value)
    for name, address in addresses(value):
        (name + address).encode()
        assert not set(address) & set(" \r\n\x00<>,;")


@settings(deadline=None)
@given(st.binary(max_size=500))
def test_splitting_loses_no_body(raw: bytes) -> None:
    fields, body = headers.split(b"Subject: x\r\n\r\n" + raw)
    assert fields == (("subject", b"x"),)
    assert body == raw
