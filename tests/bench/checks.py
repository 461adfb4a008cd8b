"""python -m tests.bench.checks: how long the checks of one appeal take, cold, warm and hostile.

In seconds of the processor: what else the machine does is no matter.
"""

import random
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator

from priemnaya.regulation.load import load
from priemnaya.runtime.memory import collect_seldom
from triage.checks.submission import Submission
from triage.evaluation.measure import shipped
from triage.examination import examine
from triage.text.text import Text

TEXTS = 2000
LETTERS = 1000
SEED = 20200430
COLD = """
import time; begun = time.process_time()
from priemnaya.regulation.load import load
from triage.checks.submission import Submission
from triage.examination import examine
from triage.text.text import Text
ready = time.process_time()
examine(Submission(Text("Здравствуйте! Не открывается тест. Что делать?")), load().versions[-1])
print(ready - begun, time.process_time() - ready)
"""


def appeals() -> Iterator[Submission]:
    """Of about a thousand letters each, put together from real-looking sentences."""
    sentences = [s.line.text for s in shipped()]
    chance = random.Random(SEED)
    for _ in range(TEXTS):
        text = ""
        while len(text) < LETTERS:
            text += chance.choice(sentences) + "\n"
        yield Submission(Text(text[:LETTERS]))


def hostile() -> Iterator[Submission]:
    """A hundred thousand letters each."""
    patterns = [
        "а",
        "я ",
        "?",
        "1. ",
        ">",
        "х у й ",
        "*",
        "\u200bб",
        "🙂",
        "a@b.",
        "Что? ",
        "не-",
        "\n",
    ]
    for pattern in [*patterns, "ааааааааааа!", "http://", "От: ", "(((", "«", "\u202eабв"]:
        yield Submission(Text((pattern * 100_000)[:100_000]))


def main() -> int:
    cold = subprocess.run([sys.executable, "-c", COLD], capture_output=True, text=True, check=True)
    loading, first = map(float, cold.stdout.split())
    print(f"cold: {loading:.2f} s to load, {first * 1000:.0f} ms for the first appeal")
    collect_seldom()
    regulation, waiting = load().versions[-1], list(appeals())
    for half, name in ((waiting[: TEXTS // 2], "first"), (waiting[TEXTS // 2 :], "warm")):
        clock, begun = time.perf_counter(), time.process_time()
        for submission in half:
            examine(submission, regulation)
        clock, spent = time.perf_counter() - clock, time.process_time() - begun
        print(
            f"{name}: {len(half) / spent:.0f} appeals of 1 KB a second of one core, "
            f"{spent / len(half) * 1000:.2f} ms each; {len(half) / clock:.0f} by the clock"
        )
    took = []
    for submission in hostile():
        begun = time.process_time()
        examine(submission, regulation)
        took.append((time.process_time() - begun) * 1000 / 100)
    print(f"hostile: ms a KB: median {statistics.median(took):.1f}, most {max(took):.1f}")
    print(f"memory: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MB at most")
    return 0


if __name__ == "__main__":
    sys.exit(main())
