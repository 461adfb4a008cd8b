"""The refusals of chatbot-gateway."""

from types import MappingProxyType

from priemnaya.runtime.problems import Problem


class KeyMissing(Problem):
    slug, status = "idempotency-key-missing", 400
    title = "Send an Idempotency-Key of 1 to 200 printable characters"


class KeyOfAnother(Problem):
    slug, status = "idempotency-key-reused", 422
    title = "The Idempotency-Key was sent with another body before"


class KeyInFlight(Problem):
    slug, status = "idempotency-key-in-flight", 409
    title = "The same request is being worked on"
    headers = MappingProxyType({"Retry-After": "1"})


class DialogBegun(Problem):
    slug, status = "dialog-begun", 409
    title = "The dialog that was opened with this Idempotency-Key is in use already"


class BrokenJson(Problem):
    slug, status, title = "broken-json", 400, "The body is not JSON"


class NotJson(Problem):
    slug, status, title = "unsupported-media-type", 415, "Send application/json"


class TooMany(Problem):
    slug, status, title = "too-many-requests", 429, "Too many requests, wait a little"

    def __init__(self, retry_after: int) -> None:
        super().__init__()
        self.headers = {"Retry-After": str(retry_after)}
