"""Which mailboxes there are says the regulation; settings only say how to reach them."""

import pytest
from pydantic import ValidationError

from intake_email.settings import Settings
from priemnaya.contracts.words import Channel
from priemnaya.regulation.load import load
from priemnaya.runtime.__main__ import main


@pytest.fixture(autouse=True)
def _secrets(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("INTAKE_EMAIL_TOKEN", "token")
    monkeypatch.setenv("THREAD_SECRET", "secret")


def reach(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    for key in ("HOST", "USER", "PASSWORD"):
        monkeypatch.setenv(f"INTAKE_EMAIL_IMAP_{name}_{key}", f"{key} of {name}")


def test_every_mail_address_of_the_regulation_is_a_mailbox() -> None:
    for version in load().versions:
        addresses = {entry.address: of for of, entry in version.channels.items()}
        known = Settings().mailboxes.items()  # type: ignore[call-arg]
        assert known <= addresses.items()
        assert addresses.items() - known == {("bilet.worldskills.ru", Channel.BOT)}


def test_a_known_mailbox_may_be_reached(monkeypatch: pytest.MonkeyPatch) -> None:
    reach(monkeypatch, "INFO")
    access = Settings().access("info@worldskills.ru")  # type: ignore[call-arg]
    assert access is not None
    assert access.host == "HOST of INFO"


def test_an_unknown_mailbox_is_named_with_the_file(monkeypatch: pytest.MonkeyPatch) -> None:
    reach(monkeypatch, "SUPPORT")
    with pytest.raises(ValidationError, match=r"IMAP_SUPPORT_….*regulation\.yaml"):
        Settings()  # type: ignore[call-arg]


def test_it_is_told_at_the_start_without_the_password(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    reach(monkeypatch, "SUPPORT")
    monkeypatch.setenv("DATABASE_URL", "postgresql://nobody@127.0.0.1:1/x")
    monkeypatch.setenv("AMQP_URL", "memory://")
    assert main(["intake-email"]) == 1
    told = capsys.readouterr().err
    assert "INTAKE_EMAIL_IMAP_SUPPORT_…" in told
    assert "regulation.yaml" in told
    assert "PASSWORD of" not in told
