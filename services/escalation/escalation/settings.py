"""What escalation reads from its environment: nothing of its own yet."""

from priemnaya.runtime.settings import ServiceSettings


class Settings(ServiceSettings):
    pass
