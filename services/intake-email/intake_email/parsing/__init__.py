"""Reads letters in child processes that a hostile one may kill without harm."""
