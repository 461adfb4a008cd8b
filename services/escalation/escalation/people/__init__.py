"""Accounts, signing in and sessions."""
