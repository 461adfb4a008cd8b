from email import message_from_bytes
from email.policy import default

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notifier.writing.headers import clean, encoded, is_mailbox, message_ids, usable_address


def parsed(value: str) -> str:
    raw = f"Subject: {encoded(clean(value))}\r\n\r\n".encode("ascii")
    message = message_from_bytes(raw, policy=default)
    assert message.keys() == ["Subject"]
    return str(message["Subject"])


@pytest.mark.parametrize(
    "hostile",
    [
        "a\r\nBcc: victim@example.org",
        "a\nBcc: victim@example.org",
        "a\rBcc: victim@example.org",
        "a\x0bBcc: x\x0cTo: y\x85From: z\u2028Cc: q",
        "=?utf-8?q?a=0D=0ABcc=3A victim@example.org?=",
        "=?utf-8?b?YQ0KQmNjOiB4QGV4YW1wbGUub3Jn?=",
        "a\r\n\r\n<script>",
        "\x00NUL \x1b[31mred\x7f",
        "\u202egnp.exe",
        "\ud800 half a pair",
    ],
)
def test_a_hostile_subject_stays_one_header(hostile: str) -> None:
    raw = f"Subject: {encoded(clean(hostile))}\r\n\r\n".encode("ascii")
    lines = raw.split(b"\r\n")
    assert all(line.startswith((b"Subject: ", b" ")) for line in lines if line)
    assert message_from_bytes(raw, policy=default).keys() == ["Subject"]


@given(st.text(max_size=400))
def test_any_text_survives_the_way_through_a_header_as_it_was_cleaned(text: str) -> None:
    cleaned = clean(text)
    value = encoded(cleaned)
    assert all(len(line) <= 76 for line in f"Subject: {value}".split("\r\n"))
    assert parsed(text) == cleaned


def test_plain_latin_stays_readable() -> None:
    assert encoded("Re: test 5") == "Re: test 5"


@pytest.mark.parametrize(
    ("given_", "usable"),
    [
        ("anna@example.org", "anna@example.org"),
        ("  anna@example.org ", "anna@example.org"),
        ("a.b+c_d-e@xn--80a1acny.xn--p1ai", "a.b+c_d-e@xn--80a1acny.xn--p1ai"),
        ("anna@почта.рф", "anna@xn--80a1acny.xn--p1ai"),
        ("O'Brien@example.org", "O'Brien@example.org"),
    ],
)
def test_an_ordinary_address_is_usable(given_: str, usable: str) -> None:
    assert usable_address(given_) == usable


@pytest.mark.parametrize(
    "address",
    [
        None,
        "",
        "@",
        "anna",
        "anna@",
        "@example.org",
        "anna@localhost",
        "anna@example..org",
        "anna@-example.org",
        "anna@example.org.",
        ".anna@example.org",
        "an..na@example.org",
        "анна@example.org",
        '"a b"@example.org',
        "anna@[127.0.0.1]",
        "anna@example.org>\r\nRCPT TO:<victim@example.org",
        "anna@example.org\r\nBcc: victim@example.org",
        "<anna@example.org>",
        "anna@example.org, bob@example.org",
        "anna@example.org bob@example.org",
        "anna\x00@example.org",
        f"{'a' * 65}@example.org",
        f"anna@{'a.' * 130}org",
        f"anna@{'a' * 64}.org",
        "a@b@example.org",
        "\ud800@example.org",
        "anna@\ud800.org",
    ],
)
def test_what_smtp_can_not_take_is_not_usable(address: str | None) -> None:
    assert usable_address(address) is None


def test_our_own_mailbox_is_known_with_and_without_a_plus() -> None:
    assert is_mailbox("BILET+bb-2020-1.abc@WorldSkills.ru", "bilet@worldskills.ru")
    assert not is_mailbox("anna@worldskills.ru", "bilet@worldskills.ru")


def test_only_well_formed_message_ids_are_passed_on_and_each_once() -> None:
    candidates = ["a@b", None, "", "no-at", "a b@c", "x@y>\r\nBcc: z@z", "я@b", "a@b", "c@d"]
    assert message_ids(candidates) == ["a@b", "c@d"]


def test_of_a_long_thread_the_first_and_the_latest_ids_are_passed_on() -> None:
    ids = message_ids([f"{n}@example.org" for n in range(100)])
    assert len(ids) == 20
    assert (ids[0], ids[1], ids[-1]) == ("0@example.org", "81@example.org", "99@example.org")
