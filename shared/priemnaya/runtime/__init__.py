"""Runs a service: database, transport, HTTP, clock, logs. Knows nothing of appeals."""
