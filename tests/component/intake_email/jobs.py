"""Work for a pool's children that ends badly where an item says so.

As a program: the owner of a pool whose child works on the item named.
"""

import asyncio
import os
import sys
import time

from intake_email.parsing.pool import Pool
from intake_email.parsing.zygote import Limits, Task


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


async def own(item: str) -> None:
    pool = Pool("tests.component.intake_email.jobs:obey")
    limits = Limits(seconds=2.0, cpu_seconds=1, memory=512 << 20)
    async for _ in pool.run(Task(limits, None, ("a", item))):
        print("at work", flush=True)
    await asyncio.sleep(60)


if __name__ == "__main__":
    asyncio.run(own(sys.argv[1]))
