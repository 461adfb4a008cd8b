"""python -m tests.support.front PORT NAME=PORT…: one origin over five processes.

Stands in for the proxy of the compose file, with the same map of URLs.
"""

import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from http.cookiejar import CookieJar, DefaultCookiePolicy
from pathlib import Path

import httpx
import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import FileResponse, Response, StreamingResponse
from starlette.routing import Route

PAGES = Path("web/dist")
HOP_BY_HOP = {"connection", "transfer-encoding", "content-length", "content-encoding"}
METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE"]


def app(ports: dict[str, int]) -> Starlette:
    # A proxy keeps no cookies: one person's would sign in the next.
    none = CookieJar(DefaultCookiePolicy(allowed_domains=[]))
    client = httpx.AsyncClient(timeout=httpx.Timeout(60, connect=5), cookies=none)

    async def api(request: Request) -> Response:
        service, path = request.path_params["service"], request.path_params["path"]
        if service not in ports:
            return Response(status_code=404)
        url = httpx.URL(
            f"http://127.0.0.1:{ports[service]}/{path}", query=request.url.query.encode()
        )
        sent = client.build_request(
            request.method, url, headers=request.headers.raw, content=await request.body()
        )
        try:
            answer = await client.send(sent, stream=True)
        except httpx.TransportError:
            return Response(status_code=503)
        headers = {k: v for k, v in answer.headers.items() if k.lower() not in HOP_BY_HOP}
        return StreamingResponse(_body(answer), answer.status_code, headers)

    async def page(request: Request) -> Response:
        file = PAGES / request.path_params["path"]
        return FileResponse(file if file.is_file() else PAGES / "index.html")

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        yield
        await client.aclose()

    routes = [
        Route("/api/{service}/{path:path}", api, methods=METHODS),
        Route("/{path:path}", page),
    ]
    return Starlette(routes=routes, lifespan=lifespan)


async def _body(answer: httpx.Response) -> AsyncIterator[bytes]:
    async for chunk in answer.aiter_raw():
        yield chunk
    await answer.aclose()


if __name__ == "__main__":
    pairs = (argument.split("=") for argument in sys.argv[2:])
    table = {name: int(port) for name, port in pairs}
    uvicorn.run(app(table), port=int(sys.argv[1]), log_config=None, access_log=False)
