"""What is read out of real mail does not become less."""

import pytest

from tests.corpus.report import CORPUS, Report, measured

FLOORS = {"parser": 98.0, "flags": 95.0, "bounces": 88.0, "replies": 92.0}


@pytest.fixture(scope="module")
async def report() -> Report:
    if not CORPUS.is_dir():
        pytest.skip("the corpus of real mail is not beside the project")
    return await measured()


@pytest.mark.parametrize("group", FLOORS)
async def test_enough_of_what_the_sources_expect_holds(report: Report, group: str) -> None:
    assert report.share(group) >= FLOORS[group]


async def test_every_letter_of_the_corpus_is_taken_in(report: Report) -> None:
    assert report.letters == 914
    # It has no header at all.
    assert report.unread == ["mime4j/malformedHeader-noheader.eml"]


async def test_every_miss_has_its_reason(report: Report) -> None:
    assert [miss for miss in report.misses if miss.reason is None] == []
