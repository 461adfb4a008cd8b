"""Facts that cross a border between services, and the words they are told in."""

from . import appeals, cases, directory, messages, operators, replies, staff

__all__ = ["appeals", "cases", "directory", "messages", "operators", "replies", "staff"]
