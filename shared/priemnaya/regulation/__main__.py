"""python -m priemnaya.regulation deadline | <command of a service>."""

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from importlib.metadata import EntryPoints, entry_points

from .datafile import RegulationError
from .deadline_command import deadline_command

GROUP = "priemnaya.regulation.commands"
Command = Callable[[Sequence[str]], int]


def main(arguments: Sequence[str]) -> int:
    installed = entry_points(group=GROUP)
    chosen = _parser(installed).parse_args(arguments)
    command = _command(chosen.command, installed)
    try:
        return command(chosen.arguments)
    except RegulationError as error:
        print(error, file=sys.stderr)
        return 2
    except BrokenPipeError:
        # Who reads has gone; nothing is left to flush when the interpreter ends.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1


def _parser(installed: EntryPoints) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m priemnaya.regulation")
    parser.add_argument("command", choices=["deadline", *sorted(installed.names)])
    parser.add_argument("arguments", nargs=argparse.REMAINDER, help="of the command: try --help")
    return parser


def _command(name: str, installed: EntryPoints) -> Command:
    """Services bring commands of their own, as functions of the arguments that give the status."""
    if name == "deadline":
        return deadline_command
    command: Command = installed[name].load()
    return command


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
