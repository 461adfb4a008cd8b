"""By what people and letters are known again, without keeping an address in clear."""

import hashlib

from priemnaya.contracts.messages import MessageReceived

MOST_REFERENCES = 20


def address_key(address: str) -> bytes:
    """The same for every way to write one address: capitals and a plus part do not count."""
    local, _, domain = address.strip().lower().rpartition("@")
    return hashlib.sha256(f"{local.partition('+')[0]}@{domain}".encode(errors="replace")).digest()


def applicant_key(message: MessageReceived) -> bytes | None:
    """Of the address that is answered, or of the login that the platform vouches for."""
    if message.reply_to.address:
        return address_key(message.reply_to.address)
    if message.sender_verified and message.login:
        return hashlib.sha256(f"login/{message.login}".encode(errors="replace")).digest()
    return None


def letter_key(message: MessageReceived) -> bytes | None:
    """The same for one letter in both mailboxes; null for what is no letter."""
    if message.thread is None or not (message.thread.message_id and message.content_hash):
        return None
    named = f"{message.thread.message_id}\n{message.content_hash}"
    return hashlib.sha256(named.encode(errors="replace")).digest()


def message_id_key(message_id: str) -> bytes:
    return hashlib.sha256(f"message-id/{message_id}".encode(errors="replace")).digest()


def answered_keys(message: MessageReceived) -> list[bytes]:
    """Of the letters that the message says it answers, the nearest first."""
    references = message.thread.references if message.thread else ()
    return [message_id_key(id_) for id_ in reversed(references[-MOST_REFERENCES:])]


def written_by(message: MessageReceived) -> tuple[bytes, bytes] | None:
    """By what later letters find this one: its Message-ID and its writer."""
    writer = applicant_key(message)
    if message.thread is None or not message.thread.message_id or writer is None:
        return None
    return message_id_key(message.thread.message_id), writer
