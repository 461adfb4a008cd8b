"""What every changing request must bring, and how its first answer is kept for its repeats."""
