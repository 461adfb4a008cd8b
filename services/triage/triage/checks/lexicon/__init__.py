"""Word lists of the checks; they are data, read once."""

from importlib.resources import files
from typing import TypeVar

from pydantic import BaseModel

from priemnaya.regulation.datafile import parse

ModelT = TypeVar("ModelT", bound=BaseModel)


def read(name: str, model: type[ModelT]) -> ModelT:
    """The file of this name in this folder."""
    return parse(files(__package__).joinpath(name).read_text(encoding="utf-8"), name, model)
