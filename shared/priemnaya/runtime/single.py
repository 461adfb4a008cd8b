"""All services and the staff pages in one process: `make run`."""

import json
import os
import secrets
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path

from fastapi import FastAPI, Request
from fastapi.responses import FileResponse, Response
from pydantic import SecretStr
from starlette.exceptions import HTTPException

from . import problems
from .db import with_login
from .host import Hosted, host, make_transport
from .migrate import login, migrate
from .service import Access, Service, Sessions
from .settings import RuntimeSettings

POLICY = (
    "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:;"
    " frame-ancestors 'none'; base-uri 'none'; form-action 'self'"
)


class Secrets:
    """Random secrets kept in a file only its owner reads, made once."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._known: dict[str, str] = json.loads(path.read_text()) if path.exists() else {}

    def get(self, name: str) -> str:
        if name not in self._known:
            self._known[name] = secrets.token_urlsafe(24)
            write_private(self._path, json.dumps(self._known, indent=2))
        return self._known[name]


def write_private(path: Path, text: str) -> None:
    """Replaces the file at once; it never stands there with a wider mode."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_suffix(".new")
    draft.unlink(missing_ok=True)
    with open(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(text)
    draft.rename(path)


def provide_secrets(services: Sequence[Service], kept: Secrets) -> None:
    """Gives every secret that the environment leaves out a random value of its own."""
    for service in services:
        for name, field in service.settings.model_fields.items():
            if field.annotation is SecretStr and field.is_required():
                prefix = service.settings.model_config.get("env_prefix", "")
                variable = str(field.validation_alias or f"{prefix}{name}").upper()
                os.environ.setdefault(variable, kept.get(variable))


async def prepare(
    settings: RuntimeSettings, services: Sequence[Service], secret: Callable[[str], str]
) -> list[Hosted]:
    """Migrates as admin, then puts every service on its own login over one transport."""
    admin_url = settings.database_url.get_secret_value()
    passwords = {s.name: secret(f"DB_PASSWORD_{s.schema.upper()}") for s in services}
    await migrate(admin_url, settings.ns, services, passwords)
    urls = {
        s.name: with_login(admin_url, settings.ns, login(settings.ns, s), passwords[s.name])
        for s in services
    }
    return together(settings, services, urls)


def together(
    settings: RuntimeSettings, services: Sequence[Service], urls: Mapping[str, str]
) -> list[Hosted]:
    """`urls` are the services' own logins by their names."""
    transport = make_transport(settings, services)
    # The owner of the accounts first: the others look sessions up with it.
    owners = [host(s, settings, urls[s.name], transport) for s in services if s.sessions]
    sessions: Sessions | None = owners[0].context.identify if owners else None
    others = [
        host(s, settings, urls[s.name], transport, sessions) for s in services if not s.sessions
    ]
    return sorted([*owners, *others], key=lambda hosted: hosted.service.name)


def build_all(hosted: Sequence[Hosted], pages: Path) -> FastAPI:
    """Every service under `/api/<service>`, the staff pages at `/`."""

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        # A mounted app's own lifespan is not run by its parent.
        async with AsyncExitStack() as stack:
            for one in hosted:
                await stack.enter_async_context(one.app.router.lifespan_context(one.app))
            yield

    app = FastAPI(lifespan=lifespan, openapi_url=None, docs_url=None, redoc_url=None)
    problems.install(app)
    for one in hosted:
        app.mount(f"/api/{one.service.name}", one.app)
    _serve_pages(app, pages)
    return app


def _serve_pages(app: FastAPI, pages: Path) -> None:
    @app.get("/{path:path}", include_in_schema=False)
    async def page(request: Request, path: str) -> Response:
        if path.startswith("api/"):
            raise HTTPException(404)
        file = (pages / path).resolve()
        inside = file.is_file() and file.is_relative_to(pages.resolve())
        answer = FileResponse(file if inside else pages / "index.html")
        answer.headers["Content-Security-Policy"] = POLICY
        answer.headers["X-Content-Type-Options"] = "nosniff"
        answer.headers["Referrer-Policy"] = "same-origin"
        return answer


async def seed(hosted: Sequence[Hosted], access: Access, demo: bool, path: Path) -> None:
    for one in hosted:
        if one.service.seed is not None:
            await one.service.seed(one.context, access, demo)
    write_private(path, access.model_dump_json(indent=2))


async def close(hosted: Sequence[Hosted]) -> None:
    for one in hosted:
        await one.app.state.transport.close()
        await one.context.database.engine.dispose()


def announce(access: Access, write: Mapping[str, Path]) -> str:
    lines = [f"Ready: {access.url}", ""]
    for account in access.accounts:
        region = f" ({account['region']})" if account.get("region") else ""
        lines.append(
            f"  {account['login']:<12} {account['password']:<16} {account['role']}{region}"
        )
    lines += ["", *(f"  {name} token: {token}" for name, token in access.tokens.items())]
    lines += ["", *(f"  {name}: {path}" for name, path in write.items())]
    return "\n".join(lines)
