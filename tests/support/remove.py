"""python -m tests.support.remove: takes away what the prefix NS names in both servers."""

import asyncio
import os

import aio_pika

from priemnaya.bus import topology
from priemnaya.runtime.host import installed_services

from .databases import Cluster


async def main() -> None:
    ns = os.environ["NS"]
    await Cluster(os.environ["DATABASE_URL"], ns).remove()
    async with await aio_pika.connect(os.environ["AMQP_URL"]) as connection:
        routes = [service.route for service in installed_services()]
        await topology.remove(await connection.channel(), ns, routes)


if __name__ == "__main__":
    asyncio.run(main())
