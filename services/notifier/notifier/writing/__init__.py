"""What letters say and how they are put into bytes."""
