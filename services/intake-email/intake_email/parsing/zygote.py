"""python -m intake_email.parsing.zygote FD MODULE:FUNCTION

Imports everything once and forks a child for each socket that its owner sends over FD. A child
applies the function to one item after the other and ends when its owner closes the socket.
"""

import gc
import os
import pickle
import resource
import signal
import socket
import struct
import sys
from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from typing import Any, BinaryIO

LENGTH = struct.Struct("!I")
OVERTIME = 1.0


@dataclass(frozen=True)
class Limits:
    """Of one item: seconds by the clock and of processor time, and bytes of address space."""

    seconds: float
    cpu_seconds: int
    memory: int


@dataclass(frozen=True)
class Task:
    """`common` goes to the function together with each of the items."""

    limits: Limits
    common: Any
    items: tuple[str, ...]


def main(control: socket.socket, function: Callable[[Any, str], bytes]) -> None:
    # Children are reaped by the kernel; a crash leaves no core file with a letter in it.
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    gc.collect()
    gc.freeze()
    while True:
        message, descriptors, _, _ = socket.recv_fds(control, 1, 1)
        if not message:
            return
        pid = os.fork()
        if pid == 0:
            control.close()
            _serve(socket.socket(fileno=descriptors[0]), function)
            os._exit(0)
        os.close(descriptors[0])
        control.sendall(LENGTH.pack(pid))


def _serve(owner: socket.socket, function: Callable[[Any, str], bytes]) -> None:
    with owner.makefile("rb") as incoming, owner.makefile("wb") as outgoing:
        while task := _next(incoming):
            for item in task.items:
                _limit(task.limits)
                result = function(task.common, item)
                signal.setitimer(signal.ITIMER_REAL, 0)
                outgoing.write(LENGTH.pack(len(result)) + result)
                outgoing.flush()


def _next(incoming: BinaryIO) -> Task | None:
    head = incoming.read(LENGTH.size)
    if not head:
        return None
    # From our own service; what goes the other way is JSON, for a letter may have taken us over.
    task: Task = pickle.loads(incoming.read(LENGTH.unpack(head)[0]))  # noqa: S301
    return task


def _limit(limits: Limits) -> None:
    used = sum(resource.getrusage(resource.RUSAGE_SELF)[:2])
    resource.setrlimit(resource.RLIMIT_CPU, (int(used) + limits.cpu_seconds, -1))
    resource.setrlimit(resource.RLIMIT_AS, (limits.memory, -1))
    # The owner, who measures the time and would kill us, may be gone.
    signal.setitimer(signal.ITIMER_REAL, limits.seconds + OVERTIME)


if __name__ == "__main__":
    module, _, name = sys.argv[2].partition(":")
    main(socket.socket(fileno=int(sys.argv[1])), getattr(import_module(module), name))
