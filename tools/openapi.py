"""What each service serves, as OpenAPI by the service's name.

Needs neither database nor broker: nothing is asked, the routes describe themselves.
"""

from pathlib import Path
from typing import Any

from priemnaya.runtime import single
from priemnaya.runtime.host import host, installed_services, make_transport
from priemnaya.runtime.service import Service
from priemnaya.runtime.settings import RuntimeSettings


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
