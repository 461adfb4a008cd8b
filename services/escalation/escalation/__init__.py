"""Cases of the three lines, the people who work on them and the operators' directory."""
