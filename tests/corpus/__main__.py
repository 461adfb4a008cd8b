"""python -m tests.corpus: how well the letters of the corpus are read, with every miss."""

import asyncio
import sys

from tests.corpus.expectations import GROUPS
from tests.corpus.report import CORPUS, Report, measured

LONGEST_SHOWN = 100


def _print(report: Report) -> None:
    print(f"{'source':45}" + "".join(f"{group:>20}" for group in GROUPS))
    for source in [*report.sources, None]:
        print(f"{source or 'all':45}" + "".join(_cell(report, group, source) for group in GROUPS))
    print(f"\n{report.letters} letters, not taken for letters: {len(report.unread)}")
    print("".join(f"  {file}\n" for file in report.unread))
    for miss in report.misses:
        print(f"{miss.group}: {miss.file} {miss.key} {str(miss.wanted)[:LONGEST_SHOWN]!r}")
        print(f"    {miss.reason or 'open'}")


def _cell(report: Report, group: str, source: str | None) -> str:
    sources = [source] if source else report.sources
    stated = sum(report.stated[name, group] for name in sources)
    held = sum(report.held[name, group] for name in sources)
    share = f"{report.share(group, source):.1f} %"
    return f"{f'{held}/{stated} {share:>7}' if stated else '-':>20}"


if __name__ == "__main__":
    if not CORPUS.is_dir():
        sys.exit(f"{CORPUS} is not there: nothing to measure")
    _print(asyncio.run(measured()))
