"""Decides once what becomes of every message, and registers appeals."""
