"""The refusals of notifier."""

from priemnaya.runtime.problems import Problem


class LetterNotInDoubt(Problem):
    slug, status, title = "letter-not-in-doubt", 409, "Only a letter in doubt can be settled"
