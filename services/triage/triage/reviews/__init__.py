"""What only a person decides: whether an appeal stays without an answer."""
