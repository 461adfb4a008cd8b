"""Finds out what became of letters whose owner did not live to see the answer."""

from datetime import timedelta

import structlog

from notifier import actions
from notifier.domain import Outcome, Reason, State, after_probe
from notifier.settings import Settings
from priemnaya.runtime.service import Context

from . import store
from .probes import Probe, ProbeAway
from .store import Change, Stranded

log = structlog.get_logger()

BATCH = 50
# Then a person is asked, since terms go on running.
PATIENCE = timedelta(minutes=15)


class Resolver:
    """Any number may run: a letter that changed while its probe looked is left alone."""

    def __init__(self, context: Context, probe: Probe) -> None:
        settings: Settings = context.settings
        self._database = context.database
        self._probe = probe
        self._lease = timedelta(seconds=settings.lease)
        self._fence = timedelta(seconds=settings.fence)

    async def step(self) -> bool:
        async with self._database.begin() as tx:
            released = await store.release_overdue(tx, tx.now - self._lease)
            letters = await store.stranded(tx, tx.now - self._fence, BATCH)
            too_late = tx.now - self._fence - PATIENCE
        changes = []
        for letter in letters:
            outcome = await self._look(letter, patient=letter.since > too_late)
            if outcome is not None:
                changes.append(Change(letter, outcome, seen=letter.since))
        if changes:
            async with self._database.begin() as tx:
                await actions.conclude(tx, changes)
        return bool(released or changes)

    async def _look(self, letter: Stranded, patient: bool) -> Outcome | None:
        """Null where the probe can not be asked just now."""
        try:
            sighting, evidence = await self._probe.look(letter)
        except ProbeAway as away:
            log.warning("probe_away", reason=str(away))
            return None if patient else Outcome(State.DOUBT, Reason.DOUBT)
        return after_probe(sighting, letter.reason, evidence)
