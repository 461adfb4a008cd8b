"""Appeals at the desk: their questions, messages, answers and way through the lines."""
