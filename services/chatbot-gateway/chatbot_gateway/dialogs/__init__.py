"""Dialogs: the bot's questions, the hand-over, the answers that wait to be fetched."""
