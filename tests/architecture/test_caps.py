"""Short files and short functions: what does not fit has two subjects."""

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
PLACES = ("services", "shared", "tests", "web/src", "tools")
SUFFIXES = {".py", ".ts", ".tsx", ".sh"}
MOST_LINES_OF_A_FILE = 300
MOST_LINES_OF_A_FUNCTION = 40


def _sources() -> Iterator[Path]:
    for place in PLACES:
        for path in sorted((ROOT / place).rglob("*")):
            if path.suffix in SUFFIXES and not _is_generated(path):
                yield path


def _is_generated(path: Path) -> bool:
    """Written by a program, which says so in the name or in the first line."""
    if "versions" in path.parts or "node_modules" in path.parts or path.name.endswith(".gen.ts"):
        return True
    with path.open(encoding="utf-8") as file:
        return "generated" in file.readline().lower()


def _functions(path: Path) -> Iterator[tuple[str, int]]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            assert node.end_lineno is not None
            length = node.end_lineno - node.lineno + 1
            yield f"{path.relative_to(ROOT)}:{node.lineno} {node.name}", length


def test_no_file_is_longer_than_the_cap() -> None:
    lengths = {p: len(p.read_text(encoding="utf-8").splitlines()) for p in _sources()}
    long = {str(p.relative_to(ROOT)): n for p, n in lengths.items() if n > MOST_LINES_OF_A_FILE}
    assert not long


def test_no_function_is_longer_than_the_cap() -> None:
    functions = (f for path in _sources() if path.suffix == ".py" for f in _functions(path))
    long = {name: length for name, length in functions if length > MOST_LINES_OF_A_FUNCTION}
    assert not long
