"""What an installation starts with."""

from collections.abc import Awaitable, Callable

import pytest

from priemnaya.contracts.messages import MessageReceived
from priemnaya.contracts.words import Channel
from priemnaya.runtime.service import Access
from tests.support.stack import One

from .post import accepted, attachments, raw_letter, read_all, rows


@pytest.fixture
async def intake(one: Callable[[str], Awaitable[One]]) -> One:
    return await one("intake-email")


async def _seed(intake: One, demo: bool) -> Access:
    access, seed = Access(url=""), intake.hosted.service.seed
    assert seed is not None
    await seed(intake.context, access, demo)
    return access


async def _heard(intake: One) -> dict[str, MessageReceived]:
    """What triage hears, by the senders' addresses."""
    await read_all(intake)
    facts = [fact for fact in await intake.said() if isinstance(fact, MessageReceived)]
    return {fact.reply_to.address or "": fact for fact in facts}


async def test_the_demonstration_brings_letters_that_are_read_like_any_others(
    intake: One,
) -> None:
    await _seed(intake, True)
    assert [row.state for row in await rows(intake)] == ["received"] * 4
    raw = [await intake.context.blobs.get(row.raw_sha256) for row in await rows(intake)]
    for charset in (b"koi8-r", b"windows-1251", b"utf-8"):
        assert any(charset in content.lower() for content in raw), charset
    heard = await _heard(intake)
    assert sorted(fact.channel for fact in heard.values()) == [Channel.BILET] * 3 + [Channel.INFO]
    assert all(address.endswith("@example.org") for address in heard)
    koi8 = heard["n.smirnova@example.org"]
    assert koi8.subject == "Нет рекомендаций после тестирования"
    assert "прошёл на платформе все этапы" in koi8.text
    cyrillic = heard["i.hasanov@example.org"]
    assert "школы № 12 города Казани" in cyrillic.text
    assert cyrillic.reply_to.name == "Ильдар Хасанов"
    html = heard["o.tarasov@example.org"]
    assert "не может войти в личный кабинет" in html.text
    assert "<b>" not in html.text
    (file,) = await attachments(intake, html.aggregate_id)
    assert file.name == "текст ошибки.txt"
    assert "419" in (await intake.context.blobs.get(file.sha256)).decode()
    assert {len(fact.attachments) for fact in heard.values()} == {0, 1}


async def test_a_restart_adds_no_letters(intake: One) -> None:
    await _seed(intake, True)
    before = await rows(intake)
    await read_all(intake)
    await _seed(intake, True)
    assert [row.id for row in await rows(intake)] == [row.id for row in before]


async def test_without_the_demonstration_there_are_no_letters(intake: One) -> None:
    access = await _seed(intake, False)
    assert list(access.tokens) == ["intake"]
    assert await rows(intake) == []


async def test_where_mail_has_come_the_demonstration_adds_none(intake: One) -> None:
    await accepted(intake, raw_letter())
    await _seed(intake, True)
    assert len(await rows(intake)) == 1
