"""What a text must not hold to be kept: PostgreSQL has no place for it."""

import re
from typing import Any

_UNFIT = re.compile("[\x00\ud800-\udfff]")


def storable(value: Any) -> Any:
    """The same value, with a replacement character for each such one: places stay as they are."""
    if isinstance(value, str):
        return _UNFIT.sub("\ufffd", value)
    if isinstance(value, dict):
        return {storable(key): storable(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [storable(one) for one in value]
    return value
