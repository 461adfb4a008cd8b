"""Russian words that people read."""

WITHOUT_WORDS = "Обращение без текста"
