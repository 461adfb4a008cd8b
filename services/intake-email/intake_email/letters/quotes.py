"""The new text of a reply, without the letter it answers."""

import re

_ATTRIBUTION = re.compile(
    r".*\b(?:wrote|writes|пишет|писал|писала|писал\(а\)|написал|написала|написал\(а\))\s*:\s*",
    re.IGNORECASE,
)
# With fewer words a name or a date stands on the line before.
_FEWEST_WORDS = 3


def new_text(text: str) -> str:
    """Cuts one block of quotation at the very end; anything less plain stays whole."""
    lines = text.rstrip().split("\n")
    end = len(lines)
    while end and (lines[end - 1].startswith(">") or not lines[end - 1].strip()):
        end -= 1
    if end == len(lines):
        return text
    if end and _ATTRIBUTION.fullmatch(lines[end - 1]):
        end -= 1 if len(lines[end - 1].split()) >= _FEWEST_WORDS else 2
    return "\n".join(lines[: max(end, 0)]).rstrip() or text
