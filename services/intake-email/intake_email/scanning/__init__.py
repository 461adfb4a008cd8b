"""Nothing of a letter is handed out before the virus scanner has seen it."""
