"""A file is handed out when the virus scanner has found it clean."""

from uuid import uuid4

import pytest

from priemnaya.contracts.appeals import AppealRegistered
from priemnaya.contracts.messages import AttachmentsScanned, ScannedFile
from priemnaya.contracts.words import Attachment, Scan
from tests.support.office import NOW, Office, registered

NUMBER = "BB-2020-000001"


async def with_file(office: Office, scan: Scan) -> tuple[AppealRegistered, Attachment]:
    key = await office.one.context.blobs.put(b"%PDF")
    file = Attachment(
        id=uuid4(), name="a.pdf", size=4, content_type="application/pdf", sha256=key, scan=scan
    )
    return registered(attachments=(file,)), file


def scanned(appeal: AppealRegistered, file: Attachment, scan: Scan) -> AttachmentsScanned:
    return AttachmentsScanned(
        aggregate_id=appeal.message_id,
        occurred_at=NOW,
        files=(ScannedFile(id=file.id, scan=scan),),
        scanned_at=NOW,
    )


async def download(office: Office, file: Attachment) -> tuple[int, str | None]:
    answer = await office.ask("line1", "GET", f"/appeals/{NUMBER}/attachments/{file.id}")
    return answer.status_code, None if answer.status_code == 200 else answer.json()["code"]


@pytest.mark.parametrize(
    ("scan", "code"),
    [
        (Scan.WAITING, "file-not-scanned"),
        (Scan.INFECTED, "file-infected"),
        (Scan.REFUSED, "file-not-scannable"),
    ],
)
async def test_what_is_not_clean_is_refused_and_says_why(
    office: Office, scan: Scan, code: str
) -> None:
    appeal, file = await with_file(office, scan)
    await office.one.hear(appeal)
    assert await download(office, file) == (409, code)


@pytest.mark.parametrize("appeal_first", [True, False])
async def test_the_scanners_later_word_counts_whatever_is_heard_first(
    office: Office, appeal_first: bool
) -> None:
    appeal, file = await with_file(office, Scan.WAITING)
    facts = [appeal, scanned(appeal, file, Scan.CLEAN)]
    for fact in facts if appeal_first else facts[::-1]:
        await office.one.hear(fact)
    assert await download(office, file) == (200, None)
    (message,) = (await office.see(NUMBER))["messages"]
    assert [one["scan"] for one in message["attachments"]] == ["clean"]
