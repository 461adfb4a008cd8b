"""What intake-email refuses."""

from priemnaya.runtime.problems import Problem


class UnknownMailbox(Problem):
    slug, status, title = "unknown-mailbox", 404, "No such mailbox is read here"


class EmptyLetter(Problem):
    slug, status, title = "empty-letter", 422, "The body is empty"


class NotInQuarantine(Problem):
    slug, status, title = "not-in-quarantine", 409, "Only a letter in quarantine is read again"


class NotParked(Problem):
    slug, status, title = "not-parked", 409, "Only a parked letter can be taken in"
