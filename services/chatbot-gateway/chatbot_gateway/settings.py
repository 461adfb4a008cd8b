"""What chatbot-gateway reads from its environment."""

from pathlib import Path

from pydantic import PositiveFloat, PositiveInt, SecretStr
from pydantic_settings import SettingsConfigDict

from priemnaya.runtime.settings import ServiceSettings


class Settings(ServiceSettings):
    """`platform_jwks` is the platform's public keys as a JWKS file; unset, it is
    `keys/platform.jwks.json` in the data folder. A stream that has nothing to tell for
    `stream_idle` seconds ends; browsers open it again by themselves.
    """

    model_config = SettingsConfigDict(env_prefix="CHATBOT_GATEWAY_")

    platform_token: SecretStr
    dialog_secret: SecretStr
    platform_jwks: Path | None = None
    messages_per_minute: PositiveInt = 30
    dialogs_per_minute: PositiveInt = 20_000
    stream_idle: PositiveFloat = 300
