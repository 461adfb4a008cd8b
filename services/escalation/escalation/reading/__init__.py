"""What staff see: queues, lists, one appeal whole, its files."""
