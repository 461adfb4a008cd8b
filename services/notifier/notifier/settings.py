"""What notifier reads from its environment."""

from enum import StrEnum
from pathlib import Path
from typing import Self

from pydantic import Field, SecretStr, field_validator, model_validator
from pydantic_settings import SettingsConfigDict

from priemnaya.runtime.settings import ServiceSettings

from .notices.settings import NoticeHours
from .writing.headers import usable_address


class Tls(StrEnum):
    NONE = "none"
    STARTTLS = "starttls"
    TLS = "tls"


class ProbeKind(StrEnum):
    """Who can say whether a letter was accepted whose answer we did not get."""

    FILE = "file"
    SENT_ARCHIVE = "sent-archive"
    NONE = "none"


class WhoIsNamed(ServiceSettings):
    """`alarm_address` is that of the person who hears of danger at once; empty, nobody does."""

    model_config = SettingsConfigDict(
        env_prefix="NOTIFIER_", env_file=None, env_ignore_empty=True, extra="ignore"
    )

    alarm_address: str = ""

    @field_validator("alarm_address")
    @classmethod
    def _can_be_written_to(cls, address: str) -> str:
        if address and usable_address(address) is None:
            raise ValueError("not a mail address")
        return address


class Settings(WhoIsNamed, NoticeHours):
    """Without `smtp_host` letters become files in the folder `outbox`.

    `fence` (seconds) must exceed the relay's idle timeout plus its longest work after the end of
    a letter, and the time in which the sent archive shows it: only after it is a probe believed.
    `lease` (seconds) is how long a claimed letter may take to its last dot. `first_pause` (seconds)
    doubles with every temporary refusal, up to four hours.
    `late_after` (hours): a letter that did not go out by then is shown to staff; it goes on being
    tried. `domain_connections` (a copy of the service) and `domain_pace` (letters a minute, all
    copies) are the most for one recipient domain; 0 leaves its pace to the relay.
    `ca` (a file) vouches for relay and archive where no public authority does.
    """

    thread_secret: SecretStr = Field(validation_alias="THREAD_SECRET")
    mail_domain: str = Field("worldskills.ru", validation_alias="MAIL_DOMAIN")
    mailbox: str = "bilet@worldskills.ru"

    smtp_host: str = ""
    smtp_port: int = 25
    smtp_user: str = ""
    smtp_password: SecretStr | None = None
    smtp_tls: Tls = Tls.NONE
    ca: Path | None = None
    connections: int = Field(16, ge=1, le=64)
    fence: float = Field(60.0, gt=0)
    lease: float = Field(60.0, gt=0)
    first_pause: float = Field(60.0, gt=0)
    late_after: float = Field(4.0, gt=0)
    domain_connections: int = Field(8, ge=1)
    domain_pace: int = Field(0, ge=0)

    probe: ProbeKind = ProbeKind.NONE
    archive_host: str = ""
    archive_port: int = 993
    archive_user: str = ""
    archive_password: SecretStr | None = None
    archive_tls: bool = True
    archive_folder: str = "INBOX"

    @model_validator(mode="after")
    def _fits_together(self) -> Self:
        if self.smtp_user and (self.smtp_tls is Tls.NONE or self.smtp_password is None):
            raise ValueError("smtp_user needs smtp_password and TLS")
        if self.smtp_host and self.probe is ProbeKind.FILE:
            raise ValueError("the probe 'file' goes with letters as files, without smtp_host")
        if self.probe is ProbeKind.SENT_ARCHIVE and not self.archive_host:
            raise ValueError("the probe 'sent-archive' needs archive_host")
        return self
