"""More letters than people write."""
