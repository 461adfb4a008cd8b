"""Text out of bytes whose charset is unknown or wrong."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from intake_email.letters.charsets import clean, codec, decode

RUSSIAN = (
    "Спасибо",
    "ЗАЯВЛЕНИЕ",
    "Здравствуйте! Записал ребёнка на мероприятие, но подтверждение не пришло.",
    "Ёлкин Семён",
    "не могу войти в login, помогите",
)
CHARSETS = ("utf-8", "koi8-r", "cp1251", "cp866", "iso8859-5")
CLAIMS = (
    None,
    "utf-8",
    "koi8-r",
    "windows-1251",
    "iso-8859-1",
    "x-unknown",
    "us-ascii",
    "win-1251",
)


@pytest.mark.parametrize("text", RUSSIAN)
@pytest.mark.parametrize("charset", CHARSETS)
@pytest.mark.parametrize("claim", CLAIMS)
def test_russian_is_read_whatever_the_claim(text: str, charset: str, claim: str | None) -> None:
    assert decode(text.encode(charset), claim) == text


@pytest.mark.parametrize(
    ("text", "charset"),
    [
        ("Grüße aus München, schöne Ferien", "iso-8859-1"),
        ("été à Noël, déjà vu", "cp1252"),
        ("Ćao, kako ste", "cp1250"),
        ("日本語のメール", "shift_jis"),
        ("你好，世界", "gb2312"),
        ("Καλημέρα", "iso8859-7"),
        ("Düş görmek için", "iso8859-9"),
        ("Сәлам, ничек хәлләр?", "utf-8"),
        ("日本語", "iso-2022-jp"),
        ("Привет", "utf-16"),
    ],
)
def test_other_languages_are_read_as_declared(text: str, charset: str) -> None:
    assert decode(text.encode(charset), charset) == text


def test_a_few_damaged_places_do_not_spoil_utf8() -> None:
    damaged = "Здравствуйте, когда откроется запись?".encode()[:-1] + b"\xd0\xff?"
    assert decode(damaged, "utf-8").startswith("Здравствуйте, когда откроется запись")


def test_russian_far_behind_english_is_found() -> None:
    text = "A long disclaimer in English. " * 100 + "С уважением, Анна"
    assert decode(text.encode("koi8-r")) == text


@pytest.mark.parametrize("name", ["", "no-such-charset", "zip", "hex", "\x00", "utf-8\x00", "ы"])
def test_what_is_no_charset_is_not_used(name: str) -> None:
    assert codec(name) is None


def test_what_the_database_refuses_is_removed() -> None:
    assert clean("a\x00b\ud800c\x07d\r\ne\rf\tg\x85") == "abcd\ne\nf\tg"


@settings(deadline=None)
@given(st.binary(max_size=2000), st.sampled_from(CLAIMS))
def test_no_bytes_stop_it(data: bytes, claim: str | None) -> None:
    clean(decode(data, claim)).encode()
