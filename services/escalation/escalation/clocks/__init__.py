"""Terms that are counted anew, and how they moved."""
