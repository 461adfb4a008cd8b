"""Hashes of passwords, made and compared off the event loop."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from functools import cache

from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher

_HASH = PasswordHash((Argon2Hasher(),))
# Each comparison takes 64 MiB and a core: a flood of sign-ins must queue here.
_THREADS = ThreadPoolExecutor(2, thread_name_prefix="passwords")


async def hashed(password: str) -> str:
    return await asyncio.get_running_loop().run_in_executor(_THREADS, _HASH.hash, password)


async def matches(password: str, known: str | None) -> bool:
    """False, after the same time, where nothing is known."""
    loop = asyncio.get_running_loop()
    same = await loop.run_in_executor(_THREADS, _compare, password, known)
    return same and known is not None


def _compare(password: str, known: str | None) -> bool:
    return _HASH.verify(password, known or _nobodys())


@cache
def _nobodys() -> str:
    """Compared with where there is no such account, so that both answers take the same time."""
    return _HASH.hash("nobody's")
