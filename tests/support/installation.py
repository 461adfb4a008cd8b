"""A whole installation behind one origin, in each of the shapes it is deployed in."""

import asyncio
import json
import os
import secrets
import subprocess
import time
from collections.abc import AsyncIterator, Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, asynccontextmanager, contextmanager
from dataclasses import dataclass, field, replace
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

import httpx

from priemnaya.runtime import db
from priemnaya.runtime.host import installed_services
from priemnaya.runtime.migrate import login

from . import servers
from .ports import free_port
from .processes import ROOT, Program, python
from .tcp_proxy import TcpProxy, tcp_proxy

SERVICES = ("chatbot-gateway", "escalation", "intake-email", "notifier", "triage")


@dataclass
class Installation:
    """`programs` are by service name; in one process all five are the same program.

    `ports` are those of services that listen on their own. `in_files` says that outgoing letters
    become files of the installation instead of going to a mail server. `broker` is the way to the
    broker, where a test may cut it.
    """

    url: str
    data: Path
    programs: dict[str, Program]
    ns: str = "priemnaya"
    ports: dict[str, int] = field(default_factory=dict)
    in_files: bool = False
    broker: TcpProxy | None = None
    fetch_letters: Callable[[], None] | None = None

    @property
    def access(self) -> dict[str, object]:
        found: dict[str, object] = json.loads((self.data / "access.json").read_text())
        return found

    def token(self, name: str) -> str:
        return str(self.access["tokens"][name])  # type: ignore[index]

    def account(self, role: str) -> dict[str, str]:
        accounts: list[dict[str, str]] = self.access["accounts"]  # type: ignore[assignment]
        return next(a for a in accounts if a["role"] == role)

    @property
    def admin_url(self) -> str:
        if self.ports:
            return servers.database_url()
        kept = self.data / "postgres"
        port, password = (kept / "port").read_text(), (kept / "password").read_text()
        return f"postgresql://postgres:{password}@127.0.0.1:{port}/postgres"

    def place(self, service: str, path: str) -> tuple[str, str]:
        """Origin and path of a service's route, past the proxy where there is one."""
        if service in self.ports:
            return f"http://127.0.0.1:{self.ports[service]}", path
        return self.url, f"/api/{service}{path}"

    def letters(self) -> list[EmailMessage]:
        """What lies in the outbox, oldest first."""
        if self.fetch_letters is not None:
            self.fetch_letters()
        files = sorted((self.data / "outbox").glob("*.eml"), key=lambda f: f.stat().st_mtime_ns)
        return [message_from_bytes(f.read_bytes(), policy=default) for f in files]

    def kill(self, service: str) -> None:
        self.programs[service].kill()

    def revive(self, service: str) -> None:
        self.programs[service].start()
        self.programs[service].wait_ready()


# All citizens of a test write from one domain, far more than people do.
FLOODS = {"INTAKE_EMAIL_FLOODS_DOMAIN": "1000000", "INTAKE_EMAIL_FLOODS_ALL": "1000000"}


@contextmanager
def embedded(data: Path, environment: Mapping[str, str]) -> Iterator[Installation]:
    """What `make run` starts: one process and a PostgreSQL of its own."""
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    place = {"DATA": str(data), "PORT": str(port), "DATABASE_URL": "", "AMQP_URL": ""}
    own = {**place, **FLOODS, **environment}
    program = Program(
        python("-m", "priemnaya.runtime", "all"),
        own,
        data / "all.log",
        f"{url}/api/triage/health/ready",
    )
    with _running({"all": program}):
        yield Installation(url, data, dict.fromkeys(SERVICES, program))


@contextmanager
def processes(
    data: Path, environment: Mapping[str, str], amqp_url: str | None = None
) -> Iterator[Installation]:
    """Five processes over RabbitMQ and a stand-in for the proxy that unites them."""
    with ExitStack() as stack:
        ns = stack.enter_context(_namespace())
        front = free_port()
        url = f"http://127.0.0.1:{front}"
        ports = {name: free_port() for name in SERVICES}
        common = {
            "NS": ns,
            "DATA": str(data),
            "AMQP_URL": amqp_url or servers.amqp_url(),
            # Two installations beside each other fit into a server with its usual 100.
            "DATABASE_CONNECTIONS": "8",
            "PUBLIC_URL": url,
            "INTROSPECTION_URL": f"http://127.0.0.1:{ports['escalation']}/internal/session",
            **_secrets(),
            **FLOODS,
            **environment,
        }
        _migrate(data, common)
        programs = {n: _service(n, ports[n], data, common) for n in SERVICES}
        stack.enter_context(_running(programs))
        stack.enter_context(_running({"front": _front(front, ports, data)}))
        yield Installation(url, data, programs, ns, ports)


