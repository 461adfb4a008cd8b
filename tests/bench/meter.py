"""CPU time and peak memory of the services and of the two servers under them."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field

import psutil

from tests.support.processes import Program

SERVERS = {"postgres": "PostgreSQL", "beam.smp": "RabbitMQ"}


@dataclass
class Meter:
    """Samples twice a second: a worker that ends between two samples keeps its last figure."""

    programs: Mapping[str, Program]
    cpu: dict[tuple[str, int], tuple[float, float]] = field(default_factory=dict)
    memory: dict[str, int] = field(default_factory=dict)
    _stopped: asyncio.Event = field(default_factory=asyncio.Event)

    async def run(self) -> None:
        while not self._stopped.is_set():
            self._sample()
            try:
                await asyncio.wait_for(self._stopped.wait(), 0.5)
            except TimeoutError:
                continue
        self._sample()

    def stop(self) -> None:
        self._stopped.set()

    def seconds(self) -> dict[str, float]:
        """CPU seconds spent since the first sample, by name."""
        total: dict[str, float] = {}
        for (name, _), (first, last) in self.cpu.items():
            total[name] = total.get(name, 0.0) + last - first
        return total

    def _sample(self) -> None:
        found = [(name, p) for name, prog in self.programs.items() for p in prog.tree()]
        for process in psutil.process_iter(["name"]):
            if process.info["name"] in SERVERS:
                found.append((SERVERS[process.info["name"]], process))
        memory: dict[str, int] = {}
        for name, process in found:
            try:
                times = process.cpu_times()
                memory[name] = memory.get(name, 0) + process.memory_info().rss
            except psutil.Error:
                continue
            self._note(name, process.pid, times.user + times.system)
        for name, size in memory.items():
            self.memory[name] = max(size, self.memory.get(name, 0))

    def _note(self, name: str, pid: int, spent: float) -> None:
        first = self.cpu.get((name, pid), (spent, spent))[0]
        self.cpu[name, pid] = (first, spent)
