"""The generated pages are those of the code: a changed contract shows in review."""

from tools.make_docs import pages


def test_the_generated_docs_are_up_to_date() -> None:
    stale = [path.name for path, text in pages().items() if path.read_text() != text]
    assert stale == [], "run make docs"
