"""What every service reads from its environment."""

from pathlib import Path

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

MEMORY = "memory://"


class RuntimeSettings(BaseSettings):
    """`database_url` is the service's own login; the admin's only for `migrate` and `all`.

    `database_connections` is the most of one service's process; all processes together must fit
    into the server's limit. `ns` prefixes database, roles, exchanges and queues. `clock_offset`
    (seconds) is for tests. `introspection_url` is where a service that owns no accounts looks
    staff sessions up.
    """

    model_config = SettingsConfigDict(env_file=None, extra="ignore")

    database_url: SecretStr
    amqp_url: SecretStr
    database_connections: int = Field(16, ge=2)
    ns: str = "priemnaya"
    data: Path = Path("var")
    public_url: str = "http://127.0.0.1:8080"
    clock_offset: float = 0.0
    introspection_url: str | None = None
    host: str = "127.0.0.1"
    port: int = 8000
    log_level: str = "INFO"


class ServiceSettings(BaseSettings):
    """Base of a service's own settings: its prefix is the service's name in capitals.

    A secret has no default; `make env` and the embedded mode write fresh ones.
    """

    model_config = SettingsConfigDict(env_file=None, extra="ignore")
