"""Refusals as application/problem+json (RFC 9457). Input values are never echoed."""

from collections.abc import Mapping
from http import HTTPStatus
from types import MappingProxyType
from typing import Any, ClassVar

import structlog
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from starlette.exceptions import HTTPException

from priemnaya.bus.consumer import is_passing

log = structlog.get_logger()

RETRY_AFTER = "5"


class Problem(Exception):
    """An expected refusal: a subclass names its slug, status and title."""

    slug: ClassVar[str] = "problem"
    status: ClassVar[int] = 400
    title: ClassVar[str] = "The request can not be served"
    headers: Mapping[str, str] = MappingProxyType({})


class Unauthenticated(Problem):
    slug, status, title = "unauthenticated", 401, "Sign in or send a valid token"


class Forbidden(Problem):
    slug, status, title = "forbidden", 403, "This role may not do that"


class NotFound(Problem):
    slug, status, title = "not-found", 404, "There is no such thing here"


class TooLarge(Problem):
    slug, status, title = "too-large", 413, "The body is too large"


class PreconditionRequired(Problem):
    slug, status, title = "precondition-required", 428, "Send If-Match with the version you saw"


class PreconditionFailed(Problem):
    slug, status, title = "precondition-failed", 412, "Somebody changed it in the meantime"


class Away(Problem):
    slug, status, title = "temporarily-away", 503, "Try again in a moment"
    headers = MappingProxyType({"Retry-After": RETRY_AFTER})


def problem_response(
    status: int,
    slug: str,
    title: str,
    errors: list[dict[str, str]] | None = None,
    headers: Mapping[str, str] | None = None,
) -> JSONResponse:
    body: dict[str, Any] = {"type": f"about:blank#{slug}", "title": title, "status": status}
    body["code"] = slug
    if errors:
        body["errors"] = errors
    return JSONResponse(
        body, status, media_type="application/problem+json", headers=dict(headers or {})
    )


def install(app: FastAPI) -> None:
    app.add_exception_handler(Problem, _problem)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(Exception, _unexpected)
    for kind in (DBAPIError, PoolTimeout, OSError, TimeoutError):
        app.add_exception_handler(kind, _passing)


async def _problem(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, Problem)
    return problem_response(error.status, error.slug, error.title, headers=error.headers)


async def _http(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, HTTPException)
    if error.status_code == TooLarge.status:
        # The standard phrase changed between versions of Python.
        return problem_response(TooLarge.status, TooLarge.slug, TooLarge.title)
    phrase = HTTPStatus(error.status_code).phrase
    slug = phrase.lower().replace(" ", "-")
    return problem_response(error.status_code, slug, phrase, headers=error.headers)


async def _invalid(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, RequestValidationError)
    kinds = {e["type"] for e in error.errors()}
    if "json_invalid" in kinds:
        return problem_response(400, "broken-json", "The body is not JSON")
    errors = [
        {"pointer": "/" + "/".join(str(part) for part in e["loc"][1:]), "code": e["type"]}
        for e in error.errors()
    ]
    return problem_response(422, "invalid", "Some fields are not as expected", errors)


async def _passing(request: Request, error: Exception) -> JSONResponse:
    if isinstance(error, PoolTimeout) or is_passing(error):
        log.warning("dependency_away", error=type(error).__name__, path=request.url.path)
        return problem_response(503, Away.slug, Away.title, headers=Away.headers)
    return await _unexpected(request, error)


async def _unexpected(request: Request, error: Exception) -> JSONResponse:
    log.error("request_failed", path=request.url.path, exc_info=error)
    return problem_response(500, "internal", "Something went wrong on our side")
