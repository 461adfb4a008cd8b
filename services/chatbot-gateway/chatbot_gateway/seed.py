"""How the platform gets in; for the demonstration also its keys and some dialogs."""

import json
import os
from collections.abc import Sequence
from pathlib import Path

from joserfc.jwk import ECKey, KeySet
from uuid_utils.compat import uuid7

from priemnaya.runtime.service import Access, Context

from .dialogs import actions, store
from .platform.identity import keys_path

PRIVATE_KEY = "platform-private.pem"
DIALOGS: Sequence[Sequence[str]] = (
    ("Москва", "Участник", "Не помню", "Технический", "После входа страница с тестом остаётся"
     " пустой. Пробовал в двух браузерах. Что можно сделать?"),
    ("Республика Татарстан", "Наставник", "Нет", "Информационный", "Как записать на практическое"
     " мероприятие группу из двенадцати человек, и до какого числа это нужно сделать?"),
)  # fmt: skip


async def seed(context: Context, access: Access, demo: bool) -> None:
    access.tokens["platform"] = context.settings.platform_token.get_secret_value()
    if not demo:
        return
    path = keys_path(context)
    if context.settings.platform_jwks is None and not path.exists():
        make_keys(path)
    await _hold_dialogs(context)


def make_keys(path: Path) -> None:
    """A key pair that plays the platform: the private half lies beside the public one."""
    path.parent.mkdir(parents=True, exist_ok=True)
    key = ECKey.generate_key("P-256", {"alg": "ES256", "use": "sig"}, auto_kid=True)
    private = path.with_name(PRIVATE_KEY)
    with open(os.open(private, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        file.write(key.as_pem(private=True))
    path.write_text(json.dumps(KeySet([key]).as_dict(private=False), indent=2))


async def _hold_dialogs(context: Context) -> None:
    async with context.database.begin() as tx:
        if await store.any_dialog(tx):
            return
        for texts in DIALOGS:
            id_ = uuid7()
            token = actions.make_token(context.settings.dialog_secret.get_secret_value(), id_)
            await actions.open_dialog(tx, id_, token, most_per_minute=len(DIALOGS))
            for text in texts:
                kept = await actions.enter(tx, id_, token)
                await actions.speak(tx, kept, text, most_per_minute=len(texts))
