"""What a mail address tells about whom it belongs to."""

import re
from collections.abc import Mapping

from .lists import load_lists

_ADDRESS = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}")
_NOWHERE = frozenset({"invalid", "localhost", "local", "localdomain"})


def find_addresses(text: str) -> list[str]:
    return [found.strip(".").lower() for found in _ADDRESS.findall(text)]


def domain_of(address: str) -> str:
    return address.strip("<> ").rpartition("@")[2].lower()


def is_usable(address: str | None) -> bool:
    """Whether an answer sent there would reach anybody."""
    named = _ADDRESS.fullmatch((address or "").strip("<> "))
    if not named or domain_of(named[0]).rpartition(".")[2] in _NOWHERE:
        return False
    return not named[0].lower().startswith(tuple(_lists()["unread"]))


def is_disposable(address: str | None) -> bool:
    labels = domain_of(address or "").split(".")
    return any(".".join(labels[n:]) in _lists()["disposable"] for n in range(len(labels)))


def is_of_office(address: str) -> bool:
    """Whether the mailbox bears the name of a service, not of a person."""
    name = re.split(r"[@+._-]", address.strip("<> ").lower(), maxsplit=1)[0]
    return name in _lists()["of-office"] or address.lower().startswith(tuple(_lists()["unread"]))


def _lists() -> Mapping[str, frozenset[str]]:
    return load_lists(__package__, "addresses.yaml")
