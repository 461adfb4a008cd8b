"""Words that show what a sentence of an appeal is for: `requests.yaml` and `topics.yaml`."""

from collections.abc import Mapping
from enum import StrEnum
from functools import cache
from importlib.resources import files

import yaml

from triage.asking.phrases import Phrasebook


class Cue(StrEnum):
    """A list of `requests.yaml`, where comments say what each is."""

    GREETING = "greetings"
    THANKS = "thanks"
    EXPECTATION = "expectations"
    # Whole sentences: greetings, acknowledgements, chatter.
    FORMULA = "formulas"
    FILLER = "fillers"
    TRIAL = "trials"
    TRIED = "tried"
    ANNOUNCING = "announcing"
    ANNOUNCEMENT = "announcement"
    HELPING = "helping"
    HELP = "help"
    POLITE_IMPERATIVE = "polite_imperatives"
    REPORTING = "reporting"
    ASKING = "asking"
    HEAD = "heads"
    NEED = "needs"
    FAULT = "faults"
    FAILING = "failing"
    ADDING = "adding"
    INTERROGATIVE = "interrogatives"
    SUBORDINATING = "subordinating"

    # That of enumerations is a function in Python; cues are looked up all the time.
    __hash__ = str.__hash__


_EXACT = frozenset({Cue.GREETING, Cue.THANKS, Cue.EXPECTATION, Cue.FORMULA, Cue.ADDING})
_ALSO_FORMULAS = ("greetings", "chatter")


@cache
def cues() -> Phrasebook:
    """Of `Cue`s and of topics."""
    lists: dict[str, list[str]] = yaml.safe_load(_read("requests.yaml"))
    for name in _ALSO_FORMULAS:
        lists[Cue.FORMULA].extend(lists[name])
    return Phrasebook({**{cue: lists[cue] for cue in Cue}, **_topics()}, exact=_EXACT)


@cache
def topics() -> frozenset[str]:
    return frozenset(_topics())


def _topics() -> Mapping[str, list[str]]:
    lists: Mapping[str, list[str]] = yaml.safe_load(_read("topics.yaml"))
    return lists


def _read(name: str) -> str:
    return files("triage.checks").joinpath("lexicon", name).read_text(encoding="utf-8")
