"""Letters with large files go through memory in pieces, and are the same bytes at every attempt."""

import asyncio
import hashlib
import random
import tracemalloc
from uuid import uuid4

from notifier.domain import State
from priemnaya.contracts.words import Attachment
from tests.component.notifier.conftest import Post, Posts
from tests.support.outgoing import approved, read

SIZE = 6 << 20
FILE = random.Random(20200430).randbytes(SIZE)


async def with_file(post: Post, content: bytes) -> Attachment:
    return Attachment(
        id=uuid4(),
        name="Запись.bin",
        size=len(content),
        content_type="application/octet-stream",
        sha256=await post.context.blobs.put(content),
    )


async def test_a_large_letter_arrives_whole_by_the_second_attempt_too(post: Posts) -> None:
    desk = await post("--script", "cut-before-dot")
    await desk.hear(approved(attachments=(await with_file(desk, FILE),)))
    (row,) = await desk.until(State.SENT)
    assert (row.attempt, row.content) == (2, None)
    (entry,) = desk.books.entries()
    assert entry["sha256"] == row.content_key, "the bytes that were kept"
    (part,) = desk.books.letters()[0].iter_attachments()
    assert part.get_payload(decode=True) == FILE


async def test_a_large_letter_becomes_a_file_as_well(letters_as_files: Post) -> None:
    attached = await with_file(letters_as_files, FILE)
    await letters_as_files.hear(approved(attachments=(attached, attached)))
    (row,) = await letters_as_files.until(State.SENT)
    (path,) = (letters_as_files.context.data / "outbox").glob("*.eml")
    assert hashlib.sha256(path.read_bytes()).hexdigest() == row.content_key
    parts = read(path.read_bytes()).iter_attachments()
    assert [part.get_payload(decode=True) for part in parts] == [FILE, FILE]


async def test_no_large_letter_stands_in_memory(post: Posts) -> None:
    desk = await post()
    attached = await with_file(desk, FILE)
    await desk.hear(*(approved(attachments=(attached,)) for _ in range(3)))
    tracemalloc.start()
    try:
        await desk.until(State.SENT)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < SIZE


async def test_a_letter_whose_bytes_are_gone_is_tried_again_and_never_believed_sent(
    post: Posts,
) -> None:
    desk = await post("--script", "rcpt=451")
    await desk.hear(approved(attachments=(await with_file(desk, FILE),)))
    await desk.send()
    (row,) = await desk.rows()
    blob = desk.context.data / "blobs" / row.content_key[:2] / row.content_key
    kept = blob.read_bytes()
    blob.unlink()
    async with asyncio.timeout(20):
        while (await desk.rows())[0].attempt < 2:
            await desk.send()
            await asyncio.sleep(0.05)
    assert await desk.states() == {State.RETRY}
    blob.write_bytes(kept)
    await desk.until(State.SENT)
    assert sorted(desk.books.accepted().values()) == [1]
