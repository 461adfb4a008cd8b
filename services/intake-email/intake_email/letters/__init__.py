"""Pure functions from the bytes of a letter to what it says."""
