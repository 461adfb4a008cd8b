import pytest

from notifier.writing.html import page


def blocks(text: str) -> str:
    return page(text, "Подпись").partition("<body>\n")[2].partition("\n<hr>")[0].replace("\n", "")


def test_steps_of_a_scenario_are_a_numbered_list() -> None:
    text = "Сделайте так:\n1. Откройте страницу.\n2) Нажмите «Войти».\nЕсли не помогло, напишите."
    assert blocks(text) == (
        "<p>Сделайте так:</p>"
        "<ol><li>Откройте страницу.</li><li>Нажмите «Войти».</li></ol>"
        "<p>Если не помогло, напишите.</p>"
    )


@pytest.mark.parametrize(
    "text",
    ["2. Второе", "1. Первое\n3. Третье", "1. Первое\n\n2. Второе", "2020. Год", "1.5 часа", "1."],
)
def test_no_number_of_a_text_is_ever_changed(text: str) -> None:
    shown = blocks(text)
    for line in text.split("\n"):
        number, _, rest = line.partition(" ")
        assert line in shown or (number == "1." and f"<ol><li>{rest}</li></ol>" in shown)


def test_dashes_are_a_list_and_a_single_line_stays_one() -> None:
    assert blocks("Сообщите:\n– имя;\n– фамилию.") == (
        "<p>Сообщите:</p><ul><li>имя;</li><li>фамилию.</li></ul>"
    )
    assert blocks("Тест — это просто") == "<p>Тест — это просто</p>"


def test_an_address_of_a_page_is_a_link_and_nothing_else_becomes_one() -> None:
    shown = blocks('Откройте https://example.org/a?b=1&c=2"><script>x</script>, пожалуйста.')
    address = "https://example.org/a?b=1&amp;c=2"
    assert f'<a href="{address}">{address}</a>&quot;&gt;&lt;script&gt;' in shown
    assert blocks("javascript:alert(1) ftp://x").count("<a ") == 0
    assert '<a href="https://example.org">https://example.org</a>.' in blocks(
        "https://example.org."
    )
