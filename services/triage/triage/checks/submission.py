"""One message as the checks and the classification see it."""

from dataclasses import dataclass
from functools import cached_property

from priemnaya.contracts.words import ApplicantRole, Channel, QuestionKind
from triage.text.text import Text


@dataclass(frozen=True)
class Earlier:
    """A closed appeal of the same applicant (§4.9); `number` is null in the workbench."""

    text: Text
    number: str | None = None


@dataclass(frozen=True)
class Submission:
    """`mailbox` is where it came in, `sender` an address; both null where it came by the bot or
    nobody knows. `sender` is '' where a letter has no usable address.

    `region` (two-digit code), `role` and `question_kind` are what the applicant told the bot or the
    platform vouches for; null where nobody asked. `has_attachments` is true where a matter may
    stand in a file. `operator` is the region whose operator writes from this address.
    """

    body: Text
    subject: str = ""
    channel: Channel = Channel.BILET
    mailbox: str | None = None
    sender: str | None = None
    sender_name: str | None = None
    region: str | None = None
    role: ApplicantRole | None = None
    question_kind: QuestionKind | None = None
    has_attachments: bool = False
    operator: str | None = None
    earlier: tuple[Earlier, ...] = ()

    @cached_property
    def heading(self) -> Text:
        return Text(self.subject)
