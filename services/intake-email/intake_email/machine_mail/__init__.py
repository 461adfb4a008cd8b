"""What machines write to us."""
