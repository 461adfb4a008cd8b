"""Reads a data file of this package whole; what is wrong is named with file, line and key."""

from collections.abc import Sequence
from importlib.resources import files
from typing import ClassVar, TypeVar

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError

ModelT = TypeVar("ModelT", bound=BaseModel)


class RegulationError(Exception):
    """A data file is not as it must be; nothing may start with it."""


# The loader in C is ten times as fast, where it was built.
class _Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
    """Leaves dates to the model: a month 13 is then named with its key as everything else is."""

    yaml_implicit_resolvers: ClassVar = {
        first: [(tag, regexp) for tag, regexp in resolvers if not tag.endswith(":timestamp")]
        for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
    }


class Strict(BaseModel):
    """A value of a data file; a key that it does not know is an error."""

    model_config = ConfigDict(extra="forbid", frozen=True)


def read(name: str, model: type[ModelT]) -> ModelT:
    """The file of this name in this package."""
    return parse(files(__package__).joinpath(name).read_text(encoding="utf-8"), name, model)


def parse(text: str, source: str, model: type[ModelT]) -> ModelT:
    """`source` names the text in errors. Raises `RegulationError`."""
    tree: yaml.Node | None = None
    try:
        loader = _Loader(text)
        tree = loader.get_single_node()
        _refuse_repeated_keys(tree, source)
        return model.model_validate(loader.construct_document(tree) if tree else None)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise RegulationError(f"{source}:{line}: {error.problem}") from None
    except yaml.YAMLError as error:
        raise RegulationError(f"{source}:1: {error}") from None
    except ValidationError as error:
        wrong = [_describe(source, tree, e["loc"], e["msg"]) for e in error.errors()]
        raise RegulationError("\n".join(wrong)) from None


def _describe(source: str, tree: yaml.Node | None, path: Sequence[int | str], message: str) -> str:
    key = ".".join(map(str, path)) or "(the whole)"
    return f"{source}:{_line(tree, path)}: {key}: {message}"


def _line(node: yaml.Node | None, path: Sequence[int | str]) -> int:
    """Where the value stands, or the nearest thing around it where a key is missing."""
    line = node.start_mark.line + 1 if node else 1
    for step in path:
        node = _below(node, step)
        if node is None:
            break
        line = node.start_mark.line + 1
    return line


def _below(node: yaml.Node | None, step: int | str) -> yaml.Node | None:
    below: dict[str, yaml.Node] = {}
    if isinstance(node, yaml.SequenceNode):
        below = {str(position): value for position, value in enumerate(node.value)}
    if isinstance(node, yaml.MappingNode):
        below = {key.value: value for key, value in node.value}
    return below.get(str(step))


def _refuse_repeated_keys(node: yaml.Node | None, source: str) -> None:
    # PyYAML would silently let the later one win.
    if isinstance(node, yaml.SequenceNode):
        for value in node.value:
            _refuse_repeated_keys(value, source)
    if isinstance(node, yaml.MappingNode):
        seen: set[str] = set()
        for key, value in node.value:
            if key.value in seen:
                line = key.start_mark.line + 1
                raise RegulationError(f"{source}:{line}: {key.value}: stands here twice")
            seen.add(key.value)
            _refuse_repeated_keys(value, source)
