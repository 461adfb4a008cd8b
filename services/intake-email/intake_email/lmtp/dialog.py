"""What is said over one connection (RFC 2033, RFC 5321)."""

import asyncio
import errno
import re
from collections.abc import Mapping
from dataclasses import dataclass

import structlog
from sqlalchemy.exc import DBAPIError

from intake_email import doors
from intake_email.acceptance import Acceptance
from intake_email.doors import LARGEST_LETTER, Stored
from intake_email.errors import EmptyLetter
from priemnaya.bus.consumer import is_passing
from priemnaya.contracts.words import Channel
from priemnaya.runtime.blobs import BlobStore
from priemnaya.runtime.problems import Away

from .data import TOO_LARGE, Data, Refused
from .wire import HungUp, LineTooLong, TooSlow, Wire

log = structlog.get_logger()

MOST_RECIPIENTS = 100
MOST_ERRORS = 10
DISK_FULL = "53100"

_EXTENSIONS = (
    "PIPELINING",
    "8BITMIME",
    "SMTPUTF8",
    "ENHANCEDSTATUSCODES",
    f"SIZE {LARGEST_LETTER}",
)
_MAIL = re.compile(r"FROM: ?<[^>]*>((?: [^ ]+)*)", re.IGNORECASE)
_RECIPIENT = re.compile(r"TO: ?<(?:@[^:>]*:)?([^>]+)>", re.IGNORECASE)
_PARAMETER = re.compile(r"SIZE=(\d{1,20})|BODY=(?:7BIT|8BITMIME)|SMTPUTF8", re.IGNORECASE)


@dataclass(frozen=True)
class Patience:
    """Seconds for a command, for the next bytes of a letter and for all of it."""

    command: float = 300.0
    idle: float = 180.0
    letter: float = 900.0


@dataclass(frozen=True)
class Door:
    blobs: BlobStore
    acceptance: Acceptance
    mailboxes: Mapping[str, Channel]
    patience: Patience

    def mailbox(self, address: str) -> str | None:
        """Whose address it is, with or without a plus and what follows it."""
        local, _, domain = address.lower().rpartition("@")
        mailbox = f"{local.partition('+')[0]}@{domain}"
        return mailbox if mailbox in self.mailboxes else None


class Dialog:
    def __init__(self, door: Door, wire: Wire) -> None:
        self._door = door
        self._wire = wire
        self._greeted = False
        self._sender_known = False
        self._recipients: list[str] = []
        self._errors = 0
        self._over = False

    async def run(self) -> None:
        """Until either side ends it."""
        try:
            await self._wire.say("220 LMTP ready")
            while not self._over:
                await self._answer(await self._wire.line(self._door.patience.command))
        except TooSlow:
            await self._farewell("421 4.4.2 That took too long")
        except LineTooLong:
            await self._farewell("500 5.5.2 The line is too long")
        except HungUp:
            return

    async def _farewell(self, reply: str) -> None:
        try:
            await self._wire.say(reply)
        except HungUp:
            return
        await self._wire.hang_up()

    async def _answer(self, line: bytes) -> None:
        verb, _, argument = line.decode("utf-8", "replace").partition(" ")
        replies = await self._reply(verb.upper(), argument.strip())
        if replies[0].startswith(("500", "501")):
            self._errors += 1
        if self._errors > MOST_ERRORS:
            self._over, replies = True, [*replies, "421 4.7.0 Too many errors"]
        await self._wire.say(*replies)

    async def _reply(self, verb: str, argument: str) -> list[str]:
        match verb:
            case "LHLO":
                self._greeted = True
                self._reset()
                return [
                    *(f"250-{word}" for word in ("here", *_EXTENSIONS[:-1])),
                    f"250 {_EXTENSIONS[-1]}",
                ]
            case "MAIL":
                return [self._mail(argument)]
            case "RCPT":
                return [self._recipient(argument)]
            case "DATA":
                return await self._data(argument)
            case "RSET":
                self._reset()
                return ["250 2.0.0 Forgotten"]
            case "NOOP":
                return ["250 2.0.0 Here"]
            case "VRFY":
                return ["252 2.5.0 Send it and see"]
            case "QUIT":
                self._over = True
                return ["221 2.0.0 Good-bye"]
        return ["500 5.5.1 Not a command of LMTP"]

    def _mail(self, argument: str) -> str:
        if not self._greeted or self._sender_known:
            return "503 5.5.1 Not now"
        found = _MAIL.fullmatch(argument)
        if found is None:
            return "501 5.5.4 Not a sender"
        for parameter in found[1].split():
            known = _PARAMETER.fullmatch(parameter)
            if known is None:
                return "555 5.5.4 Unknown parameter"
            if known[1] and int(known[1]) > LARGEST_LETTER:
                return TOO_LARGE
        self._sender_known = True
        return "250 2.1.0 Go on"

    def _recipient(self, argument: str) -> str:
        if not self._sender_known:
            return "503 5.5.1 Not now"
        if len(self._recipients) >= MOST_RECIPIENTS:
            return "452 4.5.3 Too many recipients"
        found = _RECIPIENT.fullmatch(argument)
        if found is None:
            return "501 5.5.4 Not a recipient"
        mailbox = self._door.mailbox(found[1])
        if mailbox is None:
            return "550 5.1.1 No such mailbox here"
        self._recipients.append(mailbox)
        return "250 2.1.5 Go on"

    async def _data(self, argument: str) -> list[str]:
        """One reply for each recipient, in their order."""
        if argument:
            return ["501 5.5.4 DATA stands alone"]
        if not self._recipients:
            return ["503 5.5.1 No recipients"]
        recipients = self._recipients
        self._reset()
        await self._wire.say("354 Go on, and end with a dot")
        stored = await self._store()
        if isinstance(stored, str):
            return [stored] * len(recipients)
        return await asyncio.gather(*(self._accept(stored, mailbox) for mailbox in recipients))

    def _reset(self) -> None:
        self._sender_known, self._recipients = False, []

    async def _store(self) -> Stored | str:
        """The reply where it can not be stored."""
        patience = self._door.patience
        data = Data(self._wire, LARGEST_LETTER, patience.idle, patience.letter)
        try:
            return await doors.store(self._door.blobs, data.pieces())
        except Refused as refused:
            return refused.reply
        except EmptyLetter:
            return "554 5.6.0 The letter is empty"
        except (HungUp, TooSlow):
            raise
        except Exception as error:
            await data.drain()
            return _not_now(error)

    async def _accept(self, stored: Stored, mailbox: str) -> str:
        arrival = stored.arrival(mailbox, self._door.mailboxes[mailbox], "lmtp")
        try:
            accepted = await self._door.acceptance.accept(arrival)
        except Exception as error:
            return _not_now(error)
        return f"250 2.0.0 Taken in as {accepted.id}"


def _not_now(error: Exception) -> str:
    """Whatever went wrong, the sender keeps the letter and comes again."""
    if is_passing(error) or isinstance(error, Away):
        log.warning("letter_not_taken_in", error=type(error).__name__)
    else:
        log.exception("letter_not_taken_in")
    state = getattr(error.orig, "sqlstate", None) if isinstance(error, DBAPIError) else None
    full = isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT)
    if full or state == DISK_FULL:
        return "452 4.3.1 No space at the moment"
    return "451 4.3.0 Not at the moment"
