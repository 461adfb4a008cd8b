"""Tells Russian, other languages of Russia and foreign ones apart where all write in Cyrillic."""

from collections.abc import Sequence
from itertools import filterfalse

from triage.languages.lexicon import Profile, lexicon, plain
from triage.languages.model import Guess, guess
from triage.languages.sample import Sample
from triage.languages.verdict import UNDETERMINED, Verdict
from triage.text.words import is_known

RUSSIAN_LETTERS = frozenset("абвгдежзийклмнопрстуфхцчшщъыьэюяё-ʼ’'")
_SLAVIC = frozenset({"ru", "uk", "be", "bg", "mk", "sr"})
# Shares of the words that the Russian dictionary has.
_SURELY_RUSSIAN, _PERHAPS_RUSSIAN, _HARDLY_RUSSIAN, _PERHAPS_SLAVIC = 0.85, 0.6, 0.4, 0.2
_LIKELY = 0.7
# Words of its own by which a language is called by name.
_NAMED_BY = 2
_PROOF_WITHOUT_LETTERS = 4
# A misspelt name has a strange letter, too.
_STRANGE_WORDS = 2
# So many words in a row by chance are rare.
_RUSSIAN_RUN = 6
# Enough to tell; a long text would cost too much.
_WORDS_TO_TRY = 300


def judge_cyrillic(found: Sample) -> Verdict:
    words = [word.word for word in found.cyrillic[:_WORDS_TO_TRY]]
    unknown = list(filterfalse(is_known, words))
    known = 1 - len(unknown) / len(words)
    if known >= _SURELY_RUSSIAN:
        return Verdict("ru", known)
    guessed = guess(found.text(found.cyrillic))
    profile = lexicon().foreign.get(guessed.language)
    if profile and guessed.together >= _LIKELY and _proves(profile, words, unknown):
        foreign = not _has_russian_run(profile, words)
        return Verdict(guessed.language, min(guessed.together, 0.97), foreign=foreign)
    if known >= _PERHAPS_RUSSIAN:
        return Verdict("ru", known)
    named = _of_the_peoples(words, unknown, guessed)
    if named is UNDETERMINED and RUSSIAN_LETTERS.issuperset("".join(words)):
        # Misspelt Russian looks Slavic still; other languages of Russia do not.
        slavic = guessed.language in _SLAVIC
        if known >= (_PERHAPS_SLAVIC if slavic else _HARDLY_RUSSIAN):
            return Verdict("ru", known)
    return named


def _proves(profile: Profile, words: Sequence[str], unknown: Sequence[str]) -> bool:
    """By words of its own, more than any language of Russia has here, or by letters that none has.
    Without its letters a text shows only words, and neighbours share many."""
    if _strange(profile, words):
        return False
    if sum(not profile.marks.isdisjoint(word) for word in words) >= profile.proof:
        return True
    own = _own_words(profile, unknown)
    peoples = max(_own_words(other, unknown) for other in lexicon().peoples.values())
    spelt = profile.proof == 1 or any(not profile.letters.isdisjoint(word) for word in words)
    return own > peoples and own >= (profile.proof if spelt else _PROOF_WITHOUT_LETTERS)


def _own_words(profile: Profile, words: Sequence[str]) -> int:
    return len({plain(word) for word in words} & profile.words)


def _strange(profile: Profile, words: Sequence[str]) -> bool:
    """Whether there are letters that the language does not have."""
    alphabet = RUSSIAN_LETTERS | profile.letters
    return sum(not alphabet.issuperset(word) for word in words) >= _STRANGE_WORDS


def _has_russian_run(profile: Profile, words: Sequence[str]) -> bool:
    """A Russian sentence beside the foreign ones."""
    run = 0
    for word in words:
        russian = is_known(word) and plain(word) not in profile.words
        run = run + 1 if russian else 0
        if run >= _RUSSIAN_RUN:
            return True
    return False


def _of_the_peoples(words: Sequence[str], unknown: Sequence[str], guessed: Guess) -> Verdict:
    """The language whose alphabet fits and that has the most words here."""
    peoples = lexicon().peoples
    special = frozenset("".join(words)) - RUSSIAN_LETTERS
    fitting = [code for code, of in peoples.items() if special and of.letters >= special]
    if len(fitting) == 1:
        return Verdict(fitting[0], _LIKELY)
    scores = {code: _own_words(peoples[code], unknown) for code in fitting or peoples}
    best = max(scores, key=lambda code: scores[code])
    if scores[best] >= (1 if fitting else _NAMED_BY):
        return Verdict(best, _LIKELY)
    fits = guessed.language in scores or guessed.language not in peoples
    if guessed.language in lexicon().at_home and fits and guessed.share >= _LIKELY:
        return Verdict(guessed.language, guessed.share)
    return UNDETERMINED
