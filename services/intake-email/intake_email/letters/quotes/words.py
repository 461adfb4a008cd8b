"""The words of words.yaml as patterns."""

from intake_email.letters.wordlists import any_of, load, pattern
from priemnaya.regulation.datafile import Strict

Languages = dict[str, list[str]]


class _Fields(Strict):
    sender: list[str]
    date: list[str]
    recipient: list[str]
    subject: list[str]
    other: list[str]


class _Warnings(Strict):
    begins: list[str]
    has: list[str]


class _Table(Strict):
    wrote: Languages
    begins: Languages
    fields: _Fields
    original: list[str]
    forwarded: list[str]
    answer_above: list[str]
    forward_prefixes: list[str]
    closings: Languages
    sent_from: Languages
    warnings: _Warnings


def _every(languages: Languages) -> list[str]:
    return [phrase for phrases in languages.values() for phrase in phrases]


_TABLE = load(__package__, "words.yaml", _Table)
# A whole word, unless the language writes without spaces.
WROTE = pattern(rf"(?<![a-zа-яё])(?:{any_of(_every(_TABLE.wrote))})(?![a-zа-яё])")
BEGINS = pattern(rf"(?:{any_of(_every(_TABLE.begins))})(?=[\s\d])")
FIELDS = {
    role: pattern(rf"(?:{any_of(getattr(_TABLE.fields, role))})[\s\xa0]*[*_]*[\s\xa0]*[:：]")
    for role in _Fields.model_fields
}
ORIGINAL = pattern(rf"(?:{any_of(_TABLE.original)})")
FORWARDED = pattern(rf"(?:{any_of(_TABLE.forwarded)})(?:\s.{{0,80}})?")
ANSWER_ABOVE = pattern(any_of(_TABLE.answer_above))
FORWARD_SUBJECT = pattern(rf"\s*(?:{any_of(_TABLE.forward_prefixes)})\s*(?:\[\d+\])?\s*:")
CLOSING = pattern(rf"(?:{any_of(_every(_TABLE.closings))})(?![^\W\d_])")
SENT_FROM = pattern(rf"(?:{any_of(_every(_TABLE.sent_from))})")
WARNING_BEGINS = pattern(rf"(?:{any_of(_TABLE.warnings.begins)})")
WARNING_HAS = pattern(any_of(_TABLE.warnings.has))
