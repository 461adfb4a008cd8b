"""What may be done with a case, and how it changes."""

from datetime import timedelta

import pytest

from escalation.cases.domain import Action, ReplyGoes, actions, may_take, reply_goes
from priemnaya.contracts.words import Deadline, Line
from priemnaya.regulation.load import load
from priemnaya.regulation.model import OperatorText
from priemnaya.runtime.identity import Role

from .cases import NOW, case, staff

PARAMETERS = load().at(NOW).parameters
WORK = {Action.CLAIM, Action.ASSIGN, Action.HANDOVER, Action.REPLY, Action.NOTE}


@pytest.mark.parametrize(
    ("role", "line", "allowed"),
    [
        (Role.LINE1, Line.DEPARTMENT, WORK | {Action.EDIT_QUESTIONS}),
        (
            Role.LINE1,
            Line.OPERATOR,
            {Action.HANDOVER, Action.EDIT_QUESTIONS, Action.NOTE, Action.ASK_OPERATOR},
        ),
        (
            Role.HEAD,
            Line.DEVELOPERS,
            {Action.ASSIGN, Action.HANDOVER, Action.EDIT_QUESTIONS, Action.NOTE},
        ),
        (Role.OPERATOR, Line.OPERATOR, WORK),
        (Role.OPERATOR, Line.DEPARTMENT, {Action.NOTE}),
        (Role.DEVELOPER, Line.DEVELOPERS, WORK),
        (Role.REGISTRAR, Line.DEPARTMENT, {Action.NOTE}),
        (Role.AUDITOR, Line.DEPARTMENT, set()),
        (Role.ADMIN, Line.DEPARTMENT, set()),
    ],
)
def test_what_a_role_may_do_on_a_line(role: Role, line: Line, allowed: set[Action]) -> None:
    assert set(actions(staff(role), case(line=line))) == allowed


@pytest.mark.parametrize("state", ["closed", "declined"])
@pytest.mark.parametrize("role", list(Role))
def test_a_case_that_is_not_open_takes_notes_at_most(role: Role, state: str) -> None:
    assert set(actions(staff(role), case(state=state))) <= {Action.NOTE}


def test_a_case_on_review_takes_everything_but_a_reply() -> None:
    me = staff(Role.LINE1)
    assert set(actions(me, case(on_review=True))) == set(actions(me, case())) - {Action.REPLY}


@pytest.mark.parametrize("state", ["open", "closed", "declined"])
def test_an_alarm_is_the_departments_to_acknowledge_in_every_state(state: str) -> None:
    alarmed = case(calm=False, state=state)
    for role in Role:
        may = Action.ACKNOWLEDGE_ALARM in actions(staff(role), alarmed)
        assert may == (role in (Role.LINE1, Role.HEAD))
    assert Action.ACKNOWLEDGE_ALARM not in actions(staff(Role.HEAD), case(state=state))


def test_a_case_without_open_questions_is_not_answered() -> None:
    assert Action.REPLY not in actions(staff(Role.LINE1), case(open_questions=0))


def test_who_has_a_case_gives_it_back_and_does_not_claim_it() -> None:
    me = staff(Role.LINE1)
    mine = actions(me, case(assignee=me.id))
    assert Action.RELEASE in mine
    assert Action.CLAIM not in mine
    assert Action.RELEASE not in actions(staff(Role.LINE1), case(assignee=me.id))
    assert Action.RELEASE in actions(staff(Role.HEAD), case(assignee=me.id))


def test_a_colleague_takes_what_his_line_and_region_allow() -> None:
    with_operator = case(line=Line.OPERATOR)
    assert may_take(staff(Role.OPERATOR, "77"), with_operator)
    assert not may_take(staff(Role.OPERATOR, "66"), with_operator)
    assert not may_take(staff(Role.LINE1), with_operator)


@pytest.mark.parametrize("routed", [True, False])
@pytest.mark.parametrize("rule", list(OperatorText))
def test_the_regulations_parameters_decide_about_an_operators_text(
    routed: bool, rule: OperatorText
) -> None:
    name = "operator_text_when_routed" if routed else "operator_text_when_asked"
    parameter = getattr(PARAMETERS, name).model_copy(update={"value": rule})
    parameters = PARAMETERS.model_copy(update={name: parameter})
    given = case(line=Line.OPERATOR, operator_answers=routed)
    goes = reply_goes(staff(Role.OPERATOR, "77"), given, parameters)
    released = rule is OperatorText.RELEASED_BY_LINE_1
    assert goes is (ReplyGoes.TO_LINE_1 if released else ReplyGoes.OUT)
    assert reply_goes(staff(Role.DEVELOPER), given, parameters) is ReplyGoes.OUT


def test_a_reply_is_final_when_no_open_question_stays() -> None:
    answered = case()
    assert not answered.answer(1)
    assert answered.answer(1)


def test_a_question_after_the_final_reply_begins_a_new_opening() -> None:
    answered = case()
    assert answered.ask() == 3
    assert answered.opening == 1
    answered.answer(3)
    assert answered.ask() == 4
    assert (answered.opening, answered.final_approved) == (2, False)


def test_a_further_message_reopens_a_closed_case() -> None:
    closed = case(open_questions=0, final_approved=True)
    closed.close(NOW)
    assert closed.hear_further(NOW)
    assert closed.ask() == 3
    assert (closed.state, closed.closed_at, closed.opening) == ("open", None, 2)


def test_a_further_message_leaves_an_open_case_as_it_is() -> None:
    given = case()
    assert not given.hear_further(NOW)
    assert given.opening == 1


def test_passing_on_frees_the_case_and_ends_the_right_to_answer_alone() -> None:
    given = case(assignee=staff(Role.LINE1).id, operator_answers=True)
    term = Deadline(due_at=NOW + timedelta(hours=24), clause="5.5", regulation_version="2020")
    given.pass_to(Line.DEVELOPERS, "77", term)
    assert (given.assignee, given.operator_answers) == (None, False)
    assert given.line_due_at == term.due_at
    assert given.was_with_developers
    given.pass_to(Line.DEPARTMENT, "77", None)
    assert given.line_due_at is None
    assert given.was_with_developers, "who worked on it goes on seeing it"


def test_of_two_terms_the_earlier_counts() -> None:
    given = case()
    later = Deadline(due_at=NOW + timedelta(days=1), clause="4.1.4", regulation_version="2020")
    given.bring_forward(later)
    assert (given.due_at, given.clause) == (NOW, "4.3")
    earlier = later.model_copy(update={"due_at": NOW - timedelta(days=1)})
    given.bring_forward(earlier)
    assert (given.due_at, given.clause) == (earlier.due_at, "4.1.4")
