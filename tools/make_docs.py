"""python -m tools.make_docs: writes docs/ from the code. `--check` only says whether it differs."""

import json
import sys
import tempfile
from pathlib import Path
from typing import Any

import yaml

from priemnaya.bus import topology
from priemnaya.contracts.base import Event, all_events, personal_fields
from priemnaya.runtime.host import installed_services
from priemnaya.runtime.service import Service
from tools import openapi, regulation_page

DOCS = Path(__file__).parents[1] / "docs"


def hearers(event: type[Event], services: list[Service]) -> list[str]:
    return [s.name for s in services if event in s.route.hears]


def events_page(services: list[Service]) -> str:
    lines = [
        "# Facts: who says, who hears",
        "",
        "Written by `make docs` from `shared/priemnaya/contracts`; do not edit.",
        "Every fact is one class there; routing keys, queues and bindings follow from it.",
        "",
        "| fact | says it | hears it |",
        "|---|---|---|",
    ]
    events = [event for event in all_events() if not event.NAME.startswith("probe.")]
    for event in events:
        anchor = f"[{event.NAME}](#{event.routing_key().replace('.', '')})"
        said, heard = ", ".join(event.SAID_BY), ", ".join(hearers(event, services)) or "nobody yet"
        lines.append(f"| {anchor} | {said} | {heard} |")
    for event in events:
        lines += ["", f"## {event.routing_key()}", "", _doc(event), "", *_fields(event)]
    return "\n".join(lines) + "\n"


def _doc(event: type[Event]) -> str:
    return "\n".join(line.strip() for line in (event.__doc__ or "").strip().splitlines())


def _fields(event: type[Event]) -> list[str]:
    personal = personal_fields(event)
    rows = ["| field | must be there | personal |", "|---|---|---|"]
    for name, field in event.model_fields.items():
        needed = "yes" if field.is_required() else ""
        rows.append(f"| {name} | {needed} | {'yes' if name in personal else ''} |")
    return rows


def asyncapi(services: list[Service]) -> str:
    events = [event for event in all_events() if not event.NAME.startswith("probe.")]
    document: dict[str, Any] = {
        "asyncapi": "3.0.0",
        "info": {"title": "Приёмная", "version": "1"},
        "defaultContentType": "application/json",
        "channels": {s.name: _channel(s, events) for s in services},
        "operations": {
            f"{s.name}.hears.{e.routing_key()}": {
                "action": "receive",
                "channel": {"$ref": f"#/channels/{e.SAID_BY[0]}"},
                "bindings": {"amqp": {"ack": True}},
                "messages": [{"$ref": f"#/channels/{e.SAID_BY[0]}/messages/{e.routing_key()}"}],
            }
            for s in services
            for e in s.route.hears
        },
        "components": {
            "messages": {e.routing_key(): _message(e) for e in events},
        },
    }
    return yaml.safe_dump(document, allow_unicode=True, sort_keys=False, width=100)


def _channel(service: Service, events: list[type[Event]]) -> dict[str, Any]:
    return {
        "address": topology.exchange_name("{NS}", service.name),
        "bindings": {"amqp": {"is": "routingKey", "exchange": {"type": "topic", "durable": True}}},
        "messages": {
            e.routing_key(): {"$ref": f"#/components/messages/{e.routing_key()}"}
            for e in events
            if service.name in e.SAID_BY
        },
    }


def _message(event: type[Event]) -> dict[str, Any]:
    schema = event.model_json_schema(ref_template="#/$defs/{model}")
    schema.pop("description", None)
    return {"name": event.NAME, "summary": _doc(event).splitlines()[0], "payload": schema}


def pages() -> dict[Path, str]:
    services = installed_services()
    found = {
        DOCS / "events.md": events_page(services),
        DOCS / "asyncapi.yaml": asyncapi(services),
        DOCS / "regulation.md": regulation_page.page(),
    }
    with tempfile.TemporaryDirectory() as data:
        described = openapi.describe(Path(data))
    for name, document in described.items():
        text = json.dumps(document, ensure_ascii=False, indent=2, sort_keys=True)
        found[DOCS / "openapi" / f"{name}.json"] = f"{text}\n"
    return found


def main(check: bool) -> int:
    written = pages()
    changed = [p for p, text in written.items() if not p.exists() or p.read_text() != text]
    for path in changed:
        print(path.relative_to(DOCS.parent))
        if not check:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(written[path])
    return 1 if check and changed else 0


if __name__ == "__main__":
    sys.exit(main("--check" in sys.argv))
