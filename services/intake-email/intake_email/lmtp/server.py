"""Listens for our mail server."""

import asyncio

import structlog

from intake_email.acceptance import Acceptance
from priemnaya.runtime.service import Context

from .dialog import Dialog, Door, Patience
from .wire import Wire

log = structlog.get_logger()

MOST_CONNECTIONS = 50
PATIENCE = Patience()


async def serve(context: Context) -> bool:
    """Until the service stops; at once where no port is set."""
    settings = context.settings
    if settings.lmtp_port is None:
        return False
    door = Door(context.blobs, context.only(Acceptance), settings.mailboxes, PATIENCE)
    listener = Listener(door)
    server = await asyncio.start_server(listener.welcome, settings.lmtp_host, settings.lmtp_port)
    try:
        await server.serve_forever()
    finally:
        server.close()
        await listener.stop()
    return False


class Listener:
    def __init__(self, door: Door) -> None:
        self._door = door
        self._talks: set[asyncio.Task[None]] = set()

    def welcome(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if len(self._talks) >= MOST_CONNECTIONS:
            writer.write(b"421 4.3.2 Too many connections\r\n")
            writer.close()
            return
        talk = asyncio.create_task(self._talk(reader, writer))
        self._talks.add(talk)
        talk.add_done_callback(self._talks.discard)

    async def _talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            await Dialog(self._door, Wire(reader, writer)).run()
        except Exception:
            log.exception("dialog_broken")
        finally:
            writer.close()

    async def stop(self) -> None:
        """A letter whose sender got no answer comes again and is known then."""
        for talk in self._talks:
            talk.cancel()
        await asyncio.gather(*self._talks, return_exceptions=True)
