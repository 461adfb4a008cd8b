"""Downloads, the operators' directory, and what is published about the interface."""

from datetime import date
from typing import Any
from uuid import NAMESPACE_DNS, uuid4

import pytest

from priemnaya.contracts.directory import DirectoryChanged
from priemnaya.contracts.words import Attachment
from tests.support.office import Office, registered

NUMBER = "BB-2020-000001"
OPERATOR = {"operator": "Колледж", "contract_from": "2020-01-01", "contract_to": "2020-12-31"}


@pytest.mark.parametrize(
    "name", ["справка о доходах.pdf", 'a"\r\nSet-Cookie: x=1;\\.pdf', "", "😀"]
)
async def test_a_file_is_downloaded_under_its_name_and_never_run(office: Office, name: str) -> None:
    key = await office.one.context.blobs.put(b"<script>alert(1)</script>")
    file = Attachment(id=uuid4(), name=name, size=25, content_type="text/html", sha256=key)
    await office.one.hear(registered(NUMBER, attachments=(file,)))
    answer = await office.ask("auditor", "GET", f"/appeals/{NUMBER}/attachments/{file.id}")
    assert answer.content == b"<script>alert(1)</script>"
    assert answer.headers["content-type"] == "application/octet-stream"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["content-security-policy"] == "sandbox; default-src 'none'"
    assert "set-cookie" not in answer.headers
    disposition = answer.headers["content-disposition"]
    assert disposition.startswith('attachment; filename="')
    assert disposition.isascii()
    assert disposition.count('"') == 2


async def test_the_exact_name_of_a_file_is_percent_encoded(office: Office) -> None:
    key = await office.one.context.blobs.put(b"x")
    file = Attachment(id=uuid4(), name="ёж.txt", size=1, content_type="text/plain", sha256=key)
    await office.one.hear(registered(NUMBER, attachments=(file,)))
    answer = await office.ask("line1", "GET", f"/appeals/{NUMBER}/attachments/{file.id}")
    assert answer.headers["content-disposition"] == (
        "attachment; filename=\"__.txt\"; filename*=UTF-8''%D1%91%D0%B6.txt"
    )


async def test_a_file_whose_bytes_are_away_is_to_be_tried_again(office: Office) -> None:
    file = Attachment(id=uuid4(), name="x", size=1, content_type="a/b", sha256="0" * 64)
    await office.one.hear(registered(NUMBER, attachments=(file,)))
    answer = await office.ask("line1", "GET", f"/appeals/{NUMBER}/attachments/{file.id}")
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "5")


async def test_clause_2_3_a_change_of_an_operator_is_told_with_a_count_per_region(
    office: Office,
) -> None:
    for change in (OPERATOR, {**OPERATOR, "contract_to": None}):
        answer = await office.ask("head", "PUT", "/directory/16", json=change)
        assert answer.status_code == 200
    told = [f for f in await office.said(DirectoryChanged) if getattr(f, "region", "") == "16"]
    assert [(f.seq, getattr(f, "contract_to", 0)) for f in told] == [
        (1, date(2020, 12, 31)),
        (2, None),
    ]
    assert told[0].aggregate_id == told[1].aggregate_id != NAMESPACE_DNS
    shown = {e["region"]: e for e in await office.get("auditor", "/directory")}
    assert shown["16"]["operator"] == "Колледж"
    assert shown["01"]["operator"] is None


async def test_an_operators_contacts_are_normalised_told_and_kept(office: Office) -> None:
    typed = [" Kontakt@Operator16.Example ", "kontakt@operator16.example", "anna@почта.рф"]
    known = ["kontakt@operator16.example", "anna@xn--80a1acny.xn--p1ai"]
    changed = await office.ask("head", "PUT", "/directory/16", json={**OPERATOR, "contacts": typed})
    assert changed.json()["contacts"] == known
    # A change that says nothing of them leaves them.
    await office.ask("head", "PUT", "/directory/16", json=OPERATOR)
    shown = {e["region"]: e["contacts"] for e in await office.get("auditor", "/directory")}
    assert (shown["16"], shown["77"], shown["01"]) == (known, [], [])
    await office.ask("head", "PUT", "/directory/16", json={**OPERATOR, "contacts": []})
    told = [f for f in await office.said(DirectoryChanged) if getattr(f, "region", "") == "16"]
    assert [getattr(f, "contacts", None) for f in told] == [tuple(known), tuple(known), ()]


@pytest.mark.parametrize(
    "contacts",
    [
        ["no address"],
        ["a@b"],
        ["a b@example.org"],
        ["Анна <anna@example.org>"],
        ["anna@example.org, bob@example.org"],
        ["анна@example.org"],
        ["a@example.org\r\nBcc: b@example.org"],
        [f"{'a' * 65}@example.org"],
        [f"a@{'b.' * 130}org"],
        ["a@" + "b" * 64 + ".org"],
        [f"a{n}@example.org" for n in range(21)],
        "anna@example.org",
    ],
)
async def test_contacts_that_are_no_mail_addresses_are_refused(
    office: Office, contacts: Any
) -> None:
    body = {**OPERATOR, "contacts": contacts}
    answer = await office.ask("admin", "PUT", "/directory/16", json=body)
    assert answer.status_code == 422
    assert "anna" not in answer.text


@pytest.mark.parametrize(
    ("region", "body", "status"),
    [
        ("16", {**OPERATOR, "contract_to": "2019-12-31"}, 422),
        ("16", {**OPERATOR, "contract_to": "31.12.2020"}, 422),
        ("16", {"operator": "Колледж"}, 422),
        ("16", {**OPERATOR, "seq": 7}, 422),
        ("00", OPERATOR, 404),
        ("Москва", OPERATOR, 422),
    ],
)
async def test_a_directory_entry_that_is_none_is_refused(
    office: Office, region: str, body: dict[str, Any], status: int
) -> None:
    answer = await office.ask("admin", "PUT", f"/directory/{region}", json=body)
    assert answer.status_code == status


async def test_clause_2_3_regions_say_whether_their_operator_can_be_asked_today(
    office: Office,
) -> None:
    await office.ask("head", "PUT", "/directory/16", json=OPERATOR)
    regions = {r["code"]: r for r in await office.get("line1", "/regions")}
    assert len(regions) == 85
    assert regions["77"] == {"code": "77", "name": "Москва", "has_operator": True}
    assert not regions["16"]["has_operator"]
    assert not regions["01"]["has_operator"]


async def test_what_is_published_of_the_interface_quotes_no_clause(office: Office) -> None:
    answer = await office.one.client.get("/openapi.json")
    assert answer.status_code == 200
    assert "§" not in answer.text
    ids = [op["operationId"] for path in answer.json()["paths"].values() for op in path.values()]
    assert len(ids) == len(set(ids))
    assert all(len(id_) < 20 for id_ in ids)
