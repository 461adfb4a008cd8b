"""Whether an appeal is answered at all, as a person decided it."""
