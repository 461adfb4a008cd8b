"""Taking note of an alarm."""

from fastapi import APIRouter, Response

from escalation.cases.actions import seen
from escalation.changes import PREFIX, Coordinator, Version, changed
from escalation.fields import Number
from escalation.reading.schemas import Appeal

from . import actions

router = APIRouter(
    prefix=PREFIX, tags=["alarms"], generate_unique_id_function=lambda route: route.name
)


@router.post("/alarm/acknowledgement")
async def acknowledge_alarm(
    desk: Coordinator, number: Number, version: Version, response: Response
) -> Appeal:
    """The appeal goes back to its place in the lists; who took note and when is kept."""
    case = await seen(desk.tx, number, version)
    await actions.acknowledge(desk.tx, desk.identity, case)
    return await changed(desk, case, response)
