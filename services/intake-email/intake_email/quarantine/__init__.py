"""Letters that wait for a person: unreadable ones and those of machines."""
