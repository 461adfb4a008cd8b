"""What becomes of a message, without a database."""

from datetime import date
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from priemnaya.contracts.messages import MessageReceived
from priemnaya.regulation.load import load
from tests.unit.triage.arrivals import (
    ARRIVED,
    dialog,
    letter,
    same_letter_in_both_mailboxes,
)
from triage import domain, keys
from triage.acknowledgements.domain import grant
from triage.domain import Appeal, Operator, Outcome, Placement, Premises

REGULATION = load().at(ARRIVED)
NUMBER = "BB-2020-000007"


def known(address: str = "mama@example.ru", dialog_id: UUID | None = None) -> Appeal:
    return Appeal(uuid4(), NUMBER, keys.address_key(address), dialog_id, closed=False)


def placed(*messages: MessageReceived, appeal: Appeal | None = None) -> list[Placement]:
    premises = Premises({NUMBER: appeal} if appeal else {})
    return domain.place(messages, premises, REGULATION)


def test_a_letter_with_our_token_from_the_applicant_continues_his_appeal() -> None:
    appeal = known()
    (placement,) = placed(letter("Mama+school@Example.RU", continues=NUMBER), appeal=appeal)
    assert (placement.outcome, placement.appeal_id) == (Outcome.CONTINUED, appeal.id)


def test_a_token_in_a_strangers_hands_opens_a_new_appeal_and_is_kept_as_a_hint() -> None:
    (placement,) = placed(letter("stranger@example.org", continues=NUMBER), appeal=known())
    assert placement.outcome is Outcome.REGISTERED
    assert placement.hinted_number == NUMBER


def test_a_token_for_an_unknown_appeal_opens_a_new_one_without_a_hint() -> None:
    (placement,) = placed(letter(continues="BB-2020-999999"))
    assert (placement.outcome, placement.hinted_number) == (Outcome.REGISTERED, None)


@pytest.mark.parametrize("subject", ["Re: ББ-2020-000007", "re bb-2020-000007.", "[ББ-2020-7]"])
def test_a_number_in_the_subject_only_hints(subject: str) -> None:
    (placement,) = placed(letter(subject=subject), appeal=known())
    assert (placement.outcome, placement.hinted_number) == (Outcome.REGISTERED, NUMBER)


def test_a_subject_full_of_numbers_asks_for_few_look_ups() -> None:
    subject = " ".join(f"ББ-2020-{n:06}" for n in range(5000))
    assert len(domain.named_numbers(letter(subject=subject), REGULATION)) <= domain.MOST_HINTS


def test_the_same_dialog_continues_and_another_does_not() -> None:
    id_ = uuid4()
    appeal = known("", dialog_id=id_)
    mine, other = placed(
        dialog(dialog_id=id_, continues=NUMBER), dialog(continues=NUMBER), appeal=appeal
    )
    assert (mine.outcome, other.outcome) == (Outcome.CONTINUED, Outcome.REGISTERED)


def test_one_letter_in_both_mailboxes_is_one_appeal_with_a_place_in_both_journals() -> None:
    first, second = placed(*same_letter_in_both_mailboxes())
    assert (second.outcome, second.appeal_id) == (Outcome.JOINED, first.appeal_id)
    assert (first.journal, second.journal) == ("BB", "VH")


def test_the_copy_of_a_continuation_is_entered_in_no_journal() -> None:
    letters = [m.model_copy(update={"continues": NUMBER}) for m in same_letter_in_both_mailboxes()]
    first, second = placed(*letters, appeal=known())
    assert (first.outcome, second.outcome) == (Outcome.CONTINUED, Outcome.JOINED)
    assert second.journal is None


def test_the_same_letter_twice_in_one_mailbox_is_no_copy_in_the_other() -> None:
    first, _ = same_letter_in_both_mailboxes()
    again = first.model_copy(update={"aggregate_id": uuid4()})
    assert [p.outcome for p in placed(first, again)] == [Outcome.REGISTERED] * 2


def test_an_appeal_registered_again_after_a_restore_is_the_same_appeal() -> None:
    message = letter()
    first, again = placed(message), placed(message)
    assert first == again


def test_the_same_text_under_another_message_id_is_no_copy() -> None:
    first, second = same_letter_in_both_mailboxes()
    assert second.thread
    thread = second.thread.model_copy(update={"message_id": "two@example.ru"})
    other = second.model_copy(update={"thread": thread})
    assert [p.outcome for p in placed(first, other)] == [Outcome.REGISTERED] * 2


@pytest.mark.parametrize(
    ("operator", "serves"),
    [
        (Operator("ГАУ", date(2020, 10, 12), date(2020, 10, 12)), True),
        (Operator("ГАУ", date(2020, 10, 13), None), False),
        (Operator("ГАУ", None, date(2020, 10, 11)), False),
        (Operator("ГАУ", None, None), True),
        (Operator(None, None, None), False),
    ],
)
def test_clause_2_3_an_operator_serves_within_his_contract_both_days_included(
    operator: Operator, serves: bool
) -> None:
    assert operator.in_force(date(2020, 10, 12)) is serves


def test_a_region_that_is_none_is_left_out() -> None:
    assert domain.region_of(dialog(region="00")) is None
    assert domain.region_of(dialog(region="77")) == "77"


@given(
    st.lists(st.sampled_from([b"a", b"b", b"c"])),
    st.dictionaries(st.sampled_from([b"a", b"b", b"c", b""]), st.integers(0, 6)),
)
def test_no_address_is_promised_more_than_its_cap(
    wanted: list[bytes], promised: dict[bytes, int]
) -> None:
    cap = REGULATION.parameters.acknowledgements_per_address_in_24h.value
    granted = grant(wanted, promised, REGULATION)
    for address in set(wanted):
        given_now = sum(g for a, g in zip(wanted, granted, strict=True) if a == address)
        before = promised.get(address, 0)
        assert given_now == min(wanted.count(address), max(0, cap - before))


@pytest.mark.parametrize("address", ["", "@", "нет", "a\ud800@b", "a\x00@b", "+@b", "a" * 100_000])
def test_any_address_has_a_key(address: str) -> None:
    assert len(keys.address_key(address)) == 32
