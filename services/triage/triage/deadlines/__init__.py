"""When answers are due, as the desk moves it."""
