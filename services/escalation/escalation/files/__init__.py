"""What the virus scanner says of attachments."""
