"""One transaction for all letters that arrive while the one before is being committed."""

import asyncio
from dataclasses import dataclass

from priemnaya.runtime.problems import Away
from priemnaya.runtime.service import Context

from . import actions
from .actions import Accepted
from .domain import Arrival

MOST_AT_ONCE = 100


@dataclass(frozen=True)
class _Waiting:
    arrival: Arrival
    accepted: "asyncio.Future[Accepted]"


class Acceptance:
    """No answer is given before the commit; alone, a letter waits for nobody."""

    def __init__(self, context: Context) -> None:
        self._database = context.database
        self._waiting: list[_Waiting] = []
        self._turn = asyncio.Lock()

    async def accept(self, arrival: Arrival) -> Accepted:
        mine = _Waiting(arrival, asyncio.get_running_loop().create_future())
        self._waiting.append(mine)
        async with self._turn:
            # Turns come in the order of arrival, so those before are done and this one is next.
            if not mine.accepted.done():
                await self._accept_those_waiting()
        return mine.accepted.result()

    async def _accept_those_waiting(self) -> None:
        batch, self._waiting = self._waiting[:MOST_AT_ONCE], self._waiting[MOST_AT_ONCE:]
        try:
            async with self._database.begin() as tx:
                accepted = await actions.accept(tx, [one.arrival for one in batch])
        except BaseException:
            # Whose turn it is gets the error itself; it may also just have been cancelled.
            for one in batch:
                one.accepted.set_exception(Away())
                one.accepted.exception()
            raise
        for one, answer in zip(batch, accepted, strict=True):
            one.accepted.set_result(answer)
