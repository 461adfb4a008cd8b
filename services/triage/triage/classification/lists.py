"""Named lists of words, read from the data files beside the code."""

from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from pydantic import RootModel

from priemnaya.regulation.datafile import parse


class _Lists(RootModel[dict[str, tuple[str, ...]]]):
    pass


@cache
def load_lists(package: str, name: str) -> Mapping[str, frozenset[str]]:
    """The lists of a file in the package's lexicon. Raises `RegulationError`."""
    text = files(package).joinpath("lexicon", name).read_text(encoding="utf-8")
    source = parse(text, name, _Lists).root
    return {key: frozenset(words) for key, words in source.items()}
