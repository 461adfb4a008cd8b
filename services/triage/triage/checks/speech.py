"""Whose words they are: the writer's own or those of somebody he tells of."""

import re
from collections.abc import Set as AbstractSet

from triage.text.sentence import Sentence
from triage.text.words import readings

# Nearer to the verb than that, words are told without anything between.
_NEXT_BUT_ONE = 2
_INTRODUCES = re.compile(r":|(?<![а-я])(?:что|будто|мол|якобы|типа)(?![а-я])")


def is_told(sentence: Sentence, number: int, telling: AbstractSet[str]) -> bool:
    """«Учитель сказал, что я тупой»: somebody else's words, after one of these verbs."""
    words = sentence.words
    teller = sentence.find(telling, 0, number)
    if teller is None:
        return False
    verb = readings(words[teller].word)[0].grammemes
    if "VERB" not in verb or {"3per", "past"}.isdisjoint(verb):
        return False
    if any(words[n].word in ("я", "мы") for n in range(max(0, teller - 3), teller)):
        return False
    between = sentence.text[words[teller].end : words[number].start]
    return number - teller <= _NEXT_BUT_ONE or bool(_INTRODUCES.search(between))
