"""The chat-bot and the platform's way in: dialogs, hand-over, answers on the dialog's channel."""
