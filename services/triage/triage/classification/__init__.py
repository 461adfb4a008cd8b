"""What a message is: its kind, topic, writer, region, each with a reason in words."""
