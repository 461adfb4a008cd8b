"""Dovecot: the mail server that many mailboxes really lie on."""

import getpass
import os
import pwd
import shutil
import socket
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from subprocess import DEVNULL, Popen
from uuid import uuid4

from tests.support.mail_account import PASSWORD, MailAccount
from tests.support.ports import free_port
from tests.support.processes import tied

_CONFIG = """
base_dir = {folder}/run
state_dir = {folder}/state
log_path = {folder}/log
listen = 127.0.0.1
protocols = imap
ssl = no
disable_plaintext_auth = no
default_login_user = {login}
default_internal_user = {internal}
default_internal_group = {group}
mail_location = maildir:~/Maildir
first_valid_uid = 0
mail_max_userip_connections = 100
passdb {{
  driver = static
  args = password={password}
}}
userdb {{
  driver = static
  args = uid={uid} gid={gid} home={folder}/mail/%u
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {port}
  }}
  inet_listener imaps {{
    port = 0
  }}
}}
service anvil {{
  chroot =
}}
"""


class Dovecot:
    """A server of its own; every account is there as soon as somebody signs in to it."""

    def __init__(self, folder: Path) -> None:
        self.port = free_port()
        self._folder = folder

    def account(self) -> MailAccount:
        """An empty mailbox that nobody else has."""
        return MailAccount(self.port, uuid4().hex)

    def files(self, account: MailAccount) -> list[Path]:
        """The letters of the inbox as the server keeps them, in their order."""
        inbox = self._folder / "mail" / account.user / "Maildir"
        return sorted(p for kind in ("cur", "new") for p in (inbox / kind).iterdir())

    def number_anew(self, account: MailAccount) -> None:
        """As after the loss of its index: same letters, other UIDs and UIDVALIDITY."""
        inbox = self._folder / "mail" / account.user / "Maildir"
        for path in inbox.glob("dovecot*"):
            path.unlink()
        uidvalidity = int(time.time()) + 1000
        (inbox / "dovecot-uidlist").write_text(f"3 V{uidvalidity} N100\n")

    @contextmanager
    def running(self) -> Iterator[None]:
        config = self._folder / "dovecot.conf"
        config.write_text(self._configuration())
        process = Popen(tied("dovecot", "-F", "-c", str(config)), stdout=DEVNULL, stderr=DEVNULL)
        try:
            self._wait_until_it_listens(process)
            yield
        finally:
            process.terminate()
            process.wait()

    def _configuration(self) -> str:
        mail = self._folder / "mail"
        mail.mkdir()
        root = os.geteuid() == 0
        owner = pwd.getpwnam("nobody" if root else getpass.getuser())
        os.chown(mail, owner.pw_uid, owner.pw_gid)
        return _CONFIG.format(
            folder=self._folder,
            port=self.port,
            password=PASSWORD,
            uid=owner.pw_uid,
            gid=owner.pw_gid,
            login="dovenull" if root else owner.pw_name,
            internal="dovecot" if root else owner.pw_name,
            group="dovecot" if root else pwd.getpwuid(os.geteuid()).pw_gid,
        )

    def _wait_until_it_listens(self, process: "Popen[bytes]") -> None:
        deadline = time.monotonic() + 10
        while True:
            try:
                socket.create_connection(("127.0.0.1", self.port), 1).close()
                return
            except OSError:
                log = self._folder / "log"
                told = log.read_text() if log.exists() else ""
                assert process.poll() is None, f"Dovecot ended: {told}"
                assert time.monotonic() < deadline, f"Dovecot does not listen: {told}"
                time.sleep(0.02)


def installed() -> bool:
    return shutil.which("dovecot") is not None


@contextmanager
def dovecot() -> Iterator[Dovecot]:
    # Not under a home or pytest's folder, which the server's own users can not enter.
    with tempfile.TemporaryDirectory(prefix="dovecot-") as name:
        folder = Path(name)
        folder.chmod(0o755)
        server = Dovecot(folder)
        with server.running():
            yield server
