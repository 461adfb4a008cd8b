"""python -m priemnaya.runtime all | migrate | <service>."""

import asyncio
import os
import sys
from contextlib import ExitStack
from pathlib import Path

import uvicorn
import uvloop
from fastapi import FastAPI
from pydantic import ValidationError
from pydantic_core import ErrorDetails

from . import log, single
from .db import UnsuitableDatabase
from .embedded import EmbeddedPostgres, EmbeddedPostgresError
from .host import host, installed_services, make_transport
from .memory import collect_seldom
from .service import Access
from .settings import MEMORY, RuntimeSettings

# Answers under way get this long at a stop.
GRACE = 10


def main(arguments: list[str]) -> int:
    names = [service.name for service in installed_services()]
    commands = ["all", "migrate", *names]
    if len(arguments) != 1 or arguments[0] not in commands:
        print(f"usage: python -m priemnaya.runtime {' | '.join(commands)}", file=sys.stderr)
        return 2
    collect_seldom()
    try:
        return _run(arguments[0])
    except ValidationError as error:
        wrong = ", ".join(_wrong(e) for e in error.errors())
        print(f"settings missing or wrong: {wrong}", file=sys.stderr)
    except (UnsuitableDatabase, EmbeddedPostgresError) as error:
        print(error, file=sys.stderr)
    except KeyboardInterrupt:
        # The server has stopped in order and raises the signal again when it is done.
        return 0
    return 1


def _wrong(error: ErrorDetails) -> str:
    """The setting's name, with a reason where it is of our own wording: others quote the value."""
    name = ".".join(map(str, error["loc"])).upper()
    return f"{name} ({error['ctx']['error']})" if error["type"] == "value_error" else name


def _run(command: str) -> int:
    if command == "all":
        return _run_all()
    settings = RuntimeSettings()  # type: ignore[call-arg]
    log.configure(settings.log_level)
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(_migrate(settings) if command == "migrate" else _serve_one(command, settings))
    return 0


async def _serve_one(name: str, settings: RuntimeSettings) -> None:
    services = installed_services()
    service = next(s for s in services if s.name == name)
    transport = make_transport(settings, services)
    hosted = host(service, settings, settings.database_url.get_secret_value(), transport)
    # The proxy in front strips the prefix that the single process has by its mounts.
    config = _config(hosted.app, settings.host, settings.port, root_path=f"/api/{name}")
    await uvicorn.Server(config).serve()
    await single.close([hosted])


async def _migrate(settings: RuntimeSettings) -> None:
    """Declares the broker's queues too, and leaves a way to sign in on an empty database."""
    services = installed_services()
    hosted = await single.prepare(settings, services, lambda name: os.environ[name])
    if not await hosted[0].app.state.transport.healthy():
        print("the broker is away; services declare the queues when it is back", file=sys.stderr)
    access = Access(url=settings.public_url)
    path = settings.data / "access.json"
    await single.seed(hosted, access, os.environ.get("DEMO", "0") == "1", path)
    await single.close(hosted)
    print(f"migrated; the ways in stand in {path}")


def _run_all() -> int:
    data = Path(os.environ.get("DATA", "var"))
    port = int(os.environ.get("PORT", "8080"))
    with ExitStack() as stack:
        if not os.environ.get("DATABASE_URL"):
            os.environ["DATABASE_URL"] = stack.enter_context(EmbeddedPostgres(data / "postgres"))
        os.environ["AMQP_URL"] = os.environ.get("AMQP_URL") or MEMORY
        os.environ.setdefault("PUBLIC_URL", f"http://127.0.0.1:{port}")
        settings = RuntimeSettings(data=data, port=port)  # type: ignore[call-arg]
        log.configure(os.environ.get("LOG_LEVEL", "WARNING"))
        with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
            runner.run(_serve_all(settings))
    return 0


async def _serve_all(settings: RuntimeSettings) -> None:
    services = installed_services()
    kept = single.Secrets(settings.data / "secrets.json")
    single.provide_secrets(services, kept)
    hosted = await single.prepare(settings, services, kept.get)
    access = Access(url=settings.public_url)
    demo = os.environ.get("DEMO", "1") != "0"
    path = settings.data / "access.json"
    await single.seed(hosted, access, demo, path)
    app = single.build_all(hosted, Path(os.environ.get("PAGES", "web/dist")))
    server = uvicorn.Server(_config(app, settings.host, settings.port))
    serving = asyncio.create_task(server.serve())
    while not (server.started or serving.done()):
        await asyncio.sleep(0.05)
    if server.started:
        places = {"access": path, "letters": settings.data / "outbox"}
        print(single.announce(access, places), flush=True)
    await serving
    await single.close(hosted)


def _config(app: FastAPI, address: str, port: int, root_path: str = "") -> uvicorn.Config:
    return uvicorn.Config(
        app,
        host=address,
        port=port,
        root_path=root_path,
        log_config=None,
        access_log=False,
        timeout_graceful_shutdown=GRACE,
        server_header=False,
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
