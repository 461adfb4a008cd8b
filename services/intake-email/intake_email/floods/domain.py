"""How much is too much: pure counting."""

from collections import Counter
from dataclasses import dataclass, field
from enum import StrEnum

from intake_email.letters.parse import Letter
from intake_email.settings import Floods


class Flow(StrEnum):
    """`QUIET`: nothing is written back by itself. `TOO_MANY`: a person looks first."""

    USUAL = "usual"
    QUIET = "quiet"
    TOO_MANY = "too_many"


@dataclass
class Traffic:
    """Letters of people: of the last hour by sender and by sender and appeal, of the last minute by
    the sender's domain and together."""

    limits: Floods
    by_sender: Counter[str] = field(default_factory=Counter)
    by_thread: Counter[tuple[str, str]] = field(default_factory=Counter)
    by_domain: Counter[str] = field(default_factory=Counter)
    together: int = 0

    def count(self, letter: Letter, continues: str | None) -> Flow:
        """Counts one more, and says what it is."""
        sender, domain = sender_of(letter)
        self.by_sender[sender] += 1
        self.by_domain[domain] += 1
        self.together += 1
        if continues is not None:
            self.by_thread[sender, continues] += 1
        thread = self.by_thread[sender, continues] if continues else 0
        if self.by_sender[sender] > self.limits.sender or thread > self.limits.thread:
            return Flow.TOO_MANY
        crowded = self.by_domain[domain] > self.limits.domain or self.together > self.limits.all
        return Flow.QUIET if crowded else Flow.USUAL


def sender_of(letter: Letter) -> tuple[str, str]:
    """The address and its domain, both '' where there is none."""
    address = (letter.from_addr or "").lower()
    return address, address.rpartition("@")[2]
