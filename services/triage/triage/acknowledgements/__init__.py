"""Which messages are told at once that they arrived: within caps, so that robots get no echo."""
