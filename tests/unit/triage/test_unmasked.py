"""What a reader sees in a disguised text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from triage.text.text import Text
from triage.text.unmasked import unmasked

DISGUISES = 'абхуйпиздaoyxHB036@$*#.-_ \n\u200b\u0301\u0306\u00ad\u202e«»"“”\uff58\u0456'


def seen(text: str) -> str:
    return unmasked(Text(text)).text


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("Xуй", "хуй"),
        ("HАХУЙ", "нахуй"),
        ("пи3да", "пизда"),
        ("хuй", "хуй"),
        ("блyaть", "блять"),
        ("ｘｕй", "хуй"),
        ("х*й", "хуй"),
        ("п***ц", "пиздец"),
        ("б..ть", "блять"),
        ("бл@ть", "блять"),
        ("з@еб@л", "заебал"),
        ("х у й", "хуй"),
        ("х-у-й", "хуй"),
        ("х.у.й", "хуй"),
        ("б л я т ь", "блять"),
        ("бл ять", "блять"),
        ("пи-здец", "пиздец"),
        ("бляяяять", "блять"),
        ("х\u200bу\u200bй", "хуй"),
        ("х\u0301у\u0301й", "хуй"),
        ("ху\u0438\u0306", "хуй"),
        ("}{уй", "хуй"),
        ("д*бил", "дебил"),
        ("иди0т", "идиот"),
        ("и д и о т ы", "идиоты"),
        ("Ёлка", "елка"),
        ("vy idioty", "вы идиоты"),
    ],
)
def test_a_disguise_is_taken_off(written: str, meant: str) -> None:
    assert seen(written) == meant


@pytest.mark.parametrize(
    "text",
    [
        "иди от меня",
        "класс 5 а, б, в",
        "координаты х, у и z",
        "х-й чемпионат",
        "е***а викторовна",
        "у п о т р е б л я т ь",
        "my teacher is here, not there",
    ],
)
def test_nothing_is_read_into_an_innocent_text(text: str) -> None:
    assert "ху" not in seen(text)
    assert "бля" not in seen(text).replace("употреблять", "")
    assert "идиот" not in seen(text)


def test_passwords_and_logins_are_blank() -> None:
    assert "huy" not in seen("Мой логин huy2008, пароль: blyat_7, не пускает.")
    assert seen("Мой логин huy2008.").startswith("мой логин ")


def test_quotations_and_addresses_are_blank() -> None:
    copy = seen("> Идите вы\nДобрый день, пишите на huy@example.ru или https://example.ru/huy")
    assert "идите" not in copy
    assert "huy" not in copy


def test_a_place_of_the_copy_is_found_in_the_text_as_it_came() -> None:
    text = "Ну п\u200bиздец, х у й, б***ь и ббббля!"
    copy = unmasked(Text(text))
    pieces = [copy.span(word.start, word.end) for word in copy.words]
    assert [text[span.start : span.end] for span in pieces] == [
        "Ну",
        "п\u200bиздец",
        "х у й",
        "б***ь",
        "и",
        "ббббля",
    ]


def test_a_word_is_told_to_be_written_like_a_name() -> None:
    copy = unmasked(Text("Иван БАРАН баран"))
    assert [copy.capital(word) for word in copy.words] == [True, False, False]


def test_sentences_end_where_a_reader_would_end_them() -> None:
    copy = unmasked(Text("Где код? Жду\nтретий день!\n\nИван"))
    assert [len(sentence.words) for sentence in copy.sentences] == [2, 3, 1]


@given(st.text(alphabet=DISGUISES, max_size=200))
def test_every_place_of_the_copy_lies_in_the_text(text: str) -> None:
    copy = unmasked(Text(text))
    assert len(copy.origin) == len(copy.text) + 1
    assert all(0 <= place <= len(text) for place in copy.origin)
    for word in copy.words:
        span = copy.span(word.start, word.end)
        assert 0 <= span.start < span.end <= len(text)
