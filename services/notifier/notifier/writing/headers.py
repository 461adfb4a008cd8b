"""What may stand in the header of an outgoing letter.

Everything that came from outside goes through here as a plain string: the standard library of
some interpreters lets an encoded line break in a received subject out as a new header line.
"""

import re
from base64 import b64encode
from collections.abc import Iterable, Sequence

SUBJECT_LIMIT = 200
MOST_REFERENCES = 20

# Control characters, line separators, direction overrides, halves of surrogate pairs.
_UNFIT = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]+")
_SPACES = re.compile(r"\s+")
_MESSAGE_ID = re.compile(r"[!-;=?-~]{1,160}@[!-;=?-~]{1,80}")
_ATOM = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
_LOCAL_PART = re.compile(rf"{_ATOM}(?:\.{_ATOM})*")
_LABEL = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?")
# Bytes of UTF-8 in one encoded word: with the name `Subject: ` the line stays under 76.
_WORD_BYTES = 39
_PLAIN = re.compile(r"[ -~]{0,60}")


def clean(value: str, limit: int = SUBJECT_LIMIT) -> str:
    """One line without anything that could end it."""
    return _SPACES.sub(" ", _UNFIT.sub(" ", value)).strip()[:limit].rstrip()


def encoded(value: str) -> str:
    """A cleaned text as a header carries it (RFC 2047), folded."""
    if _PLAIN.fullmatch(value) and "=?" not in value:
        return value
    return "\r\n ".join(f"=?utf-8?b?{b64encode(word).decode()}?=" for word in _words(value))


def _words(value: str) -> Iterable[bytes]:
    word = b""
    for character in value:
        octets = character.encode()
        if len(word) + len(octets) > _WORD_BYTES:
            yield word
            word = b""
        word += octets
    yield word


def usable_address(address: str | None) -> str | None:
    """The address as SMTP takes it (an addr-spec in ASCII), or null.

    A national domain becomes its ASCII form; quoted and national local parts are not usable,
    since not every relay on the way carries them.
    """
    local, _, domain = (address or "").strip().rpartition("@")
    try:
        domain = domain.encode("idna").decode()
    except UnicodeError:
        return None
    labels = domain.split(".")
    fits = len(local) <= 64 and len(local) + len(domain) < 254 and len(labels) > 1
    if fits and _LOCAL_PART.fullmatch(local) and all(map(_LABEL.fullmatch, labels)):
        return f"{local}@{domain}"
    return None


def is_mailbox(address: str, mailbox: str) -> bool:
    """Whether a letter to the address would come back to ourselves."""
    local, _, domain = address.lower().partition("@")
    return f"{local.partition('+')[0]}@{domain}" == mailbox.lower()


def message_ids(candidates: Sequence[str | None]) -> list[str]:
    """Those that are well formed, each once; of many the first and the latest ones."""
    known = dict.fromkeys(
        id_ for id_ in candidates if id_ is not None and _MESSAGE_ID.fullmatch(id_)
    )
    ids = list(known)
    return ids if len(ids) <= MOST_REFERENCES else [ids[0], *ids[1 - MOST_REFERENCES :]]
