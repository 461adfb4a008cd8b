"""What intake-email reads from its environment."""

from functools import cached_property
from typing import Literal

from pydantic import BaseModel, Field, PositiveInt, SecretStr, field_validator
from pydantic_settings import SettingsConfigDict

from priemnaya.contracts.words import Channel
from priemnaya.regulation import load as regulation
from priemnaya.runtime.settings import ServiceSettings


class ImapAccess(BaseModel):
    """How a mailbox is read: INTAKE_EMAIL_IMAP_BILET_HOST and so on."""

    host: str
    user: str
    password: SecretStr
    tls: Literal["tls", "starttls", "none"] = "tls"
    port: int = 993
    folder: str = "INBOX"


class Floods(BaseModel):
    """How many letters are usual: in an hour of one `sender`, and of one sender in the `thread` of
    one appeal; in a minute of one `domain`, and of `all`."""

    sender: PositiveInt = 60
    thread: PositiveInt = 30
    domain: PositiveInt = 300
    all: PositiveInt = 1000


class Settings(ServiceSettings):
    """Which mailboxes there are, and the channel of each, says the regulation.

    `imap` is by the part of the address before the @; a mailbox is looked into at least every
    `poll_seconds`. `lmtp_port` opens the door for LMTP. `authserv_id` is the name under which our
    own mail server writes Authentication-Results; without it no sender counts as verified. `clamd`
    is the virus scanner's host:port or socket.
    """

    model_config = SettingsConfigDict(
        env_prefix="INTAKE_EMAIL_", env_nested_delimiter="_", env_ignore_empty=True
    )

    token: SecretStr
    thread_secret: SecretStr = Field(validation_alias="THREAD_SECRET")
    imap: dict[str, ImapAccess] = Field(default_factory=dict)
    # A mail server may end an IDLE after half an hour.
    poll_seconds: float = Field(default=20.0, gt=0, le=1500)
    lmtp_host: str = "127.0.0.1"
    lmtp_port: int | None = None
    authserv_id: str | None = None
    floods: Floods = Floods()
    clamd: str | None = None

    @field_validator("imap")
    @classmethod
    def _known_to_the_regulation(cls, imap: dict[str, ImapAccess]) -> dict[str, ImapAccess]:
        known = known_mailboxes()
        names = {address.partition("@")[0] for address in known}
        if unknown := sorted(set(imap) - names):
            keys = ", ".join(f"INTAKE_EMAIL_IMAP_{name.upper()}_…" for name in unknown)
            raise ValueError(
                f"{keys}: `channels` of regulation.yaml has no such mailbox,"
                f" only {' and '.join(known)}"
            )
        return imap

    @cached_property
    def mailboxes(self) -> dict[str, Channel]:
        """Address to channel."""
        return known_mailboxes()

    def access(self, mailbox: str) -> ImapAccess | None:
        return self.imap.get(mailbox.partition("@")[0])


def known_mailboxes() -> dict[str, Channel]:
    """Of every version: letters also come to the addresses of an earlier one."""
    versions = sorted(regulation.load().versions, key=lambda version: version.valid_from)
    return {
        entry.address.lower(): channel
        for version in versions
        for channel, entry in version.channels.items()
        if "@" in entry.address
    }
