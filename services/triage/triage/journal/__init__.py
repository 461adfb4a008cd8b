"""The journal of incoming documents: registration cards, their sign-off and corrections."""
