"""Questions to the contact of an operator who works without a login, and what he answers."""
