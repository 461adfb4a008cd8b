"""Hands work to forked children and survives whatever becomes of them."""

import asyncio
import os
import pickle
import signal
import socket
import subprocess
import sys
from collections.abc import AsyncGenerator
from contextlib import suppress
from dataclasses import dataclass

from .zygote import LENGTH, Task

ITEMS_BEFORE_RECYCLING = 2000
STARTS_WITHIN = 30.0

_LOST = (asyncio.IncompleteReadError, OSError, TimeoutError)


class ChildStopped(Exception):
    """The child died or hung over an item; those after it have no result."""


@dataclass
class _Child:
    pid: int
    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter
    items: int = 0

    async def result(self, within: float) -> bytes:
        async with asyncio.timeout(within):
            head = await self.reader.readexactly(LENGTH.size)
            return await self.reader.readexactly(LENGTH.unpack(head)[0])

    def dismiss(self) -> None:
        self.writer.close()

    def kill(self) -> None:
        # It may be stopped or spin, so closing its socket would not do.
        with suppress(ProcessLookupError):
            os.kill(self.pid, signal.SIGKILL)
        self.writer.close()


class Pool:
    """As many children as tasks run at the same time; `function` is "module:name"."""

    def __init__(self, function: str) -> None:
        self._function = function
        self._idle: list[_Child] = []
        self._zygote: subprocess.Popen[bytes] | None = None
        self._control: socket.socket | None = None
        self._births = asyncio.Lock()

    async def run(self, task: Task) -> AsyncGenerator[bytes]:
        """One result after the other; raises `ChildStopped` in place of the one that failed."""
        child = self._idle.pop() if self._idle else await self._born()
        packed = pickle.dumps(task)
        child.writer.write(LENGTH.pack(len(packed)) + packed)
        finished = 0
        try:
            for _ in task.items:
                yield await child.result(task.limits.seconds)
                finished += 1
        except _LOST as error:
            raise ChildStopped from error
        finally:
            if finished < len(task.items):
                child.kill()
            else:
                self._rest(child, finished)

    def _rest(self, child: _Child, finished: int) -> None:
        child.items += finished
        if child.items >= ITEMS_BEFORE_RECYCLING:
            child.dismiss()
        else:
            self._idle.append(child)

    async def close(self) -> None:
        """Children at work end with their task; the pool starts again when it is asked to."""
        for child in self._idle:
            child.dismiss()
        self._idle.clear()
        self._forget_zygote()

    async def _born(self) -> _Child:
        ours, theirs = socket.socketpair()
        with theirs:
            async with self._births:
                pid = await self._fork(theirs)
        reader, writer = await asyncio.open_connection(sock=ours)
        return _Child(pid, reader, writer)

    async def _fork(self, theirs: socket.socket) -> int:
        loop = asyncio.get_running_loop()
        for _ in range(2):
            control = self._control or self._start_zygote()
            with suppress(OSError):
                socket.send_fds(control, [b"f"], [theirs.fileno()])
                async with asyncio.timeout(STARTS_WITHIN):
                    answer = await loop.sock_recv(control, LENGTH.size)
                if answer:
                    return int(LENGTH.unpack(answer)[0])
            self._forget_zygote()
        raise ConnectionError("no process to read letters can be started")

    def _start_zygote(self) -> socket.socket:
        ours, theirs = socket.socketpair()
        ours.setblocking(False)
        with theirs:
            descriptor = theirs.fileno()
            module = f"{__package__}.zygote"
            self._zygote = subprocess.Popen(
                [sys.executable, "-m", module, str(descriptor), self._function],
                pass_fds=[descriptor],
                stdin=subprocess.DEVNULL,
                # An interrupt from the terminal is for the service, which then lets go of this.
                start_new_session=True,
            )
        self._control = ours
        return ours

    def _forget_zygote(self) -> None:
        if self._control is not None:
            self._control.close()
        if self._zygote is not None:
            self._zygote.kill()
            self._zygote.wait()
        self._control = self._zygote = None
