"""The refusals of notifier."""

from priemnaya.runtime.problems import Problem


class LetterNotInDoubt(Problem):
    slug, status, title = "letter-not-in-doubt", 409, "Only a letter in doubt can be settled"


class AddressNotSuspect(Problem):
    slug, status, title = "address-not-suspect", 409, "No letter to this address came back"
