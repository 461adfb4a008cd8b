"""The hours of notices."""

from datetime import time, timedelta
from typing import Self

from pydantic import Field, model_validator
from pydantic_settings import SettingsConfigDict

from priemnaya.runtime.settings import ServiceSettings

from .domain import Hours


class NoticeHours(ServiceSettings):
    """Staff are written to on working days from `notices_from` until `notices_until`.

    `notices_pause` (minutes) lies between two letters to somebody who wants a digest.
    """

    model_config = SettingsConfigDict(
        env_prefix="NOTIFIER_", env_file=None, env_ignore_empty=True, extra="ignore"
    )

    notices_from: time = time(8)
    notices_until: time = time(20)
    notices_pause: float = Field(default=30.0, ge=0, le=1440)

    @model_validator(mode="after")
    def _open_before_they_close(self) -> Self:
        if self.notices_from >= self.notices_until:
            raise ValueError("notices_until must be later than notices_from")
        return self

    @property
    def hours(self) -> Hours:
        pause = timedelta(minutes=self.notices_pause)
        return Hours(self.notices_from, self.notices_until, pause)
