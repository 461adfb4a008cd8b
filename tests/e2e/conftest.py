"""The same tests over every shape in which the product is deployed."""

import os
import shutil
import subprocess
from collections.abc import AsyncIterator, Iterator, Mapping
from dataclasses import dataclass

import httpx
import pytest

from tests.support.citizens import Citizens, Staff
from tests.support.installation import Installation, compose, embedded, processes_behind_proxy
from tests.support.mail_account import PASSWORD
from tests.support.mail_server import USER, MailServer
from tests.support.relay import Relay, relay

SHAPES = ["embedded", "processes", "compose"]


@dataclass(frozen=True)
class Outside:
    """The world around an installation: where letters come from and where they go."""

    mail: Relay
    boxes: Mapping[str, MailServer]

    @property
    def environment(self) -> dict[str, str]:
        found = {**self.mail.environment, "INTAKE_EMAIL_POLL_SECONDS": "0.5"}
        for name, server in self.boxes.items():
            access = {"PORT": str(server.port), "USER": USER, "PASSWORD": PASSWORD}
            for key, value in {"HOST": "127.0.0.1", "TLS": "none", **access}.items():
                found[f"INTAKE_EMAIL_IMAP_{name.upper()}_{key}"] = value
        return found


@pytest.fixture(scope="session")
def outside(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Outside]:
    folder = tmp_path_factory.mktemp("outside")
    boxes = {"bilet": MailServer(), "info": MailServer()}
    with relay(folder / "ledger") as mail:
        try:
            for server in boxes.values():
                server.start()
            yield Outside(mail, boxes)
        finally:
            for server in boxes.values():
                server.stop()


@pytest.fixture(scope="session", params=SHAPES)
async def installation(
    request: pytest.FixtureRequest, outside: Outside, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Installation]:
    data = tmp_path_factory.mktemp(str(request.param))
    if request.param == "embedded":
        with embedded(data, outside.environment) as made:
            yield made
    elif request.param == "processes":
        async with processes_behind_proxy(data, outside.environment) as made:
            yield made
    else:
        if os.environ.get("COMPOSE") != "1" or shutil.which("docker") is None:
            pytest.skip("containers only with COMPOSE=1 and Docker")
        with compose(data) as made:
            yield made


@pytest.fixture
async def client() -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(timeout=30) as made:
        yield made


@pytest.fixture
async def citizens(installation: Installation, client: httpx.AsyncClient) -> Citizens:
    return Citizens(installation, client)


@pytest.fixture
async def staff(installation: Installation) -> AsyncIterator[Staff]:
    async with httpx.AsyncClient(timeout=30) as own:
        member = Staff(installation, own)
        await member.sign_in()
        yield member


@pytest.fixture(scope="session")
def chromium() -> str:
    """Debian's package; installed here where root may."""
    named = os.environ.get("CHROMIUM") or shutil.which("chromium")
    if named is None and os.geteuid() == 0 and shutil.which("apt-get"):
        install = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", "chromium"]
        subprocess.run(["apt-get", "update", "-qq"], check=True)
        subprocess.run(install, check=True, stdout=subprocess.DEVNULL)
        named = shutil.which("chromium")
    if named is None:
        pytest.fail("no Chromium: as root apt-get install chromium, or name one in CHROMIUM")
    return named
