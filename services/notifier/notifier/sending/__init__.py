"""Hands letters to the mail relay, or to a folder, so that none goes twice and none is lost."""
