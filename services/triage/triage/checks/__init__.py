"""One pure function a ground: what in a message speaks for it, and how surely."""
