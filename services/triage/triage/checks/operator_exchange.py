"""Mail of an operator's contact is talk with the department, past the system (§2.3, §5.7)."""

from priemnaya.regulation.regions import regions

from .finding import Finding, Ground
from .submission import Submission


def check(submission: Submission) -> Finding | None:
    """Surer where nothing is forwarded: an operator also passes letters of citizens on."""
    if submission.operator is None:
        return None
    where = regions().get(submission.operator, submission.operator)
    forwards = bool(submission.body.layout.headers)
    because = f"Письмо пришло с адреса регионального оператора ({where})."
    if forwards:
        because += " Возможно, оператор пересылает обращение гражданина."
    return Finding(Ground.OPERATOR_EXCHANGE, 0.5 if forwards else 0.95, (), because)
