"""The probe asks an IMAP server that knows nothing of us."""

from collections.abc import Iterator
from dataclasses import replace
from uuid import uuid4

import pytest

from notifier.domain import Sighting
from notifier.sending.probes import ProbeAway, SentArchive
from notifier.sending.store import Stranded
from tests.support.mail_account import PASSWORD
from tests.support.mail_server import USER, MailServer
from tests.support.outgoing import NOW


@pytest.fixture(scope="module")
def box() -> Iterator[MailServer]:
    server = MailServer()
    server.start()
    server.deliver(
        b"Message-ID: <r.BB-2020-000001.aa.token@worldskills.ru>\r\nSubject: x\r\n\r\nx\r\n",
        b"Message-ID: <other@example.org>\r\n\r\nMessage-ID: <r.in-the-text@worldskills.ru>\r\n",
    )
    yield server
    server.stop()


def letter(message_id: str) -> Stranded:
    return Stranded(uuid4(), "owner", 1, message_id, None, NOW)


async def test_a_letter_in_the_archive_is_seen(box: MailServer) -> None:
    archive = SentArchive("127.0.0.1", box.port, USER, PASSWORD, None, "INBOX")
    sighting, evidence = await archive.look(letter("r.BB-2020-000001.aa.token@worldskills.ru"))
    assert sighting is Sighting.SEEN
    assert evidence.startswith("archive ")


@pytest.mark.parametrize(
    "message_id",
    [
        "r.BB-2020-000002.aa.token@worldskills.ru",
        "BB-2020-000001.aa.token@worldskills.ru",
        "r.in-the-text@worldskills.ru",
    ],
)
async def test_only_the_very_message_id_counts(box: MailServer, message_id: str) -> None:
    archive = SentArchive("127.0.0.1", box.port, USER, PASSWORD, None, "INBOX")
    assert await archive.look(letter(message_id)) == (Sighting.NOT_SEEN, "")


async def test_an_archive_that_can_not_be_asked_says_nothing(box: MailServer) -> None:
    archive = SentArchive("127.0.0.1", box.port, USER, PASSWORD, None, "INBOX", timeout=2)
    for broken in (
        replace(archive, password="wrong"),
        replace(archive, folder="no-such-folder"),
        replace(archive, port=1),
    ):
        with pytest.raises(ProbeAway):
            await broken.look(letter("r.BB-2020-000001.aa.token@worldskills.ru"))
