"""What became of a letter, step by step."""
