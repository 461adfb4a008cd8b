"""Figures per source and in total, and every miss."""

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from intake_email.workbench import parse
from tests.corpus.expectations import GROUPS, Line

CORPUS = Path(__file__).parents[3] / "shared/mail-corpus"
REASONS = Path(__file__).with_name("reasons.yaml")


@dataclass(frozen=True)
class Miss:
    """`reason` says why we leave it so, if we do."""

    file: str
    group: str
    key: str
    wanted: Any
    reason: str | None


@dataclass
class Report:
    """`held` and `stated` count expectations by source and group."""

    letters: int = 0
    unread: list[str] = field(default_factory=list)
    stated: Counter[tuple[str, str]] = field(default_factory=Counter)
    held: Counter[tuple[str, str]] = field(default_factory=Counter)
    misses: list[Miss] = field(default_factory=list)

    @property
    def sources(self) -> list[str]:
        return sorted({source for source, _ in self.stated})

    def share(self, group: str, source: str | None = None) -> float:
        """Of the expectations of a group, in percent; of all sources if none is named."""
        sources = [source] if source else self.sources
        stated = sum(self.stated[name, group] for name in sources)
        return 100 * sum(self.held[name, group] for name in sources) / stated if stated else 100.0


def rows() -> list[dict[str, Any]]:
    lines = (CORPUS / "manifest.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


async def measured() -> Report:
    report = Report()
    reasons = _reasons()
    wanted = rows()
    # The addresses that the sources take for their own.
    own = {a for row in wanted for a in row.get("context", {}).get("own_addresses", [])}
    files = [CORPUS / row["file"] for row in wanted]
    position = 0
    async for line in parse(files, frozenset(own)):
        _compare(report, wanted[position], line, reasons)
        position += 1
    return report


def _reasons() -> dict[tuple[str, str], str]:
    """By group and letter."""
    groups = yaml.safe_load(REASONS.read_text(encoding="utf-8"))
    return {
        (group, file): reason
        for group, reasons in groups.items()
        for reason, files in reasons.items()
        for file in files
    }


def _compare(
    report: Report, row: dict[str, Any], line: Line, reasons: dict[tuple[str, str], str]
) -> None:
    report.letters += 1
    if "error" in line:
        report.unread.append(row["file"])
    for group, key, held in _verdicts(row["expect"], line):
        report.stated[row["source"], group] += 1
        report.held[row["source"], group] += held
        if not held:
            reason = reasons.get((group, row["file"]))
            report.misses.append(Miss(row["file"], group, key, row["expect"][key], reason))


def _verdicts(expect: dict[str, Any], line: Line) -> Iterator[tuple[str, str, bool]]:
    for group, checks in GROUPS.items():
        for key, check in checks.items():
            if key in expect:
                yield group, key, "error" not in line and check(line, expect[key])
