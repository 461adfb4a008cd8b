"""What intake-email reads from its environment."""

from typing import Literal, Self

from pydantic import BaseModel, Field, SecretStr, model_validator
from pydantic_settings import SettingsConfigDict

from priemnaya.contracts.words import Channel
from priemnaya.runtime.settings import ServiceSettings

MAILBOXES = {"bilet@worldskills.ru": Channel.BILET, "info@worldskills.ru": Channel.INFO}


class ImapAccess(BaseModel):
    """How a mailbox is read: INTAKE_EMAIL_IMAP_BILET_HOST and so on."""

    host: str
    user: str
    password: SecretStr
    tls: Literal["tls", "starttls", "none"] = "tls"
    port: int = 993
    folder: str = "INBOX"


class Settings(ServiceSettings):
    """`mailboxes` are address to channel; `imap` is by the part of the address before the @.

    `authserv_id` is the name under which our own mail server writes Authentication-Results;
    without it no sender counts as verified.
    """

    model_config = SettingsConfigDict(
        env_prefix="INTAKE_EMAIL_", env_nested_delimiter="_", env_ignore_empty=True
    )

    token: SecretStr
    thread_secret: SecretStr = Field(validation_alias="THREAD_SECRET")
    mailboxes: dict[str, Channel] = MAILBOXES
    imap: dict[str, ImapAccess] = Field(default_factory=dict)
    poll_seconds: float = Field(default=20.0, ge=0)
    authserv_id: str | None = None

    @model_validator(mode="after")
    def _every_access_has_its_mailbox(self) -> Self:
        names = {address.partition("@")[0] for address in self.mailboxes}
        if unknown := set(self.imap) - names:
            raise ValueError(f"IMAP access to mailboxes that are not ours: {sorted(unknown)}")
        return self

    def access(self, mailbox: str) -> ImapAccess | None:
        return self.imap.get(mailbox.partition("@")[0])
