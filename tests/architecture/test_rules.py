"""Rules of the code base that a reader relies on."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SERVICES = sorted(
    path for path in (ROOT / "services").glob("*/*") if (path / "service.py").exists()
)
SHARED = ROOT / "shared" / "priemnaya"
# The edges open and end transactions; the relay and the migrations are edges of their own.
COMMITTING = {SHARED / "runtime" / "migrate.py"}


def sources(*folders: Path) -> Iterator[Path]:
    for folder in folders:
        yield from (p for p in folder.rglob("*.py") if "versions" not in p.parts)


def trees(*folders: Path) -> Iterator[tuple[Path, ast.Module]]:
    for path in sources(*folders):
        yield path, ast.parse(path.read_text())


def test_only_the_edge_commits() -> None:
    found = [
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for path, tree in trees(ROOT / "services", SHARED)
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in ("commit", "rollback")
        and path not in COMMITTING
    ]
    assert found == []


def test_nobody_types_a_routing_key() -> None:
    key = re.compile(r"""["'][a-z]+\.[a-z]+\.v\d+["']""")
    found = [
        f"{path.relative_to(ROOT)}"
        for path in sources(ROOT / "services", SHARED)
        if key.search(path.read_text())
    ]
    assert found == []


def test_sql_names_no_schema_of_another_service() -> None:
    schemas = {path.name for path in SERVICES}
    for service in SERVICES:
        others = "|".join(schemas - {service.name})
        pattern = re.compile(rf"\b({others})\.[a-z_]+\b")
        for path, tree in trees(service):
            texts = [n.value for n in ast.walk(tree) if isinstance(n, ast.Constant)]
            foreign = [t for t in texts if isinstance(t, str) and pattern.search(t)]
            assert foreign == [], path


@pytest.mark.parametrize("package", ["contracts", "regulation", "bus", "runtime"])
def test_a_shared_module_serves_two_services_or_the_platform(package: str) -> None:
    """What one service alone needs lives in that service."""
    users: dict[str, set[str]] = {}
    for service in SERVICES:
        # Migrations too: they alone use what makes tables.
        for tree in (ast.parse(path.read_text()) for path in service.rglob("*.py")):
            for name in _imported(tree):
                users.setdefault(name, set()).add(service.name)
    for path, tree in trees(SHARED):
        for name in _imported(tree, path):
            users.setdefault(name, set()).add("the platform")
    for path in sources(SHARED / package):
        name = f"priemnaya.{package}.{path.stem}"
        if path.stem not in ("__init__", "__main__"):
            by = users.get(name, set())
            assert "the platform" in by or len(by) >= 2, f"{name} serves only {by}"


def _imported(tree: ast.Module, path: Path | None = None) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            module = node.module or ""
            if node.level and path is not None:
                module = ".".join(["priemnaya", path.parent.name, *filter(None, [module])])
            yield module
            yield from (f"{module}.{alias.name}" for alias in node.names)


def test_the_platform_knows_nothing_of_the_domain() -> None:
    words = re.compile(r"\b(ticket|triage|escalation|appeal_number)\b", re.IGNORECASE)
    for path in sources(SHARED / "bus", SHARED / "runtime"):
        assert not words.search(path.read_text()), path


def test_there_is_no_drawer_for_odds_and_ends() -> None:
    banned = {"utils", "util", "common", "helpers", "misc"}
    assert [p for p in sources(ROOT / "services", SHARED) if p.stem in banned] == []


def test_nobody_waits_in_a_way_that_swallows_a_cancellation() -> None:
    """Before Python 3.12 `asyncio.wait_for` does: a service would not stop. Use timeout()."""
    waiting = [p for p in sources(ROOT / "services", SHARED) if "wait_for(" in p.read_text()]
    assert waiting == []
