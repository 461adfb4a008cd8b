"""The page that shows a service's API description: all of it is served by the service itself.

Its addresses are relative, so it stands the same below a mount, behind the proxy that strips the
prefix and at the root of a service on its own.
"""

from importlib.resources import files
from pathlib import Path

from fastapi import APIRouter, Request, Response
from fastapi.responses import FileResponse, HTMLResponse

_ASSETS = Path(str(files("fastapi_offline"))) / "static"
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline';"
    " img-src 'self' data:; connect-src 'self'; frame-ancestors 'none'; base-uri 'none';"
    " form-action 'none'"
)
_PAGE = """\
<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<link rel="icon" type="image/png" href="docs/favicon.png">
<link rel="stylesheet" href="docs/swagger-ui.css">
</head>
<body>
<main id="api"></main>
<script src="docs/swagger-ui-bundle.js"></script>
<script src="docs/start.js"></script>
</body>
</html>
"""
# Without an explicit null the page asks a validator of its makers what it thinks of ours.
_START = """\
SwaggerUIBundle({
  url: "openapi.json",
  dom_id: "#api",
  deepLinking: true,
  validatorUrl: null,
});
"""

router = APIRouter(prefix="/docs", include_in_schema=False)


@router.get("")
async def page(request: Request) -> Response:
    text = _PAGE.format(title=request.app.title)
    return HTMLResponse(text, headers={"Content-Security-Policy": _POLICY})


@router.get("/start.js")
async def start() -> Response:
    return Response(_START, media_type="text/javascript")


@router.get("/swagger-ui-bundle.js")
async def bundle() -> Response:
    return FileResponse(_ASSETS / "swagger-ui-bundle.js")


@router.get("/swagger-ui.css")
async def style() -> Response:
    return FileResponse(_ASSETS / "swagger-ui.css")


@router.get("/favicon.png")
async def icon() -> Response:
    return FileResponse(_ASSETS / "favicon.png")
