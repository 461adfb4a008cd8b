"""Danger to somebody that a message tells of."""