@asynccontextmanager
async def processes_behind_proxy(
    data: Path, environment: Mapping[str, str]
) -> AsyncIterator[Installation]:
    """Starts in a thread: the proxy in front of the broker must go on meanwhile."""
    servers.database_url()
    async with tcp_proxy(servers.amqp_url(), 5672) as proxy:
        starting = processes(data, environment, proxy.url(servers.amqp_url()))
        installation = await asyncio.to_thread(starting.__enter__)
        try:
            yield replace(installation, broker=proxy)
        finally:
            await asyncio.to_thread(starting.__exit__, None, None, None)


def _secrets() -> dict[str, str]:
    names = {
        str(field.validation_alias or service.settings.model_config.get("env_prefix", "") + name)
        for service in installed_services()
        for name, field in service.settings.model_fields.items()
        if field.is_required()
    }
    return {name.upper(): secrets.token_urlsafe(16) for name in names}


@contextmanager
def _namespace() -> Iterator[str]:
    """A prefix of its own in both servers, taken away at the end."""
    ns = f"t{secrets.token_hex(4)}"
    yield ns
    urls = {"DATABASE_URL": servers.database_url(), "AMQP_URL": servers.amqp_url()}
    subprocess.run(
        python("-m", "tests.support.remove"),
        env={**os.environ, **urls, "NS": ns},
        cwd=ROOT,
        check=True,
    )


def _migrate(data: Path, common: Mapping[str, str]) -> None:
    passwords = {f"DB_PASSWORD_{s.schema.upper()}": PASSWORD for s in installed_services()}
    environment = {"DATABASE_URL": servers.database_url(), "DEMO": "1", **common, **passwords}
    done = subprocess.run(
        python("-m", "priemnaya.runtime", "migrate"),
        env={**os.environ, **environment},
        cwd=ROOT,
        check=False,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr[-3000:]


PASSWORD = "of-a-test-run"


def _service(name: str, port: int, data: Path, common: Mapping[str, str]) -> Program:
    service = next(s for s in installed_services() if s.name == name)
    role = login(common["NS"], service)
    url = db.with_login(servers.database_url(), common["NS"], role, PASSWORD)
    environment = {**common, "DATABASE_URL": url, "PORT": str(port)}
    return Program(
        python("-m", "priemnaya.runtime", name),
        environment,
        data / f"{name}.log",
        f"http://127.0.0.1:{port}/health/ready",
    )


def _front(port: int, ports: Mapping[str, int], data: Path) -> Program:
    routes = [f"{name}={p}" for name, p in ports.items()]
    return Program(
        python("-m", "tests.support.front", str(port), *routes),
        {},
        data / "front.log",
        f"http://127.0.0.1:{port}/api/triage/health/ready",
    )


@contextmanager
def _running(programs: Mapping[str, Program]) -> Iterator[None]:
    try:
        for program in programs.values():
            program.start()
        for program in programs.values():
            program.wait_ready()
        yield
    finally:
        for program in programs.values():
            program.kill()


@contextmanager
def compose(data: Path) -> Iterator[Installation]:
    """The containers of docker-compose.yml under a project name and a port of their own."""
    port = free_port()
    project = f"t{secrets.token_hex(4)}"
    base = ["docker", "compose", "-p", project]
    environment = {**os.environ, "PORT": str(port), "DEMO": "1"}
    subprocess.run(["make", "env"], cwd=ROOT, check=True)
    try:
        subprocess.run([*base, "up", "--build", "-d"], cwd=ROOT, check=True, env=environment)
        url = f"http://127.0.0.1:{port}"
        _await_front(url)
        show = ["run", "--rm", "--no-deps", "--entrypoint", "cat", "migrate", "/data/access.json"]
        shown = subprocess.run([*base, *show], cwd=ROOT, check=True, env=environment, stdout=-1)
        (data / "access.json").write_bytes(shown.stdout)
        fetch = [*base, "cp", "notifier:/data/outbox", str(data)]
        yield Installation(
            url,
            data,
            {},
            in_files=True,
            fetch_letters=lambda: _run(fetch, environment),
        )
    finally:
        subprocess.run([*base, "down", "-v"], cwd=ROOT, check=True, env=environment)


def _run(command: Sequence[str], environment: Mapping[str, str]) -> None:
    subprocess.run(command, cwd=ROOT, check=True, env=environment)


def _await_front(url: str, within: float = 120.0) -> None:
    deadline = time.monotonic() + within
    while time.monotonic() < deadline:
        try:
            if httpx.get(f"{url}/api/triage/health/ready", timeout=2).status_code == 200:
                return
        except httpx.HTTPError:
            pass
        time.sleep(0.5)
    raise AssertionError("the containers are not ready")
