"""Facts that cross a border between services, and the words they are told in."""

from . import appeals, cases, directory, messages, replies

__all__ = ["appeals", "cases", "directory", "messages", "replies"]
