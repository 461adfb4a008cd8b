"""The directory of the subjects of the Federation and their operators."""
