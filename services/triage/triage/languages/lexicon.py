"""What is known of languages beside the statistical model; `language.yaml` holds it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from triage.text.words import normal

# How people write who have only the Russian keyboard.
_PLAIN = str.maketrans("әғқңөұүһіўҳӣӯҷҗҙҫҡҕҥӧӱӑӗӳӝӟӥӵӓӹӌј", "агкноуухиухиучжзскгнуоаеужзиуаыжй")


@dataclass(frozen=True)
class Profile:
    """`letters` are those that Russian lacks, `marks` those of them that no language of Russia has;
    `proof` is how many of the words prove the language."""

    letters: frozenset[str]
    marks: frozenset[str]
    words: frozenset[str]
    proof: int = 2


@dataclass(frozen=True)
class Lexicon:
    families: Mapping[str, frozenset[str]]
    at_home: frozenset[str]
    foreign: Mapping[str, Profile]
    peoples: Mapping[str, Profile]
    peoples_in_latin: Mapping[str, frozenset[str]]
    foreign_in_latin: Mapping[str, frozenset[str]]
    program_words: frozenset[str]
    own_words: frozenset[str]
    disclaimer_words: frozenset[str]
    russian_names: frozenset[str]
    russian_greetings: frozenset[str]


def plain(word: str) -> str:
    """The word with Russian letters for those that Russian lacks."""
    return word.translate(_PLAIN)


@cache
def lexicon() -> Lexicon:
    source = files("triage.checks").joinpath("lexicon/language.yaml")
    tree: dict[str, Any] = yaml.safe_load(source.read_text(encoding="utf-8"))
    return Lexicon(
        families=_sets(tree["families"]),
        at_home=frozenset(tree["at_home"]),
        foreign={code: _profile(of) for code, of in tree["foreign"].items()},
        peoples={code: _profile(of) for code, of in tree["peoples"].items()},
        peoples_in_latin=_sets(tree["peoples_in_latin"]),
        foreign_in_latin=_sets(tree["foreign_in_latin"]),
        program_words=_words(tree["program_words"]),
        own_words=_words(tree["own_words"]),
        disclaimer_words=_words(tree["disclaimer_words"]),
        russian_names=_words(tree["russian_names"]),
        russian_greetings=_words(tree["russian_greetings"]),
    )


def _profile(tree: Mapping[str, Any]) -> Profile:
    return Profile(
        letters=frozenset(tree["letters"]),
        marks=frozenset(tree.get("marks", "")),
        words=frozenset(map(plain, _words(tree["words"]))),
        proof=tree.get("proof", 2),
    )


def _sets(tree: Mapping[str, Iterable[str]]) -> dict[str, frozenset[str]]:
    return {code: _words(words) for code, words in tree.items()}


def _words(words: Iterable[str]) -> frozenset[str]:
    return frozenset(map(normal, words))
