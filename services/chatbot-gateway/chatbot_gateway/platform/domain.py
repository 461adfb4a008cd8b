"""Whom the platform vouches for, and what that one may see. Pure."""

from dataclasses import dataclass

from priemnaya.contracts.words import ApplicantRole


@dataclass(frozen=True)
class User:
    """A signed-in user of the platform; `linked` are the logins of a parent's participants."""

    login: str
    role: ApplicantRole | None = None
    linked: frozenset[str] = frozenset()

    @property
    def may_see(self) -> frozenset[str]:
        """Logins whose appeals are this user's to see."""
        return self.linked | {self.login}
