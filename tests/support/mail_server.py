"""A real IMAP server with one account that needs no rights and nothing installed."""

import sys
import time
from pathlib import Path
from subprocess import DEVNULL, Popen

from tests.support.mail_account import PASSWORD, MailAccount
from tests.support.ports import free_port
from tests.support.processes import tied

USER = "desk"


class MailServer(MailAccount):
    """Its mailbox is in memory: started again it is empty and has another UIDVALIDITY."""

    def __init__(self) -> None:
        super().__init__(free_port(), USER)
        self._process: Popen[bytes] | None = None

    def start(self) -> None:
        account = ("dict", "--demo-user", USER, "--demo-password", PASSWORD)
        place = ("--host", "127.0.0.1", "--port", str(self.port), "--no-tls")
        command = tied(str(Path(sys.executable).with_name("pymap")), *place, *account)
        self._process = Popen(command, stdout=DEVNULL, stderr=DEVNULL)
        deadline = time.monotonic() + 30
        while True:
            try:
                with self.opened():
                    return
            except OSError:
                assert time.monotonic() < deadline, "the IMAP server did not start"
                time.sleep(0.05)

    def stop(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.wait()
