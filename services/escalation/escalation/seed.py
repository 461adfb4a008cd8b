"""Accounts and a directory for a single-process installation."""

import asyncio
import json
import secrets
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from uuid_utils.compat import uuid7

from priemnaya.runtime.identity import Role
from priemnaya.runtime.service import Access, Context
from priemnaya.runtime.single import write_private
from priemnaya.runtime.tx import Tx

from .directory import actions as directory
from .directory import store as directory_store
from .directory.domain import Entry
from .people import store as people
from .people.passwords import hashed


@dataclass(frozen=True)
class Person:
    login: str
    name: str
    role: Role
    region: str | None = None


ADMIN = Person("admin", "Администратор", Role.ADMIN)
PEOPLE = (
    Person("registrar", "Белова Тамара Сергеевна", Role.REGISTRAR),
    Person("line1", "Соколова Анна Викторовна", Role.LINE1),
    Person("head", "Громов Игорь Павлович", Role.HEAD),
    Person("operator", "Лебедева Мария Олеговна", Role.OPERATOR, "77"),
    Person("operator66", "Демидов Пётр Ильич", Role.OPERATOR, "66"),
    Person("developer", "Кравцов Денис Андреевич", Role.DEVELOPER),
    Person("auditor", "Вострикова Елена Юрьевна", Role.AUDITOR),
    ADMIN,
)
_TERM = date(2020, 1, 1), date(2035, 12, 31)
OPERATORS = {
    "77": Entry(
        "Центр профессий будущего, Москва (пример)",
        *_TERM,
        ("operator77@example.org",),
        "Мария Олеговна",
    ),
    "66": Entry(
        "Уральский колледж технологий, Екатеринбург (пример)",
        *_TERM,
        ("operator66@example.org",),
        "Пётр Ильич",
    ),
    "16": Entry("Казанский техникум связи (пример)", *_TERM, ("operator16@example.org",)),
    # Its contract is over: its questions stay with the first line.
    "23": Entry(
        "Кубанский колледж сервиса (пример)",
        date(2020, 1, 1),
        date(2020, 8, 31),
        ("operator23@example.org",),
    ),
}


async def seed(context: Context, access: Access, demo: bool) -> None:
    """Without the demonstration there is one account, the administrator's."""
    wanted = PEOPLE if demo else (ADMIN,)
    kept = _Passwords(context.data / "accounts.json")
    async with context.database.begin() as tx:
        known = await people.known_logins(tx)
    new = [person for person in wanted if person.login not in known or kept.lacks(person.login)]
    hashes = await asyncio.gather(*(hashed(kept.of(person.login)) for person in new))
    async with context.database.begin() as tx:
        for person, hash_ in zip(new, hashes, strict=True):
            await _put(tx, person, hash_, f"{person.login}@example.org" if demo else None)
        if demo:
            await _fill_directory(tx)
    access.accounts += [
        {
            "login": person.login,
            "password": kept.of(person.login),
            "role": person.role,
            "region": person.region,
        }
        for person in wanted
    ]


async def _put(tx: Tx, person: Person, hash_: str, mail: str | None) -> None:
    account = {
        "id": uuid7(),
        "login": person.login,
        "name": person.name,
        "password_hash": hash_,
        "role": person.role,
        "region": person.region,
        "mail": mail,
    }
    await people.put_account(tx, account)


async def _fill_directory(tx: Tx) -> None:
    known = await directory_store.entries(tx)
    for region, entry in OPERATORS.items():
        if region not in known:
            await directory.change(tx, region, entry)


class _Passwords:
    """Random ones that a person can type, kept in a file that only its owner reads."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._known: dict[str, str] = json.loads(path.read_text()) if path.exists() else {}

    def lacks(self, login: str) -> bool:
        return login not in self._known

    def of(self, login: str) -> str:
        if self.lacks(login):
            self._known[login] = _readable()
            write_private(self._path, json.dumps(self._known, indent=2))
        return self._known[login]


def _readable() -> str:
    """Four pairs of syllables: 50 bits."""
    syllables = [secrets.choice("bdfghjklmnprstvz") + secrets.choice("aeiou") for _ in range(8)]
    return "-".join(a + b for a, b in zip(syllables[::2], syllables[1::2], strict=True))
