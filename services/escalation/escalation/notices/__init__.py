"""What members of staff want to hear of by mail."""
