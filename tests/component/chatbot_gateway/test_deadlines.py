"""The desk moves a term: the platform sees the new one, a dialog that knew the old one hears."""

from datetime import UTC, datetime
from itertools import permutations
from typing import Any

from priemnaya.contracts.appeals import AppealRegistered
from priemnaya.contracts.cases import DeadlineMoved
from priemnaya.contracts.words import TermOf
from tests.component.chatbot_gateway.account import Platform
from tests.component.chatbot_gateway.talk import Talk, handed_over, registered
from tests.support.stack import One


def moved(appeal: AppealRegistered, day: int, seq: int = 1, **changed: Any) -> DeadlineMoved:
    due_at = datetime(2020, 9, day, 20, 59, 59, tzinfo=UTC)
    values: dict[str, Any] = {
        "aggregate_id": appeal.aggregate_id,
        "seq": seq,
        "occurred_at": appeal.occurred_at,
        "number": appeal.number,
        "term": TermOf.APPEAL,
        "old": appeal.deadline,
        "new": appeal.deadline.model_copy(update={"due_at": due_at}),
        "why": "срок 07.09.2020 вместо 04.09.2020 по производственному календарю",
    }
    return DeadlineMoved.model_validate(values | changed)


async def told(talk: Talk) -> list[str]:
    return [m["text"] for m in await talk.read() if "изменился" in m["text"]]


async def test_the_platform_sees_the_newest_term_in_whatever_order_it_is_heard(
    platform: Platform,
) -> None:
    for n, order in enumerate(permutations(range(3)), 1):
        await platform.submit()
        appeal = registered((await platform.received())[-1], n)
        facts = [appeal, moved(appeal, 7, seq=2), moved(appeal, 9, seq=5)]
        for place in order:
            await platform.one.hear(facts[place])
        answer = await platform.look(f"/{appeal.number}")
        assert answer.json()["due_at"].startswith("2020-09-09"), order


async def test_a_dialog_hears_of_the_new_term_once_and_nothing_of_why(gateway: One) -> None:
    talk, message = await handed_over(gateway)
    appeal = registered(message)
    await gateway.hear(appeal)
    await gateway.hear(moved(appeal, 7))
    await gateway.hear(moved(appeal, 7))
    assert await told(talk) == [
        "Срок ответа на обращение № ББ-2020-000001 изменился: ответ появится в этом диалоге не"
        " позднее 7 сентября 2020 года."
    ]


async def test_a_term_that_was_not_told_is_not_told_anew(gateway: One) -> None:
    talk, message = await handed_over(gateway)
    appeal = registered(message, acknowledge=False)
    await gateway.hear(appeal)
    await gateway.hear(moved(appeal, 7))
    assert await told(talk) == []


async def test_neither_the_term_of_a_line_nor_an_older_move_is_told(gateway: One) -> None:
    talk, message = await handed_over(gateway)
    appeal = registered(message)
    await gateway.hear(appeal, moved(appeal, 7, term=TermOf.LINE))
    await gateway.hear(moved(appeal, 9, seq=5))
    await gateway.hear(moved(appeal, 8, seq=3))
    assert len(await told(talk)) == 1
