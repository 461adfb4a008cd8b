"""The words of machines.yaml as patterns."""

import re
from dataclasses import dataclass

from priemnaya.regulation.datafile import Strict

from .wordlists import any_of, load, pattern


class _Senders(Strict):
    daemons: list[str]
    postmasters: list[str]
    nobody: list[str]
    names: list[str]


class _Failures(Strict):
    subjects: list[str]
    texts: list[str]


class _Reason(Strict):
    name: str
    hard: bool
    phrases: list[str]


class _Machines(Strict):
    senders: _Senders
    auto_reply_subjects: list[str]
    away_subjects: list[str]
    read_subjects: list[str]
    forward_prefixes: list[str]
    reply_prefixes: list[str]
    failures: _Failures
    announces: list[str]
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
NAMES = pattern(rf"[\W_]*(?:{any_of(_TABLE.senders.names)})[\W_]*")
_MARK = r"\s*(?:\[[^\]]*\]\s*)?"
# A sentence that goes on is by a person: «Автоответ не приходит».
_ENDS = r"(?=\s*(?:[^\w\s?,–—-]|$|(?:from|re|until|till|от|до|von|bis|de|du|jusqu)\b))"
_AUTO = any_of(_TABLE.auto_reply_subjects)
_AWAY = any_of(_TABLE.away_subjects)
# Notes and Domino write «AUTO: … is out of the office (returning 01.02.2020)».
AUTO_REPLY_SUBJECT = pattern(
    rf"{_MARK}\[?(?:{_AUTO}){_ENDS}|\s*auto:.*(?:{_AUTO}|{_AWAY}|\(\D*[\d./-]{{6,10}}\D*\))"
)
AWAY_SUBJECT = pattern(rf"{_MARK}\[?(?:{_AWAY})(?!\w)")
READ_SUBJECT = pattern(rf"\s*(?:{any_of(_TABLE.read_subjects)})\s*[:：]")
REPLY_SUBJECT = pattern(
    rf"\s*(?:\[[^\]]*\]\s*)?(?:{any_of(_TABLE.reply_prefixes)})\s*(?:\[\d+\]|\(\d+\)|\^\d+)?\s*[:：]"
)
FORWARD_SUBJECT = pattern(rf"\s*(?:{any_of(_TABLE.forward_prefixes)})\s*[:：]")
FAILURE_SUBJECT = pattern(any_of(_TABLE.failures.subjects))
FAILURE_TEXT = pattern(any_of(_TABLE.failures.texts))
ANNOUNCES = pattern(any_of(_TABLE.announces))
RETURNED = pattern(any_of(_TABLE.returned))
REASONS = tuple(Reason(r.hard, pattern(any_of(r.phrases))) for r in _TABLE.reasons)
