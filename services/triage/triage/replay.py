"""python -m priemnaya.regulation replay: which decisions would differ under other rules?"""

import argparse
import asyncio
import json
import os
import sys
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

from sqlalchemy import Row, func, select

from priemnaya.contracts.words import ApplicantRole, Channel, Line, QuestionKind
from priemnaya.regulation.calendar import DecreeDaysCountAs
from priemnaya.regulation.datafile import RegulationError, parse
from priemnaya.regulation.deadlines import deadline
from priemnaya.regulation.load import Regulations, load
from priemnaya.regulation.model import Regulation, Start
from priemnaya.runtime.clock import Clock
from priemnaya.runtime.db import database_of

from .deadlines.store import first_deadline
from .reviews.tables import CLASSIFICATIONS, REVIEWS
from .service import SERVICE
from .tables import APPEALS

AT_ONCE = 1000


def replay(arguments: Sequence[str]) -> int:
    asked = _parser().parse_args(arguments)
    url = asked.database or os.environ.get("DATABASE_URL")
    if not url:
        print("replay: set DATABASE_URL or --database to triage's own login", file=sys.stderr)
        return 2
    regulation = _regulation(asked)
    decided, differing = asyncio.run(_compare(url, regulation, asked.since))
    print(f"{decided} appeals, {differing} decided otherwise", file=sys.stderr)
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m priemnaya.regulation replay",
        description="Writes a JSON line for each past appeal that other rules decide otherwise.",
    )
    parser.add_argument("--version", required=True, help="the version to decide by")
    parser.add_argument("--since", required=True, type=date.fromisoformat, help="YYYY-MM-DD")
    parser.add_argument("--file", type=Path, help="other rules than those installed")
    parser.add_argument(
        "--decree-days",
        type=DecreeDaysCountAs,
        choices=list(DecreeDaysCountAs),
        help="another calendar: what days off by decree count as",
    )
    parser.add_argument("--database", help="PostgreSQL URL; without it DATABASE_URL")
    return parser


def _regulation(asked: argparse.Namespace) -> Regulation:
    known = _read(asked.file) if asked.file else load()
    found = known.named(asked.version)
    if asked.decree_days is None:
        return found
    counts = found.parameters.decree_days_count_as.model_copy(update={"value": asked.decree_days})
    parameters = found.parameters.model_copy(update={"decree_days_count_as": counts})
    return found.model_copy(update={"parameters": parameters})


def _read(path: Path) -> Regulations:
    try:
        return parse(path.read_text(encoding="utf-8"), path.name, Regulations)
    except (OSError, UnicodeDecodeError) as error:
        raise RegulationError(f"{path.name}: can not be read") from error


async def _compare(url: str, regulation: Regulation, since: date) -> tuple[int, int]:
    database = database_of(SERVICE, url, Clock())
    decided = differing = 0
    begin = datetime.combine(since, time(), tzinfo=regulation.zone)
    try:
        async with database.begin() as tx:
            rows = await tx.connection.stream(_decisions(begin), execution_options=_IN_PARTS)
            async for row in rows:
                decided += 1
                if changes := dict(_changes(row, regulation)):
                    differing += 1
                    line = {"number": row.number, "version": row.regulation_version, **changes}
                    print(json.dumps(line, ensure_ascii=False))
    finally:
        await database.engine.dispose()
    return decided, differing


_IN_PARTS = {"yield_per": AT_ONCE}


def _decisions(begin: datetime) -> Any:
    """The appeals registered since then, with what each was decided on."""
    grounds = (
        select(func.jsonb_agg(REVIEWS.c.proposals))
        .where(REVIEWS.c.appeal_id == APPEALS.c.id)
        .scalar_subquery()
    )
    return (
        select(
            APPEALS,
            CLASSIFICATIONS.c.role,
            CLASSIFICATIONS.c.question_kind,
            CLASSIFICATIONS.c.operator_in_force,
            grounds.label("grounds"),
        )
        .outerjoin(CLASSIFICATIONS, CLASSIFICATIONS.c.appeal_id == APPEALS.c.id)
        .where(APPEALS.c.registered_at >= begin)
        .order_by(APPEALS.c.registered_at, APPEALS.c.id)
    )


def _changes(row: Row[Any], regulation: Regulation) -> Iterator[tuple[str, dict[str, Any]]]:
    channel = Channel(row.channel)
    arrival = regulation.terms[channel].starts is Start.ARRIVAL
    due = deadline(regulation, channel, row.received_at if arrival else row.registered_at)
    was = first_deadline(row)
    if (was.due_at, was.clause) != (due.due_at, due.clause):
        yield (
            "due",
            _change(
                f"{_day(regulation, was.due_at)} by {was.clause}",
                f"{_day(regulation, due.due_at)} by {due.clause}",
            ),
        )
    rule = regulation.route(
        channel,
        ApplicantRole(row.role) if row.role else None,
        QuestionKind(row.question_kind) if row.question_kind else None,
        operator_in_force=bool(row.operator_in_force),
    )
    if (row.line, row.line_clause) != (rule.line, rule.clause):
        yield (
            "line",
            _change(f"{Line(row.line)} by {row.line_clause}", f"{rule.line} by {rule.clause}"),
        )
    for proposal in (p for review in row.grounds or () for p in review):
        now = regulation.grounds[proposal["ground"]]
        if (proposal["clause"], proposal["outcome"]) != (now.clause, now.outcome):
            yield (
                f"ground {proposal['ground']}",
                _change(
                    f"{proposal['outcome']} by {proposal['clause']}",
                    f"{now.outcome} by {now.clause}",
                ),
            )


def _change(before: str, after: str) -> dict[str, str]:
    return {"was": before, "would_be": after}


def _day(regulation: Regulation, moment: datetime) -> str:
    return regulation.day_of(moment).isoformat()
