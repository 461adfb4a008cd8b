"""How often the program is right: against the shipped sets and against what staff set right."""
