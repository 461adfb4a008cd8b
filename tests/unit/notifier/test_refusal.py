"""What an applicant reads where he hears that no answer will come."""

from notifier.writing.compose import Refusal, Written
from priemnaya.contracts.thread import proven_number
from tests.support.outgoing import APPLICANT, NOW, THREAD, body
from tests.unit.notifier.test_letters import REPLY, SECRET, STATIONERY, checked


def refusal() -> Written:
    return STATIONERY.refusal(
        Refusal(
            number="BB-2020-000001",
            display_number="ББ-2020-000001",
            recipient=APPLICANT,
            thread=THREAD,
            written_at=NOW,
            appeal_id=REPLY,
        )
    )


def test_clause_6_4_a_refusal_is_polite_and_says_neither_why_nor_by_which_rule() -> None:
    message = checked(refusal())
    text = body(message)
    assert "ББ-2020-000001" in text
    assert "не представляется возможным" in text
    for never in ("§", "пункт", "п. ", "Порядк", "рассмотрени", "оскорб", "Не открывается тест"):
        assert never not in text + str(message["Subject"])
    assert message["Auto-Submitted"] == "auto-replied"
    assert message["In-Reply-To"] == "<second@example.org>"


def test_an_answer_to_a_refusal_proves_its_appeal() -> None:
    assert proven_number(SECRET, [refusal().message_id], []) == "BB-2020-000001"
