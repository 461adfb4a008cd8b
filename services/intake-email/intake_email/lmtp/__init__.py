"""Letters that our mail server hands over as its last step (RFC 2033)."""
