"""The states of an offer, and the message of an appeal of its own."""

from enum import StrEnum
from typing import Any
from uuid import uuid5

from priemnaya.contracts.messages import MessageReceived


class State(StrEnum):
    OFFERED = "offered"
    SEPARATED = "separated"
    KEPT = "kept"


def of_its_own(heard: Any) -> MessageReceived:
    """The message without what made it join, under an id of its own; it keeps its arrival, from
    which terms run."""
    message = MessageReceived.model_validate(heard)
    thread = message.thread.model_copy(update={"references": ()}) if message.thread else None
    return message.model_copy(
        update={
            "aggregate_id": uuid5(message.aggregate_id, "separated"),
            "continues": None,
            "content_hash": None,
            "thread": thread,
        }
    )
