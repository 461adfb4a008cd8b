"""Types of what people type in."""

import unicodedata
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, StringConstraints

# PostgreSQL's text refuses NUL; the other control characters only harm whoever reads it.
_CONTROLS = dict.fromkeys([*range(9), *range(11, 32), 127])


def _clean(text: str) -> str:
    return text.replace("\r\n", "\n").translate(_CONTROLS).strip()


def _says_something(text: str) -> str:
    """Blanks and invisible characters alone say nothing."""
    if not any(unicodedata.category(c)[0] in "LNPS" for c in text):
        raise ValueError("nothing to read")
    return text


_CLEAN, _MEANT = AfterValidator(_clean), AfterValidator(_says_something)
Words = Annotated[str, StringConstraints(max_length=200), _CLEAN]
Login = Annotated[str, StringConstraints(max_length=100), _CLEAN]
LongText = Annotated[str, StringConstraints(max_length=50_000), _CLEAN, _MEANT]
QuestionText = Annotated[str, StringConstraints(max_length=5_000), _CLEAN, _MEANT]
Reason = Annotated[str, StringConstraints(max_length=2_000), _CLEAN, _MEANT]
RegionCode = Annotated[str, StringConstraints(pattern=r"^[0-9]{2}$")]
Number = Annotated[str, StringConstraints(pattern=r"^[0-9A-Z-]{1,40}$")]


class Input(BaseModel):
    """A body we read: a field we do not know is an error, not a guess."""

    model_config = ConfigDict(extra="forbid")
