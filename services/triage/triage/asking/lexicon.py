"""Words by which a sentence of an appeal shows what it is for; `requests.yaml` and `topics.yaml` hold them."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import yaml

from triage.asking.phrases import Phrases


@dataclass(frozen=True)
class Lexicon:
    greetings: Phrases
    thanks: Phrases
    # «Жду ответа»: belongs to the question beside it.
    expectations: Phrases
    # Greetings, acknowledgements, trials and chatter: whole sentences.
    formulas: Phrases
    asking: Phrases
    heads: Phrases
    needs: Phrases
    faults: Phrases
    failing: frozenset[str]
    fillers: Phrases
    announcing: Phrases
    announcement: Phrases
    helping: Phrases
    help: Phrases
    adding: frozenset[str]
    interrogatives: frozenset[str]
    knowing: frozenset[str]
    subordinating: frozenset[str]
    reporting: frozenset[str]
    polite_imperatives: frozenset[str]
    topics: Mapping[str, frozenset[str]]


_EXACT = ("greetings", "thanks", "expectations")
_WHOLE_SENTENCES = ("greetings", "formulas", "trials", "chatter")
_PHRASES = (
    "asking",
    "heads",
    "needs",
    "faults",
    "fillers",
    "announcing",
    "announcement",
    "helping",
    "help",
)


@cache
def lexicon() -> Lexicon:
    source = files("triage.checks").joinpath("lexicon/requests.yaml")
    lists: dict[str, list[str]] = yaml.safe_load(source.read_text(encoding="utf-8"))
    topics: Mapping[str, list[str]] = yaml.safe_load(
        files("triage.checks").joinpath("lexicon/topics.yaml").read_text(encoding="utf-8")
    )
    whole = [word for name in _WHOLE_SENTENCES for word in lists[name]]
    exact = {name: Phrases(lists[name], exact=True) for name in _EXACT}
    phrases = {name: Phrases(lists[name]) for name in _PHRASES}
    return Lexicon(
        formulas=Phrases(whole, exact=True),
        failing=frozenset(lists["failing"]),
        adding=frozenset(lists["adding"]),
        interrogatives=frozenset(lists["interrogatives"]),
        knowing=frozenset(lists["knowing"]),
        subordinating=frozenset(lists["subordinating"]),
        reporting=frozenset(lists["reporting"]),
        polite_imperatives=frozenset(lists["polite_imperatives"]),
        topics={name: frozenset(words) for name, words in topics.items()},
        **exact,
        **phrases,
    )
