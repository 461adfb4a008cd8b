"""Types of what people type in."""

import re
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


# RFC 5321, without quoted local parts; each class is followed by what it does not hold.
_ADDRESS = re.compile(r"[a-z0-9!#$%&'*+/=?^_`{|}~.-]{1,64}@[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63})+")


def normalised_address(typed: str) -> str:
    """In small letters, a national domain in its ASCII form. Raises `ValueError`."""
    local, _, domain = typed.strip().lower().rpartition("@")
    # A UnicodeError is a ValueError.
    address = f"{local}@{domain.encode('idna').decode()}"
    if len(address) > 254 or not _ADDRESS.fullmatch(address):
        raise ValueError("not a mail address")
    return address


_CLEAN, _MEANT = AfterValidator(_clean), AfterValidator(_says_something)
Words = Annotated[str, StringConstraints(max_length=200), _CLEAN]
Login = Annotated[str, StringConstraints(max_length=100), _CLEAN]
LongText = Annotated[str, StringConstraints(max_length=50_000), _CLEAN, _MEANT]
QuestionText = Annotated[str, StringConstraints(max_length=5_000), _CLEAN, _MEANT]
Reason = Annotated[str, StringConstraints(max_length=2_000), _CLEAN, _MEANT]
RegionCode = Annotated[str, StringConstraints(pattern=r"^[0-9]{2}$")]
MailAddress = Annotated[str, StringConstraints(max_length=254), AfterValidator(normalised_address)]
Number = Annotated[str, StringConstraints(pattern=r"^[0-9A-Z-]{1,40}$")]


class Input(BaseModel):
    """A body we read: a field we do not know is an error, not a guess."""

    model_config = ConfigDict(extra="forbid")
