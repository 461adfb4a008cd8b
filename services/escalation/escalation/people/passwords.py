"""Hashes of passwords, made and compared off the event loop."""

import asyncio
from concurrent.futures import ThreadPoolExecutor

from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher

_HASH = PasswordHash((Argon2Hasher(),))
# Each comparison takes 64 MiB and a core: a flood of sign-ins must queue here.
_THREADS = ThreadPoolExecutor(2, thread_name_prefix="passwords")
# Compared with where there is no such account, so that both answers take the same time.
_NOBODYS = _HASH.hash("nobody's")


async def hashed(password: str) -> str:
    return await asyncio.get_running_loop().run_in_executor(_THREADS, _HASH.hash, password)


async def matches(password: str, known: str | None) -> bool:
    """False, after the same time, where nothing is known."""
    loop = asyncio.get_running_loop()
    same = await loop.run_in_executor(_THREADS, _HASH.verify, password, known or _NOBODYS)
    return same and known is not None
