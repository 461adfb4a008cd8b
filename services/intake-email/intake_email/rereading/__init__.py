"""Letters read once more by a better program."""
