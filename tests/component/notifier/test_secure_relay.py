"""TLS and signing in: a letter rather waits than goes in clear or to a stranger."""

from pathlib import Path

import pytest

from notifier.domain import State
from tests.component.notifier.conftest import Post, Posts
from tests.support.certificates import self_signed
from tests.support.outgoing import approved

LOGIN = {"NOTIFIER_SMTP_USER": "desk", "NOTIFIER_SMTP_PASSWORD": "пароль"}


@pytest.fixture
def pem(tmp_path: Path) -> str:
    return str(self_signed(tmp_path / "relay.pem"))


async def waits_untouched(desk: Post) -> bool:
    await desk.hear(approved())
    await desk.send()
    rows = {(row.state, row.attempt) for row in await desk.rows()}
    return rows == {(State.PENDING, 0)} and desk.books.entries() == []


@pytest.mark.parametrize(("offered", "asked"), [("starttls", "starttls"), ("implicit", "tls")])
async def test_a_letter_goes_over_tls_after_signing_in(
    post: Posts, pem: str, offered: str, asked: str
) -> None:
    options = ("--tls", offered, "--cert", pem, "--login", "desk:пароль")
    desk = await post(*options, NOTIFIER_SMTP_TLS=asked, NOTIFIER_CA=pem, **LOGIN)
    await desk.hear(approved(), approved())
    await desk.until(State.SENT)
    assert sorted(desk.books.accepted().values()) == [1, 1]


async def test_a_relay_that_refuses_tls_gets_no_letter(post: Posts, pem: str) -> None:
    desk = await post("--tls", "refuse", NOTIFIER_SMTP_TLS="starttls", NOTIFIER_CA=pem)
    assert await waits_untouched(desk)


async def test_a_relay_that_does_not_know_tls_gets_no_letter(post: Posts) -> None:
    desk = await post(NOTIFIER_SMTP_TLS="starttls")
    assert await waits_untouched(desk)


async def test_a_relay_that_nobody_vouches_for_gets_no_letter(post: Posts, pem: str) -> None:
    desk = await post("--tls", "starttls", "--cert", pem, NOTIFIER_SMTP_TLS="starttls")
    assert await waits_untouched(desk)


async def test_a_wrong_password_fails_no_letter(post: Posts, pem: str) -> None:
    options = ("--tls", "starttls", "--cert", pem, "--login", "desk:another")
    desk = await post(*options, NOTIFIER_SMTP_TLS="starttls", NOTIFIER_CA=pem, **LOGIN)
    assert await waits_untouched(desk)
