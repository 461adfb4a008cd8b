"""Text, markup and files of letters as programs really make them."""

import datetime
import time
from base64 import b64encode

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import pkcs7

from intake_email.letters.body import File
from intake_email.letters.parse import Letter, parse

HEAD = b"From: a@b.ru\r\nMessage-ID: <1@b.ru>\r\nDate: Mon, 14 Sep 2020 12:30:00 +0300\r\n"


def read(kind: str, body: bytes) -> tuple[Letter, list[File]]:
    return parse(HEAD + f"Content-Type: {kind}\r\n\r\n".encode() + body, frozenset(), None)


def html(markup: str) -> Letter:
    return read("text/html; charset=utf-8", markup.encode())[0]


@pytest.mark.parametrize(
    ("parameters", "text", "seen"),
    [
        ("; format=flowed", "Билет не \nпришёл.\n", "Билет не пришёл."),
        ("; format=flowed; delsp=yes", "Би \nлет\n", "Билет"),
        ("; format=flowed", "> Вопрос \n> длинный\nОтвет", "> Вопрос длинный\nОтвет"),
        ("; format=flowed", "Текст \n-- \nАнна", "Текст \n-- \nАнна"),
        ("", "Билет \nпришёл", "Билет \nпришёл"),
    ],
)
def test_text_broken_for_the_journey_is_joined(parameters: str, text: str, seen: str) -> None:
    assert read(f"text/plain; charset=utf-8{parameters}", text.encode())[0].text == seen


@pytest.mark.parametrize(
    "markup",
    [
        "<script>x()</script>",
        "<img src='https://track.example.org/1.png'>",
        "<img src=x onerror='x()'>",
        "<a href='javascript:x()'>x</a>",
        "<p style='background-image:url(https://track.example.org/1.png)'>x</p>",
        "<p style='color:u\\72l(https://track.example.org/1.png)'>x</p>",
        "<link rel=stylesheet href='https://track.example.org/1.css'>",
        "<style>@import 'https://track.example.org/1.css'</style>",
        "<iframe src='https://track.example.org'></iframe>",
        "<form action='https://track.example.org'><input></form>",
        "<table background='https://track.example.org/1.png'><tr><td>x</td></tr></table>",
        "<video poster='https://track.example.org/1.png'></video>",
        "<base href='https://track.example.org/'><img src='1.png'>",
        "<meta http-equiv=refresh content='0;url=https://track.example.org'>",
        "<svg onload=x()><image href='https://track.example.org/1.png'/></svg>",
    ],
)
def test_nothing_in_the_shown_markup_runs_or_is_fetched(markup: str) -> None:
    shown = html(f"<p>Здравствуйте</p>{markup}").html or ""
    assert "Здравствуйте" in shown
    assert "track.example.org" not in shown
    assert "x()" not in shown


def test_links_and_images_of_the_letter_itself_are_shown() -> None:
    shown = html("<a href='https://a.ru/1'>тут</a><img src='cid:p1' alt='фото'>").html or ""
    assert 'href="https://a.ru/1"' in shown
    assert 'src="cid:p1"' in shown


def test_a_picture_that_the_markup_shows_is_no_attachment_of_its_own() -> None:
    body = (
        b"--b\r\nContent-Type: text/html\r\n\r\n<img src='cid:p1'>\r\n"
        b"--b\r\nContent-Type: image/png; name=p.png\r\nContent-ID: <p1>\r\n"
        b"Content-Disposition: attachment\r\n\r\nx\r\n--b--"
    )
    (file,) = read("multipart/related; boundary=b", body)[1]
    assert (file.inline, file.content_id) == (True, "p1")


@pytest.mark.parametrize(
    "quotation",
    [
        "<div class=gmail_quote>пн, 14 сент. 2020 г. в 12:30, О &lt;i@b.ru&gt;:<br>"
        "<blockquote class=gmail_quote>Вопрос</blockquote></div>",
        "14.09.2020, 12:30, &quot;О&quot; &lt;i@b.ru&gt;:<blockquote><p>Вопрос</p></blockquote>",
        "<blockquote type=cite>Вопрос</blockquote>",
        "<div style='border:none;border-top:solid #E1E1E1 1.0pt'><p><b>От:</b> О<br><b>Отправлено:"
        "</b> 14 сентября 2020 г.<br><b>Тема:</b> Ответ</p></div><p>Вопрос</p>",
        "<div id=divRplyFwdMsg><b>From:</b> O<br><b>Sent:</b> Monday, 14 September 2020<br>"
        "<b>To:</b> A<br><b>Subject:</b> x</div><div>Вопрос</div>",
        "<div class=gmail_signature>Вопрос</div>",
    ],
)
def test_quotations_in_markup_are_told_from_what_is_new(quotation: str) -> None:
    letter = html(f"<div>Седьмой класс</div><br>{quotation}")
    assert letter.reply_text == "Седьмой класс"
    assert "Вопрос" in letter.text


