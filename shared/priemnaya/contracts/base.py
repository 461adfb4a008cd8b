"""The base class of every event and the registry that knows them all."""

from collections.abc import Iterator
from typing import Annotated, Any, ClassVar, Self
from uuid import UUID, uuid5

from pydantic import AwareDatetime, BaseModel, ConfigDict, StringConstraints

EVENT_NAMESPACE = UUID("6f1c3f0e-5a0b-5c5e-9a63-2f6c1d7f7a11")
TEXT_LIMIT = 100_000


class _Personal:
    """Marks a field that holds personal data: kept out of logs, nulled by erasure."""


PERSONAL = _Personal()
PersonalStr = Annotated[str, PERSONAL]
PersonalText = Annotated[str, StringConstraints(max_length=TEXT_LIMIT), PERSONAL]


def cut(text: str) -> tuple[str, bool]:
    """The text as events carry it, and whether anything was cut off."""
    return text[:TEXT_LIMIT], len(text) > TEXT_LIMIT


class Part(BaseModel):
    """A value inside an event; fields it does not know are ignored."""

    model_config = ConfigDict(frozen=True, extra="ignore")


class Event(Part):
    """A fact about one aggregate, in the past tense.

    `aggregate_id` and `seq` name the fact: saying it twice gives the same `event_id`, also after
    a crash or a restore. A state fact counts `seq` up per appeal; an additive one leaves it at 0
    and takes the id of the thing that was added as its aggregate.
    """

    NAME: ClassVar[str]
    VERSION: ClassVar[int]
    SAID_BY: ClassVar[tuple[str, ...]]

    aggregate_id: UUID
    seq: int = 0
    occurred_at: AwareDatetime

    def __init_subclass__(
        cls, *, name: str, said_by: tuple[str, ...], version: int = 1, **kwargs: Any
    ) -> None:
        super().__init_subclass__(**kwargs)
        cls.NAME, cls.VERSION, cls.SAID_BY = name, version, said_by
        if _registry.setdefault(cls.routing_key(), cls) is not cls:
            raise TypeError(f"event {cls.routing_key()} is declared twice")

    @classmethod
    def routing_key(cls) -> str:
        return f"{cls.NAME}.v{cls.VERSION}"

    @property
    def event_id(self) -> UUID:
        """The same for every version of the fact, so a hearer of both applies it once."""
        return uuid5(EVENT_NAMESPACE, f"{self.NAME}/{self.aggregate_id}/{self.seq}")

    @classmethod
    def parse(cls, body: bytes | str) -> Self:
        return cls.model_validate_json(body)


_registry: dict[str, type[Event]] = {}


def event_class(routing_key: str) -> type[Event] | None:
    return _registry.get(routing_key)


def all_events() -> Iterator[type[Event]]:
    """Every declared event, by routing key."""
    return iter(sorted(_registry.values(), key=lambda cls: cls.routing_key()))


def personal_fields(cls: type[BaseModel]) -> frozenset[str]:
    return frozenset(name for name, field in cls.model_fields.items() if PERSONAL in field.metadata)
