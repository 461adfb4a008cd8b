"""The letter that asks an operator's contact."""

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from notifier.domain import State
from priemnaya.contracts.operator_thread import link_token, proven_operator_request
from priemnaya.contracts.operators import OperatorAsked, OperatorUnreached
from tests.component.notifier.conftest import Post, Posts
from tests.support.outgoing import DUE, NOW, body, read

CONTACT = "contact@college.example.org"
REQUEST = UUID("0192a000-0000-7000-8000-000000000001")


def asked(**changed: Any) -> OperatorAsked:
    fields: dict[str, Any] = {
        "aggregate_id": REQUEST,
        "occurred_at": NOW,
        "appeal_id": uuid4(),
        "number": "BB-2020-000001",
        "display_number": "ББ-2020-000001",
        "region": "77",
        "address": CONTACT,
        "name": "Мария Олеговна",
        "questions": ("Когда откроется площадка?", "Нужна ли справка?"),
        "due_at": DUE,
        "answers_himself": False,
        "link_token": link_token("secret", REQUEST),
    }
    return OperatorAsked(**(fields | changed))


async def _sent(post: Post, fact: OperatorAsked) -> Any:
    await post.hear(fact)
    await post.send()
    (path,) = (post.context.data / "outbox").glob("*.eml")
    return read(path.read_bytes())


async def test_it_tells_what_to_answer_until_when_and_how(letters_as_files: Post) -> None:
    fact = asked()
    letter = await _sent(letters_as_files, fact)
    assert letter["To"] == CONTACT
    text = body(letter)
    for said in (
        "Здравствуйте, Мария Олеговна!",
        "1. Когда откроется площадка?",
        "2. Нужна ли справка?",
        "не позднее 14 мая 2020 года",
        "Москва",
        f"http://desk.test/operator/{fact.link_token}\r\n",
        "ответить и на это письмо",
        "отдел по работе с региональной сетью",
    ):
        assert said in text
    assert "§" not in text
    assert "Auto-Submitted" not in letter


async def test_an_answer_to_it_proves_the_request_both_ways(letters_as_files: Post) -> None:
    letter = await _sent(letters_as_files, asked())
    secret = letters_as_files.context.settings.thread_secret.get_secret_value()
    assert proven_operator_request(secret, [letter["Message-ID"]], []) == REQUEST
    assert proven_operator_request(secret, [], [letter["Reply-To"]]) == REQUEST
    assert len(letter["Reply-To"].partition("@")[0]) <= 64


async def test_it_says_whether_the_answer_is_read_first(letters_as_files: Post) -> None:
    text = body(await _sent(letters_as_files, asked(answers_himself=True, name=None)))
    assert "отправлен заявителю от имени регионального оператора" in text
    assert text.startswith("Здравствуйте!")


async def test_a_request_heard_again_makes_no_second_letter(letters_as_files: Post) -> None:
    await letters_as_files.hear(asked(), asked(occurred_at=NOW + timedelta(hours=1), seq=1))
    assert len(await letters_as_files.rows()) == 1


async def test_to_an_address_that_can_not_be_used_it_fails_before_a_person(
    letters_as_files: Post,
) -> None:
    await letters_as_files.hear(asked(address="nonsense"))
    assert await letters_as_files.states() == {State.FAILED}
    (told,) = await letters_as_files.told(OperatorUnreached)
    assert (told.aggregate_id, told.reason) == (REQUEST, "unusable address")


@pytest.mark.parametrize("script", ["421", "cut-after-dot"])
async def test_it_goes_out_once_whatever_the_relay_does(post: Posts, script: str) -> None:
    office = await post("--script", script, NOTIFIER_FENCE="1", NOTIFIER_FIRST_PAUSE="0.1")
    await office.hear(asked())
    await office.until(State.SENT)
    assert list(office.books.accepted().values()) == [1]
