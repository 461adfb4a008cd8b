"""Structured logs that can not carry personal data: only listed keys pass."""

import logging
import re
import sys
from collections.abc import MutableMapping
from typing import Any

import structlog

ALLOWED = frozenset(
    {
        "event", "level", "timestamp", "service", "worker", "error", "count", "path", "method",
        "status", "duration_ms", "queue", "hearer", "fact", "number", "message_id", "reply_id",
        "exception", "state", "reason", "mailbox", "attempt",
    }
)  # fmt: skip

# No id is that long: it is a signed link, and whoever reads the log must not be able to use it.
_KEY_IN_PATH = re.compile(r"[^/]{40,}")


def _only_allowed(
    logger: Any, method: str, entry: MutableMapping[str, Any]
) -> MutableMapping[str, Any]:
    return {key: value for key, value in entry.items() if key in ALLOWED}


def _without_keys(
    logger: Any, method: str, entry: MutableMapping[str, Any]
) -> MutableMapping[str, Any]:
    if "path" in entry:
        entry["path"] = _KEY_IN_PATH.sub("***", str(entry["path"]))
    return entry


def _frames_only(
    logger: Any, method: str, entry: MutableMapping[str, Any]
) -> MutableMapping[str, Any]:
    """Where it failed and as what; the message of an exception may quote a letter."""
    error = entry.pop("exc_info", None)
    if error is True:
        error = sys.exc_info()[1]
    if isinstance(error, BaseException):
        frames = []
        trace = error.__traceback__
        while trace is not None:
            code = trace.tb_frame.f_code
            frames.append(f"{code.co_filename.rsplit('/', 1)[-1]}:{trace.tb_lineno}:{code.co_name}")
            trace = trace.tb_next
        entry["exception"] = [type(error).__name__, *frames[-12:]]
    return entry


def configure(level: str = "INFO") -> None:
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            _frames_only,
            _only_allowed,
            _without_keys,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelName(level)),
        # Asked anew each time: the stream of this moment may be closed by then.
        logger_factory=lambda *_: structlog.WriteLogger(sys.stderr),
        cache_logger_on_first_use=False,
    )
    # Libraries write their own sentences; theirs may quote what they choke on.
    logging.basicConfig(level=logging.CRITICAL)
