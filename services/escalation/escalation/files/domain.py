"""Whether a file may be handed out."""

from priemnaya.contracts.words import Scan
from priemnaya.runtime.problems import Problem


class FileNotScanned(Problem):
    slug, status, title = "file-not-scanned", 409, "The virus scanner has not seen the file yet"


class FileInfected(Problem):
    slug, status, title = "file-infected", 409, "The virus scanner found a virus in the file"


class FileNotScannable(Problem):
    slug, status, title = "file-not-scannable", 409, "The virus scanner can not check the file"


_REFUSALS: dict[Scan, type[Problem]] = {
    Scan.WAITING: FileNotScanned,
    Scan.INFECTED: FileInfected,
    Scan.REFUSED: FileNotScannable,
}


def require_clean(scan: Scan) -> None:
    if refusal := _REFUSALS.get(scan):
        raise refusal
