"""Which language a text is in, Russian in Latin letters or in the wrong layout included."""
