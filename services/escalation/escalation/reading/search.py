"""Words as they are searched: small letters, ё as е."""

# Longer than any subject or address worth searching by its end.
LONGEST = 1_000


def fold(text: str) -> str:
    return text.lower().replace("ё", "е")


def words_of(*parts: str | None) -> str:
    return fold(" ".join(filter(None, parts)))[:LONGEST]


def patterns(asked: str) -> list[str]:
    """One LIKE pattern for every word, the longest first: the index helps that one most."""
    words = sorted(set(fold(asked).split()), key=lambda word: (-len(word), word))
    return [f"%{_escaped(word)}%" for word in words]


def _escaped(word: str) -> str:
    return "".join(f"\\{c}" if c in "\\%_" else c for c in word)
