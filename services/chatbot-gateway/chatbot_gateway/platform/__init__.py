"""What the project's platform may do for a signed-in user."""
