"""What is reported of letters after they went out, and the addresses that it makes suspect."""
