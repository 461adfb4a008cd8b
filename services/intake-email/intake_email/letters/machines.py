"""The words of machines.yaml as patterns."""

import re
from dataclasses import dataclass

from .wordlists import Table, any_of, load, pattern


class _Senders(Table):
    daemons: list[str]
    postmasters: list[str]
    nobody: list[str]


class _Failures(Table):
    subjects: list[str]
    texts: list[str]


class _Reason(Table):
    name: str
    hard: bool
    phrases: list[str]


class _Machines(Table):
    senders: _Senders
    auto_reply_subjects: list[str]
    read_subjects: list[str]
    reply_prefixes: list[str]
    failures: _Failures
    returned: list[str]
    reasons: list[_Reason]


@dataclass(frozen=True)
class Reason:
    """`hard` is whether nothing that is sent to the address will ever arrive."""

    hard: bool
    phrases: re.Pattern[str]


_TABLE = load(__package__, "machines.yaml", _Machines)
DAEMONS = frozenset(_TABLE.senders.daemons)
POSTMASTERS = frozenset(_TABLE.senders.postmasters)
NOBODY = pattern(rf"(?:.*[-_.+])?(?:{any_of(_TABLE.senders.nobody)})(?:[-_.+=].*)?")
AUTO_REPLY_SUBJECT = pattern(
    rf"\s*(?:\[[^\]]*\]\s*)?(?:re:\s*)?(?:{any_of(_TABLE.auto_reply_subjects)})(?![^\W\d_])"
)
READ_SUBJECT = pattern(rf"\s*(?:{any_of(_TABLE.read_subjects)})\s*[:：]")
REPLY_SUBJECT = pattern(
    rf"\s*(?:\[[^\]]*\]\s*)?(?:{any_of(_TABLE.reply_prefixes)})\s*(?:\[\d+\]|\(\d+\)|\^\d+)?\s*[:：]"
)
FAILURE_SUBJECT = pattern(any_of(_TABLE.failures.subjects))
FAILURE_TEXT = pattern(any_of(_TABLE.failures.texts))
RETURNED = pattern(any_of(_TABLE.returned))
REASONS = tuple(Reason(r.hard, pattern(any_of(r.phrases))) for r in _TABLE.reasons)
