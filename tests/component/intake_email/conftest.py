"""A mail server for the run and fresh mailboxes for each test."""

from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from pathlib import Path

import pytest
from imapclient import SocketTimeout  # type: ignore[import-untyped]

from intake_email.imap import session, watch
from tests.support import dovecot
from tests.support.dovecot import Dovecot
from tests.support.mail_account import MailAccount
from tests.support.small_disk import SmallDisk, small_disk
from tests.support.stack import One
from tests.support.tcp_proxy import TcpProxy, tcp_proxy

from .mailboxes import LONG, reached

Start = Callable[[str], Awaitable[One]]


@pytest.fixture
async def intake(one: Start) -> One:
    return await one("intake-email")


@pytest.fixture(scope="session")
def mail_server() -> Iterator[Dovecot]:
    if not dovecot.installed():
        pytest.skip("needs Dovecot: apt-get install dovecot-imapd")
    with dovecot.dovecot() as server:
        yield server


@pytest.fixture
def bilet(mail_server: Dovecot) -> MailAccount:
    return mail_server.account()


@pytest.fixture
def info(mail_server: Dovecot) -> MailAccount:
    return mail_server.account()


@pytest.fixture
async def way(mail_server: Dovecot) -> AsyncIterator[TcpProxy]:
    """What lies between us and the server of bilet@."""
    async with tcp_proxy(f"tcp://127.0.0.1:{mail_server.port}", 0) as proxy:
        yield proxy


@pytest.fixture
async def start(
    one: Start,
    bilet: MailAccount,
    info: MailAccount,
    way: TcpProxy,
    monkeypatch: pytest.MonkeyPatch,
) -> Start:
    """A service that reads both mailboxes; nothing but IDLE makes it look twice in a test."""
    reached(monkeypatch, "bilet", bilet, way.listening_on)
    reached(monkeypatch, "info", info)
    monkeypatch.setenv("INTAKE_EMAIL_POLL_SECONDS", LONG)
    monkeypatch.setattr(watch, "FIRST_PAUSE", 0.05)
    return one


@pytest.fixture
def short_timeouts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(session, "TIMEOUT", SocketTimeout(connect=0.5, read=0.5))


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[SmallDisk]:
    with small_disk(tmp_path / "blobs") as made:
        yield made
