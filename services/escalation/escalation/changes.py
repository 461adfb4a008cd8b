"""What every change of an appeal has in common: the version it was made from, and its answer."""

import re
from typing import Annotated

from fastapi import Depends, Header, Response

from priemnaya.runtime.problems import PreconditionRequired
from priemnaya.runtime.staff import Desk, desk

from .cases.domain import COORDINATORS, Case
from .reading import actions as reading
from .reading.schemas import Appeal

PREFIX = "/v1/appeals/{number}"
Coordinator = Annotated[Desk, desk(*COORDINATORS)]


def _version(
    if_match: Annotated[str | None, Header(description='The ETag seen, such as "3"')] = None,
) -> int:
    """No version where the header is none of ours: then it fits no appeal."""
    if if_match is None:
        raise PreconditionRequired
    found = re.fullmatch(r'"([0-9]{1,9})"', if_match)
    return int(found[1]) if found else -1


Version = Annotated[int, Depends(_version)]


async def changed(desk: Desk, case: Case, response: Response) -> Appeal:
    response.headers["ETag"] = f'"{case.version}"'
    return await reading.appeal(desk.tx, desk.identity, case.number)
