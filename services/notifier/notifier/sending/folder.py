"""The way out of an installation without a mail relay: letters become files."""

import asyncio
import os
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Generic, TypeVar

from notifier.domain import CUT, DROPPED, Outcome, State
from priemnaya.runtime.blobs import BlobStore

from .body import Body
from .carriers import Ready
from .store import Claimed

OLD_DRAFT = 3600.0

ItemT = TypeVar("ItemT")


class FolderCarrier:
    """A letter is the file `<id>.eml`; written again it is the same file with the same bytes."""

    def __init__(self, folder: Path, blobs: BlobStore) -> None:
        self._folder = folder
        self._blobs = blobs
        self._swept = False
        self._drafts = Together(_write_all)
        self._names = Together(_name_all)

    async def reach(self) -> None:
        if not self._swept:
            await asyncio.to_thread(self._sweep)
            self._swept = True

    def _sweep(self) -> None:
        """Away with what a killed process left half written."""
        self._folder.mkdir(parents=True, exist_ok=True)
        for path in self._folder.glob(".*.part"):
            if time.time() - path.stat().st_mtime > OLD_DRAFT:
                path.unlink(missing_ok=True)

    async def prepare(self, letter: Claimed) -> Ready | Outcome:
        path = self._folder / f"{letter.id}.eml"
        draft = self._folder / f".{letter.id}.{letter.attempt}.part"
        try:
            with closing(await Body.of(letter, self._blobs)) as body:
                await self._drafts.do((draft, body))
        except OSError:
            return DROPPED

        async def complete(within: float) -> Outcome:
            try:
                await self._names.do((draft, path))
            except OSError:
                return CUT
            return Outcome(State.SENT, None, path.name)

        return Ready(complete, lambda: draft.unlink(missing_ok=True))

    def tidy(self) -> None:
        pass

    def close(self) -> None:
        pass


class Together(Generic[ItemT]):
    """Does in one go what several letters want done at about the same time."""

    def __init__(self, work: Callable[[list[ItemT]], None]) -> None:
        self._work = work
        self._waiting: list[tuple[ItemT, asyncio.Future[None]]] = []
        self._working: asyncio.Task[None] | None = None

    async def do(self, item: ItemT) -> None:
        done: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.append((item, done))
        if self._working is None or self._working.done():
            self._working = asyncio.create_task(self._go())
        await done

    async def _go(self) -> None:
        while self._waiting:
            waiting, self._waiting = self._waiting, []
            error: Exception | None = None
            try:
                await asyncio.to_thread(self._work, [item for item, _ in waiting])
            except Exception as raised:
                error = raised
            for _, done in waiting:
                if done.done():
                    continue
                if error is None:
                    done.set_result(None)
                else:
                    done.set_exception(error)


def _write_all(drafts: list[tuple[Path, Body]]) -> None:
    for path, body in drafts:
        # Letters are for their readers' eyes: not even the group gets to see them.
        with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
            file.writelines(body.pieces_now())
            file.flush()
            os.fsync(file.fileno())


def _name_all(names: list[tuple[Path, Path]]) -> None:
    """All in one folder."""
    for draft, path in names:
        os.rename(draft, path)
    folder = os.open(names[0][1].parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
