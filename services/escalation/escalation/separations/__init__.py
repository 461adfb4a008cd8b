"""Messages that left a case for one of their own."""
