"""Moves facts from the service that says them to those that hear them, each effect once."""
