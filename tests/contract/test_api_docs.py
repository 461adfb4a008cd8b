"""The pages that describe the APIs: whole without the internet, below any prefix."""

import re
from collections.abc import AsyncIterator, Callable
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urljoin

import httpx
import pytest
from fastapi import FastAPI

from priemnaya.runtime import single
from priemnaya.runtime.host import Hosted, host, installed_services, make_transport
from priemnaya.runtime.service import Service
from priemnaya.runtime.settings import RuntimeSettings

ORIGIN = "http://desk.test"
NAMES = [service.name for service in installed_services()]


class Page(HTMLParser):
    """What a page asks for, and what of it would run or be styled in place."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.asked: list[str] = []
        self.inline: list[str] = []
        self._within = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._within = tag
        for name, value in attrs:
            if name in ("src", "href"):
                self.asked.append(value or "")
            elif name.startswith("on") or name == "style":
                self.inline.append(name)

    def handle_data(self, data: str) -> None:
        if self._within in ("script", "style") and data.strip():
            self.inline.append(data)

    def handle_endtag(self, tag: str) -> None:
        self._within = ""


def _hosted(data: Path) -> list[Hosted]:
    """No page of these asks the database anything."""
    services = installed_services()
    single.provide_secrets(services, single.Secrets(data / "secrets.json"))
    nowhere = "postgresql://nobody@127.0.0.1:1/nowhere"
    settings = RuntimeSettings.model_validate(
        {"database_url": nowhere, "amqp_url": "memory://", "data": data}
    )
    transport = make_transport(settings, services)
    return [host(service, settings, nowhere, transport) for service in services]


def _mounted(name: str, hosted: list[Hosted]) -> tuple[FastAPI, str]:
    """As in the single process: no prefix but that of the mount."""
    return single.build_all(hosted, Path("web/dist")), ""


def _behind_the_proxy(name: str, hosted: list[Hosted]) -> tuple[FastAPI, str]:
    """The proxy takes the prefix away; the server that was told of it puts it back."""
    (found,) = [one.app for one in hosted if one.service.name == name]
    return found, f"/api/{name}"


@pytest.fixture(params=[_mounted, _behind_the_proxy], ids=["mounted", "proxied"])
def shape(request: pytest.FixtureRequest) -> Callable[..., tuple[FastAPI, str]]:
    found: Callable[..., tuple[FastAPI, str]] = request.param
    return found


@pytest.fixture(params=NAMES)
async def asked(
    request: pytest.FixtureRequest, shape: Callable[..., tuple[FastAPI, str]], tmp_path: Path
) -> AsyncIterator[tuple[httpx.AsyncClient, str]]:
    """A client, and the address of one service's page."""
    app, root = shape(request.param, _hosted(tmp_path))
    transport = httpx.ASGITransport(app, root_path=root)
    async with httpx.AsyncClient(transport=transport, base_url=ORIGIN) as client:
        yield client, f"{ORIGIN}/api/{request.param}/docs"


async def test_the_page_and_all_it_asks_for_come_from_the_service(
    asked: tuple[httpx.AsyncClient, str],
) -> None:
    client, address = asked
    page = Page((await client.get(address)).text)
    scripts = ""
    for wanted in page.asked:
        url = urljoin(address, wanted)
        assert url.startswith(f"{address}/"), wanted
        answer = await client.get(url)
        assert answer.status_code == 200, url
        assert answer.content
        scripts += answer.text if url.endswith(".js") else ""
    assert len(page.asked) >= 3
    described = re.findall(r'^  url: "([^"]+)"', scripts, re.MULTILINE)
    answer = await client.get(urljoin(address, *described))
    assert answer.json()["info"]["title"] == address.split("/")[-2]
    assert answer.json()["servers"] == [{"url": address.removeprefix(ORIGIN)[: -len("/docs")]}]


async def test_nothing_runs_that_stands_in_the_page_itself(
    asked: tuple[httpx.AsyncClient, str],
) -> None:
    client, address = asked
    answer = await client.get(address)
    assert Page(answer.text).inline == []
    policy = dict(
        part.strip().split(" ", 1) for part in answer.headers["content-security-policy"].split(";")
    )
    assert policy["default-src"] == "'none'"
    assert policy["script-src"] == "'self'"
    assert policy["connect-src"] == "'self'"


def test_the_page_is_no_part_of_what_it_describes(tmp_path: Path) -> None:
    for one in _hosted(tmp_path):
        service: Service = one.service
        assert not [path for path in one.app.openapi()["paths"] if "docs" in path], service.name
