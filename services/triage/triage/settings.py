"""What triage reads from its environment."""

from priemnaya.runtime.settings import ServiceSettings


class Settings(ServiceSettings):
    pass
