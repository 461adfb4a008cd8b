"""Who a member of staff is."""

from enum import StrEnum
from uuid import UUID

from pydantic import BaseModel

from .tx import Actor


class Role(StrEnum):
    REGISTRAR = "registrar"
    LINE1 = "line1"
    HEAD = "head"
    OPERATOR = "operator"
    DEVELOPER = "developer"
    AUDITOR = "auditor"
    ADMIN = "admin"


EVERYONE = frozenset(Role)


class Identity(BaseModel):
    """A signed-in member of staff; `region` only for a regional operator."""

    id: UUID
    login: str
    name: str
    role: Role
    region: str | None = None

    @property
    def actor(self) -> Actor:
        return Actor(self.login, self.role, self.region or "")
