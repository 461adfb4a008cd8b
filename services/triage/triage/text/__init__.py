"""What a text is made of: words with their places and lemmas, quotations, a signature."""
