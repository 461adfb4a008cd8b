"""The journal of a year as a spreadsheet, in constant memory however long it is."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from datetime import date, datetime
from tempfile import TemporaryFile
from typing import IO, Any, NamedTuple
from zoneinfo import ZoneInfo

from sqlalchemy import Row
from xlsxwriter import Workbook

from . import texts
from .schemas import Document

# Texts of citizens are never formulas, links or numbers.
_OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
Value = str | int | date | datetime | None


class Column(NamedTuple):
    title: str
    width: int
    value: Callable[[Document], Value]


COLUMNS = (
    Column("№ п/п", 8, lambda d: d.position),
    Column("Входящий номер", 18, lambda d: d.display_number),
    Column("Дата регистрации", 17, lambda d: d.registered_on),
    Column("Номер во внешней СЭД", 22, lambda d: d.external_number),
    Column("Дата во внешней СЭД", 20, lambda d: d.external_date),
    Column("Заявитель", 30, texts.applicant),
    Column("Адрес для ответа", 30, lambda d: d.address),
    Column("Тема", 50, lambda d: d.subject),
    Column("Листов", 8, lambda d: d.sheets),
    Column("Приложений", 12, lambda d: d.attachments),
    Column("Номер обращения", 18, lambda d: d.appeal_display_number),
    Column("Срок ответа", 17, lambda d: d.due_at),
    Column("Основание срока", 17, lambda d: f"п. {d.due_clause}"),
    Column("Направлено по компетенции", 50, texts.executor),
    Column("Закрыто", 9, lambda d: "да" if d.closed else "нет"),
    Column("Регистрацию подтвердил", 30, lambda d: d.signed_by),
    Column("Должность", 30, lambda d: d.signed_post),
    Column("Когда подтверждено", 20, lambda d: d.signed_at),
)


class Sheet:
    """One sheet that is written from top to bottom; blocking."""

    def __init__(self, file: IO[bytes], zone: ZoneInfo) -> None:
        self._book = Workbook(file, _OPTIONS)
        self._sheet = self._book.add_worksheet(texts.JOURNAL)
        self._day = self._book.add_format({"num_format": "dd.mm.yyyy"})
        self._moment = self._book.add_format({"num_format": "dd.mm.yyyy hh:mm"})
        self._zone = zone
        self._rows = 0
        self._head()

    def _head(self) -> None:
        bold = self._book.add_format({"bold": True})
        self._sheet.freeze_panes(1, 2)
        for at, column in enumerate(COLUMNS):
            self._sheet.set_column(at, at, column.width)
            self._sheet.write_string(0, at, column.title, bold)

    def add(self, rows: Sequence[Row[Any]]) -> None:
        for row in rows:
            document = Document.model_validate(row)
            self._rows += 1
            for at, column in enumerate(COLUMNS):
                self._write(at, column.value(document))

    def _write(self, at: int, value: Value) -> None:
        if isinstance(value, str):
            self._sheet.write_string(self._rows, at, value)
        elif isinstance(value, int):
            self._sheet.write_number(self._rows, at, value)
        elif isinstance(value, datetime):
            local = value.astimezone(self._zone).replace(tzinfo=None)
            self._sheet.write_datetime(self._rows, at, local, self._moment)
        elif value is not None:
            self._sheet.write_datetime(self._rows, at, value, self._day)

    def close(self) -> None:
        self._sheet.autofilter(0, 0, self._rows, len(COLUMNS) - 1)
        self._book.close()


async def workbook(batches: AsyncIterator[Sequence[Row[Any]]], zone: ZoneInfo) -> IO[bytes]:
    """An XLSX file without a name, at its beginning; whoever reads it closes it."""
    file = TemporaryFile()  # noqa: SIM115
    sheet = Sheet(file, zone)
    try:
        async for rows in batches:
            await asyncio.to_thread(sheet.add, rows)
    finally:
        # Also after a failure: it has temporary files of its own.
        await asyncio.to_thread(sheet.close)
    file.seek(0)
    return file
