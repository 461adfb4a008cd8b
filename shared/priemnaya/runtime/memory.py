"""How a process looks after its memory."""

import gc

# So many new objects between two looks of the collector. By default it looks at each 700, far less
# than one batch of messages makes, and takes a tenth of the processor's time to find nothing.
_NEW_OBJECTS = 10_000


def collect_seldom() -> None:
    """For a process that serves: what waits meanwhile is a few megabytes at most."""
    gc.set_threshold(_NEW_OBJECTS)