def test_an_indented_paragraph_is_no_quotation() -> None:
    markup = "<p>а</p><blockquote style='margin:0 0 0 40px;border:none'>б</blockquote>"
    assert "б" in html(markup).reply_text


def _signed(options: list[pkcs7.PKCS7Options], encoding: serialization.Encoding) -> bytes:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "a@b.ru")])
    now = datetime.datetime(2020, 9, 1, tzinfo=datetime.UTC)
    builder = x509.CertificateBuilder(name, name, key.public_key(), 1, now, now.replace(year=2030))
    signer = pkcs7.PKCS7SignatureBuilder().set_data(
        "Content-Type: text/plain; charset=utf-8\r\n\r\nБилет не пришёл".encode()
    )
    signer = signer.add_signer(builder.sign(key, hashes.SHA256()), key, hashes.SHA256())
    return signer.sign(encoding, options)


def test_what_stands_inside_an_opaque_signature_is_read() -> None:
    content = b64encode(_signed([pkcs7.PKCS7Options.Binary], serialization.Encoding.DER))
    kind = "application/pkcs7-mime; smime-type=signed-data\r\nContent-Transfer-Encoding: base64"
    letter, _ = read(kind, content)
    assert (letter.text, letter.signed) == ("Билет не пришёл", "smime")


@pytest.mark.parametrize("content", [b"", b"\x30\x80", b"\x30\x84\xff\xff\xff\xff", b"\x1f" * 50])
def test_a_damaged_or_encrypted_letter_is_kept_as_a_file(content: bytes) -> None:
    letter, files = read("application/pkcs7-mime; name=smime.p7m", content)
    assert "encrypted" in letter.notes
    assert [file.name for file in files] == ["smime.p7m"]


def test_clear_signed_text_stands_without_its_armor() -> None:
    text = (
        b"-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA256\n\nHello\n- -- \nAnna\n"
        b"-----BEGIN PGP SIGNATURE-----\n\niQEz\n-----END PGP SIGNATURE-----\n"
    )
    letter, _ = read("text/plain", text)
    assert (letter.reply_text, letter.signed) == ("Hello", "pgp")


def test_a_letter_that_only_hands_on_another_is_read_by_that() -> None:
    inner = "Subject: x\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nБилет не пришёл".encode()
    letter, files = read("message/rfc822", inner)
    assert letter.text == "Билет не пришёл"
    assert [file.name for file in files] == ["x.eml"]


def _tnef(*attributes: tuple[int, int, int, bytes]) -> bytes:
    packed = b"".join(
        level.to_bytes(1, "little")
        + name.to_bytes(2, "little")
        + kind.to_bytes(2, "little")
        + len(data).to_bytes(4, "little")
        + data
        + (sum(data) & 0xFFFF).to_bytes(2, "little")
        for level, name, kind, data in attributes
    )
    return b"\x78\x9f\x3e\x22\x01\x00" + packed


def test_files_inside_winmail_are_unpacked_with_their_russian_names() -> None:
    content = _tnef(
        (1, 0x9007, 6, (1251).to_bytes(8, "little")),
        (2, 0x9002, 6, bytes(14)),
        (2, 0x8010, 1, "отчёт.doc\0".encode("cp1251")),
        (2, 0x800F, 6, b"content"),
        (2, 0x8013, 3, bytes(14)),
    )
    letter, files = read("application/ms-tnef; name=winmail.dat", content)
    assert [file.name for file in files] == ["winmail.dat", "отчёт.doc"]
    assert files[1].content == b"content"
    assert "unreadable-winmail" not in letter.notes


@pytest.mark.parametrize(
    "content", [b"", b"\x78\x9f\x3e\x22", b"\x78\x9f\x3e\x22\x01\x00" + b"\xff" * 40]
)
def test_a_damaged_winmail_is_kept_as_it_is(content: bytes) -> None:
    _, files = read("application/ms-tnef; name=winmail.dat", content)
    assert files[0].name == "winmail.dat"


@pytest.mark.parametrize(
    "properties",
    [
        b"\xff\xff\xff\xff" + b"\x02\x00\x01\x00" * 3,
        # One property with four thousand million values.
        b"\x01\x00\x00\x00" + b"\x02\x10\x01\x00" + b"\xff\xff\xff\xff" + bytes(8),
    ],
)
@pytest.mark.parametrize("attribute", [0x9003, 0x9004, 0x9005])
def test_a_winmail_that_counts_without_end_is_given_up(attribute: int, properties: bytes) -> None:
    started = time.process_time()
    level = 2 if attribute == 0x9005 else 1
    content = _tnef((2, 0x9002, 6, bytes(14)), (level, attribute, 6, properties))
    read("application/ms-tnef; name=winmail.dat", content + bytes(20))
    assert time.process_time() - started < 5
