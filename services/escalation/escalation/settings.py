"""What escalation reads from its environment."""

from pydantic import SecretStr
from pydantic_settings import SettingsConfigDict

from priemnaya.runtime.settings import ServiceSettings


class Settings(ServiceSettings):
    """`link_secret` signs the links by which an operator's contact answers without a login."""

    model_config = SettingsConfigDict(env_prefix="ESCALATION_", env_file=None, extra="ignore")

    link_secret: SecretStr


def link_secret() -> str:
    """Read anew: a handler is given its transaction alone, and requests are rare."""
    return Settings.model_validate({}).link_secret.get_secret_value()
