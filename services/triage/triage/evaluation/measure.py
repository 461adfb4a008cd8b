"""python -m triage eval [--misses] [--labels]: precision and recall, set by set."""

import argparse
import json
import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from importlib.resources import files
from typing import Any

from priemnaya.regulation.load import load
from triage.workbench import Line, decide

from . import labels

_LISTS = {"grounds": "proposals", "alarms": "alarms", "missing": "missing"}


@dataclass(frozen=True)
class Sample:
    """`expect` holds what must come out, by name; what it does not name is not judged."""

    set: str
    line: Line
    expect: Mapping[str, Any]


@dataclass
class Tally:
    """Of one thing that is decided. For a list, `right` counts entries and `rows` texts; for a
    single value both count texts."""

    right: int = 0
    wrong: int = 0
    missed: int = 0
    rows: int = 0

    @property
    def precision(self) -> float:
        return self.right / (self.right + self.wrong) if self.right + self.wrong else 1.0

    @property
    def recall(self) -> float:
        return self.right / (self.right + self.missed) if self.right + self.missed else 1.0


@dataclass
class Report:
    """Tallies by set and what is decided, and the samples that came out otherwise."""

    tallies: dict[tuple[str, str], Tally] = field(default_factory=dict)
    misses: list[tuple[Sample, str, Any, Any]] = field(default_factory=list)

    def tally(self, set_: str, name: str) -> Tally:
        return self.tallies.setdefault((set_, name), Tally())


def shipped() -> Iterator[Sample]:
    for file in sorted(files(__package__).joinpath("sets").iterdir(), key=lambda f: f.name):
        name = file.name.removesuffix(".jsonl")
        for raw in file.read_text(encoding="utf-8").splitlines():
            row = json.loads(raw)
            yield Sample(name, Line.model_validate(row), row["expect"])


def measure(samples: Iterable[Sample]) -> Report:
    regulation, report = load().at(datetime.now(UTC)), Report()
    for sample in samples:
        answer = decide(sample.line, regulation)
        for name, wanted in sample.expect.items():
            found = _found(answer, name)
            if name in _LISTS:
                right = _judge_list(report, sample.set, name, wanted, found)
            else:
                right = _judge_value(report.tally(sample.set, name), name, wanted, found)
            if not right:
                report.misses.append((sample, name, wanted, found))
    return report


def _found(answer: Mapping[str, Any], name: str) -> Any:
    key = {"grounds": "ground", "alarms": "danger"}.get(name)
    found = answer[_LISTS.get(name, name)]
    return sorted({entry[key] for entry in found}) if key else found


def _judge_list(
    report: Report, set_: str, name: str, wanted: Sequence[str], found: Sequence[str]
) -> bool:
    for entry in {*wanted, *found}:
        tally = report.tally(set_, entry)
        tally.right += entry in wanted and entry in found
        tally.wrong += entry not in wanted
        tally.missed += entry not in found
    report.tally(set_, name).rows += 1
    return set(wanted) == set(found)


def _judge_value(tally: Tally, name: str, wanted: Any, found: Any) -> bool:
    right: bool = _plain(wanted) == _plain(found)
    tally.rows += 1
    tally.right += right
    tally.wrong += not right
    tally.missed += not right
    return right


def _plain(value: Any) -> Any:
    """Case, ё, white space and the marks at the ends are no difference."""
    if isinstance(value, str):
        return re.sub(r"\s+", " ", value).strip(" .!?…;,:—-").lower().replace("ё", "е")
    if isinstance(value, list):
        return [_plain(one) for one in value]
    if isinstance(value, dict):
        return {key: _plain(one) for key, one in value.items()}
    return value


def show(report: Report) -> str:
    lines = [f"{'set':<16}{'decision':<22}{'precision':>10}{'recall':>8}{'wrong':>7}{'missed':>8}"]
    for (set_, name), tally in sorted(report.tallies.items()):
        if tally.right or tally.wrong or tally.missed:
            lines.append(
                f"{set_:<16}{name:<22}{tally.precision:>10.3f}{tally.recall:>8.3f}"
                f"{tally.wrong:>7}{tally.missed:>8}"
            )
    rows = Counter(set_ for (set_, _), tally in report.tallies.items() if tally.rows)
    return "\n".join([*lines, f"{len(report.misses)} decisions differ in {len(rows)} sets"])


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--set", help="only this one")
    parser.add_argument("--misses", action="store_true", help="shows each text that differs")
    parser.add_argument(
        "--labels", help="PostgreSQL URL: also measure against what staff set right"
    )


def run(asked: argparse.Namespace) -> int:
    samples = [s for s in shipped() if asked.set in (None, s.set)]
    if asked.labels:
        samples += [Sample(*row) for row in labels.read(asked.labels)]
    report = measure(samples)
    for sample, name, wanted, found in report.misses if asked.misses else ():
        text = json.dumps(sample.line.text, ensure_ascii=False)
        sys.stdout.write(f"{sample.line.id} {name}: wanted {wanted}, found {found}\n  {text}\n")
    sys.stdout.write(show(report) + "\n")
    return 0
