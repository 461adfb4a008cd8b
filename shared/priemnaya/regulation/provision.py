"""The smallest things a version is made of: a provision and a named parameter."""

from typing import Annotated, Generic, Self, TypeVar

from pydantic import Field, StringConstraints, model_validator

from .datafile import Strict

Clause = Annotated[str, Field(pattern=r"^\d+(\.\d+)*$")]
Words = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]
ValueT = TypeVar("ValueT")


class Provision(Strict):
    """Something the regulation says, or that we assume where it is silent."""

    clause: Clause
    assumed: bool = False
    because: str = ""

    @model_validator(mode="after")
    def _says_why(self) -> Self:
        if self.assumed and not self.because.strip():
            raise ValueError("what is assumed needs a because")
        return self


class Parameter(Strict, Generic[ValueT]):
    """A named value for what the regulation leaves open."""

    value: ValueT
    assumed: bool
    because: Words
