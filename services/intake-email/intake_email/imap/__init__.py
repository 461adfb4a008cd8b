"""The door that fetches from mail servers."""
