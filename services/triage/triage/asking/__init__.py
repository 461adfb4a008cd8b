"""What the sentences of an appeal are for: asking, complaining, telling, greeting."""
