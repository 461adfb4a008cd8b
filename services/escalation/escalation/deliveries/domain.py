"""What becomes of a reply when its delivery is told, in whatever order."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from priemnaya.contracts.replies import ReplyDelivered, ReplyFailed

APPROVED, DELIVERED, FAILED = "approved", "delivered", "failed"


@dataclass
class Reply:
    """An approved answer. Of a delivery and a failure the later one counts.

    A bounce comes after the delivery; and a person may find out that an answer believed lost
    arrived after all.
    """

    id: UUID
    case_id: UUID
    state: str
    delivered_at: datetime | None
    failed_at: datetime | None
    reason: str | None
    evidence: str | None

    def deliver(self, fact: ReplyDelivered) -> bool:
        """Whether it counts as delivered now."""
        self.delivered_at, self.evidence = fact.delivered_at, fact.evidence
        counts = self.failed_at is None or self.failed_at <= fact.delivered_at
        self.state = DELIVERED if counts else self.state
        return counts

    def fail(self, fact: ReplyFailed) -> bool:
        """Whether it counts as not delivered now."""
        self.failed_at, self.reason = fact.failed_at, fact.reason
        counts = self.delivered_at is None or self.delivered_at < fact.failed_at
        self.state = FAILED if counts else self.state
        return counts
