"""The statistical language model: 140 languages, few of them languages of Russia."""

from functools import cache
from typing import NamedTuple

from py3langid.langid import MODEL_FILE, LanguageIdentifier

from triage.languages.lexicon import lexicon


class Guess(NamedTuple):
    """`share` is the probability of the language itself, `together` that of its near relatives,
    too, between which a short text does not tell."""

    language: str
    share: float
    together: float


def guess(text: str) -> Guess:
    ranked: list[tuple[str, float]] = _model().rank(text)
    language, share = ranked[0]
    relatives = lexicon().families.get(language, frozenset())
    together = share + sum(p for other, p in ranked[1:] if other in relatives)
    return Guess(language, float(share), float(together))


@cache
def _model() -> LanguageIdentifier:
    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
