"""Work for a pool's children that ends badly where an item says so."""

import os
import time


def obey(common: object, item: str) -> bytes:
    if item == "die":
        os._exit(1)
    if item == "hang":
        time.sleep(60)
    if item == "spin":
        while True:
            pass
    if item == "eat":
        return bytes(1 << 30)
    return f"{item} by {os.getpid()}".encode()
