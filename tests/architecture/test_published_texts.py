"""The regulation is internal: nothing that is published cites it."""

import json
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PUBLISHED = sorted((ROOT / "docs" / "openapi").glob("*.json"))


@pytest.mark.parametrize("path", PUBLISHED, ids=lambda path: str(path.stem))
def test_clause_6_4_an_api_description_cites_no_clause(path: Path) -> None:
    text = path.read_text()
    assert "§" not in text
    assert json.loads(text)["info"]["title"] == path.stem


def test_clause_6_4_the_staff_pages_carry_no_clause_in_their_bundle() -> None:
    bundle = list((ROOT / "web" / "dist").rglob("*.js"))
    assert bundle, "make web builds it"
    assert [path for path in bundle if "§" in path.read_text()] == []
