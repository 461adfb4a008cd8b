"""The refusals of escalation."""

from typing import ClassVar

from priemnaya.runtime.problems import Problem


class WrongSignIn(Problem):
    slug, status, title = "wrong-sign-in", 401, "The login or the password is wrong"


class TooManyAttempts(Problem):
    slug, status, title = "too-many-attempts", 429, "Too many failed attempts: wait and try again"

    def __init__(self, wait: int) -> None:
        super().__init__()
        self.headers = {"Retry-After": str(wait)}


class AppealClosed(Problem):
    slug, status, title = "appeal-closed", 409, "The appeal is closed"


class AppealOnReview(Problem):
    slug, status = "appeal-on-review", 409
    title: ClassVar[str] = "The appeal is on review: whether it is answered is not decided yet"


class AppealLeftUnanswered(Problem):
    slug, status, title = "appeal-declined", 409, "It was decided that the appeal is not answered"


class NothingToAcknowledge(Problem):
    slug, status, title = "no-alarm", 409, "No alarm of this appeal waits for acknowledgement"


class QuestionAnswered(Problem):
    slug, status, title = "question-answered", 409, "The question has an answer already"


class QuestionReplaced(Problem):
    slug, status, title = "question-replaced", 409, "Other questions have taken its place"


class WrongLine(Problem):
    slug, status, title = "wrong-line", 409, "The appeal is on another line now"


class NoSuchHandover(Problem):
    slug, status, title = "no-such-handover", 409, "Appeals do not pass between these lines"


class RegionUnknown(Problem):
    slug, status, title = "region-unknown", 409, "Name the region first"


class NoOperator(Problem):
    slug, status = "no-operator", 409
    title: ClassVar[str] = "The region has no operator with a contract in force"


class NobodyToAsk(Problem):
    slug, status = "nobody-to-ask", 409
    title: ClassVar[str] = "The operator's entry names no contact who could be written to"


class LinkOver(Problem):
    """The same for a link that was used, replaced, ended or never ours."""

    slug, status, title = "link-over", 410, "The link is not valid any more"


class CannotTake(Problem):
    slug, status, title = "cannot-take", 409, "This colleague does not work on this line"


class NotYours(Problem):
    slug, status, title = "not-yours", 403, "Only its assignee or the head may give it back"
