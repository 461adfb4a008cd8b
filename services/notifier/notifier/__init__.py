"""Writes the letters to applicants and sees each of them to the mail relay, once."""
