"""python tools/openapi.py [FOLDER]: writes what each service serves to docs/openapi/<service>.json.

Needs neither database nor broker: nothing is asked, the routes describe themselves.
"""

import json
import sys
import tempfile
from pathlib import Path
from typing import Any

from priemnaya.runtime import single
from priemnaya.runtime.host import host, installed_services, make_transport
from priemnaya.runtime.service import Service
from priemnaya.runtime.settings import RuntimeSettings

FOLDER = Path(__file__).parents[1] / "docs" / "openapi"


def write_all(folder: Path) -> list[Path]:
    """Replaces the descriptions in `folder`; the same code writes the same bytes."""
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as data:
        described = describe(Path(data))
    for stale in set(folder.glob("*.json")) - {folder / f"{name}.json" for name in described}:
        stale.unlink()
    return [_write(folder / f"{name}.json", schema) for name, schema in described.items()]


def describe(data: Path) -> dict[str, dict[str, Any]]:
    services = installed_services()
    single.provide_secrets(services, single.Secrets(data / "secrets.json"))
    settings = RuntimeSettings.model_validate(
        {"database_url": _nowhere(), "amqp_url": "memory://", "data": data}
    )
    return {service.name: _schema(service, settings) for service in services}


def _schema(service: Service, settings: RuntimeSettings) -> dict[str, Any]:
    transport = make_transport(settings, [service])
    schema = host(service, settings, _nowhere(), transport).app.openapi()
    # The framework names the prefix only when it answers a request.
    schema["servers"] = [{"url": f"/api/{service.name}"}]
    return schema


def _nowhere() -> str:
    """An engine wants an address; it connects only when asked something."""
    return "postgresql://nobody@127.0.0.1:1/nowhere"


def _write(path: Path, schema: dict[str, Any]) -> Path:
    text = json.dumps(schema, ensure_ascii=False, indent=2, sort_keys=True)
    path.write_text(f"{text}\n", encoding="utf-8")
    return path


if __name__ == "__main__":
    for written in write_all(Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER):
        print(written)
