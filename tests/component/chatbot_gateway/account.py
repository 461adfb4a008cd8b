"""The platform, which vouches for the users of its personal accounts."""

import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
from joserfc import jwt
from joserfc.jwk import ECKey

from chatbot_gateway.platform.identity import keys_path
from chatbot_gateway.seed import PRIVATE_KEY, make_keys
from priemnaya.contracts.messages import MessageReceived
from priemnaya.runtime.service import Access
from tests.component.chatbot_gateway.talk import QUESTION, URL, fresh_key
from tests.support.stack import One


@dataclass
class Platform:
    one: One
    key: ECKey
    token: str

    def user_token(self, key: Any = None, alg: str = "ES256", **claims: Any) -> str:
        given = {"sub": "petya", "role": "participant", "exp": int(time.time()) + 600} | claims
        given = {name: value for name, value in given.items() if value is not None}
        return jwt.encode({"alg": alg}, given, key or self.key, algorithms=[alg])

    def headers(self, **claims: Any) -> dict[str, str]:
        return {
            "Authorization": f"Bearer {self.token}",
            "X-User-Token": self.user_token(**claims),
        } | fresh_key()

    async def submit(self, body: dict[str, Any] | None = None, **claims: Any) -> httpx.Response:
        body = body or {"text": QUESTION}
        return await self.one.client.post(
            f"{URL}/appeals", json=body, headers=self.headers(**claims)
        )

    async def look(self, path: str = "", **claims: Any) -> httpx.Response:
        return await self.one.client.get(f"{URL}/appeals{path}", headers=self.headers(**claims))

    async def received(self) -> list[MessageReceived]:
        return [f for f in await self.one.said() if isinstance(f, MessageReceived)]


async def open_platform(gateway: One, data: Path) -> Platform:
    access = Access(url="")
    seed = gateway.hosted.service.seed
    assert seed is not None
    await seed(gateway.context, access, False)
    make_keys(keys_path(gateway.context))
    private = (data / "keys" / PRIVATE_KEY).read_bytes()
    return Platform(gateway, ECKey.import_key(private), access.tokens["platform"])
