"""The refusals of reviews."""

from priemnaya.runtime.problems import Problem


class AlreadyDecided(Problem):
    slug, status, title = "already-decided", 409, "Somebody decided on it in the meantime"


class NotProposed(Problem):
    slug, status, title = "not-proposed", 409, "This was not proposed for the appeal"
