"""python -m triage check: what the service would decide, line by line."""

import json
import subprocess
import sys
from io import BytesIO
from typing import Any

import pytest

from priemnaya.regulation.load import load
from triage.__main__ import check
from triage.checks.submission import Submission
from triage.evaluation.measure import measure, shipped
from triage.examination import examine
from triage.text.text import Text

REGULATION = load().versions[-1]
ASKED = {
    "id": "a1",
    "text": "Здравствуйте! Меня зовут Мария Петрова. Не открывается тест. Что делать?\n1. Где код?",
    "subject": "Тест",
    "sender": "Мария Петрова <m@example.ru>",
    "mailbox": "info@worldskills.ru",
}


def answers(*lines: bytes) -> tuple[bool, list[dict[str, Any]]]:
    out = BytesIO()
    clean = check(lines, out, None)
    return clean, [json.loads(line) for line in out.getvalue().splitlines()]


def test_everything_that_the_service_decides_is_told() -> None:
    clean, (answer,) = answers(json.dumps(ASKED).encode())
    assert clean
    assert (answer["id"], answer["language"], answer["proposals"]) == ("a1", "ru", [])
    assert (answer["topic"], answer["kind"], answer["line"]) == (
        "technical",
        "information_request",
        1,
    )
    assert answer["author"] == {"surname": "Петрова", "first_name": "Мария"}
    assert (answer["missing"], answer["alarms"], answer["region"]) == ([], [], None)
    assert len(answer["questions"]) == 2


def test_a_proposal_names_ground_clause_outcome_and_evidence() -> None:
    text = "Dear Sir or Madam, could you please tell me how my daughter can register this year?"
    _, (answer,) = answers(json.dumps({"id": 7, "text": text}).encode())
    (proposal,) = answer["proposals"]
    assert (proposal["ground"], proposal["clause"]) == ("foreign_language", "4.7")
    assert proposal["outcome"] == "not_subject_to_consideration"
    assert 0 < proposal["confidence"] <= 1
    assert all(0 <= start < end <= len(text) for start, end in proposal["spans"])


@pytest.mark.parametrize(
    ("line", "id_"),
    [
        (b"{", None),
        (b'{"id": 3}', 3),
        (b'{"id": 4, "text": null}', 4),
        (b"[]", None),
        (b"\xff", None),
    ],
)
def test_a_bad_line_is_told_and_stops_no_other(line: bytes, id_: int | None) -> None:
    clean, found = answers(line, b"", json.dumps(ASKED).encode())
    assert not clean
    assert (found[0]["id"], bool(found[0]["error"])) == (id_, True)
    assert found[1]["id"] == "a1"


def test_the_command_reads_and_writes_utf_8_in_every_locale() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "triage", "check"],
        input=json.dumps(ASKED, ensure_ascii=False).encode(),
        env={"LC_ALL": "C", "PATH": ""},
        capture_output=True,
        check=True,
    )
    assert json.loads(done.stdout)["author"]["surname"] == "Петрова"


HOSTILE = [
    *(
        "а",
        "я ",
        "?",
        "1. ",
        ">",
        "> ",
        "х у й ",
        "*",
        "\u200bб",
        "🙂",
        "a@b.",
        "Что? ",
        "не-",
        "\n",
    ),
    *(
        "http://",
        "От: ",
        "От: а\n",
        "(((",
        "«",
        "\u202eабв",
        "я тебя убью ",
        "С уважением\n",
        "\x00",
    ),
    *("Иванов ", "Москва, ", "ул. ", "и где ", "идиоты ", "ab ", "-- \n", "1) а\n", "\ud800"),
]


@pytest.mark.parametrize("pattern", HOSTILE, ids=lambda p: ascii(p))
def test_a_hostile_text_is_examined_like_any_other(pattern: str) -> None:
    """In a time that grows with its length: a quadratic one would not come to an end here."""
    examine(Submission(Text((pattern * 100_000)[:100_000])), REGULATION)


@pytest.mark.parametrize("text", ["", " ", "\n\n", "🙂", "?", ".", "\u200b", "\ufeff"])
def test_a_text_without_words_still_has_a_question_for_a_person(text: str) -> None:
    assert len(examine(Submission(Text(text)), REGULATION).questions) == 1


# Below what was measured when the sets were made, so that a step back shows.
FLOORS = {
    ("language", "foreign_language"): (0.98, 0.95),
    ("obscenity", "obscenity"): (0.98, 0.93),
    ("obscenity", "insult"): (0.98, 0.93),
    ("threat", "threat"): (0.98, 0.92),
    ("threat", "threat_to_life"): (0.98, 0.90),
    ("threat", "child_in_danger"): (0.97, 0.90),
    ("no_question", "no_question"): (0.98, 0.84),
    ("repeat", "repeat"): (0.98, 0.80),
    ("senders", "private_mailbox"): (0.98, 0.95),
    ("senders", "misdirected"): (0.98, 0.93),
    ("questions", "questions"): (0.84, 0.84),
    ("classification", "line"): (0.93, 0.93),
    ("classification", "topic"): (0.90, 0.90),
    ("author", "author"): (0.88, 0.88),
}


def test_the_shipped_sets_are_decided_as_well_as_ever() -> None:
    report = measure(shipped())
    below = {
        key: (round(tally.precision, 3), round(tally.recall, 3))
        for key, (precision, recall) in FLOORS.items()
        if (tally := report.tallies[key]).precision < precision or tally.recall < recall
    }
    assert below == {}
    foreign = [
        s.line.id
        for s, name, _, found in report.misses
        if s.set == "language" and name == "grounds" and "foreign_language" in found
    ]
    assert foreign == []
