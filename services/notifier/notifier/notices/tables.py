"""What members of staff are to be told, and when the next letter to each may go."""

from sqlalchemy import Column, DateTime, ForeignKey, Index, SmallInteger, Table, Text, Uuid

from notifier.tables import metadata

_MOMENT = DateTime(timezone=True)

BOXES = Table(
    "notice_boxes",
    metadata,
    Column("person", Uuid, primary_key=True),
    # As the last notice named it.
    Column("address", Text, nullable=False),
    # When what lies here goes out; null where nothing does.
    Column("due_at", _MOMENT),
)
Index("notice_boxes_due", BOXES.c.due_at, postgresql_where=BOXES.c.due_at.is_not(None))

NOTICES = Table(
    "staff_notices",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("person", Uuid, ForeignKey(BOXES.c.person), primary_key=True),
    Column("appeal_id", Uuid, nullable=False),
    Column("number", Text, nullable=False),
    Column("display_number", Text, nullable=False),
    Column("line", SmallInteger, nullable=False),
    Column("reason", Text, nullable=False),
    Column("happened_at", _MOMENT, nullable=False),
    # Null until a letter tells of it.
    Column("letter_id", Uuid),
)
Index("staff_notices_waiting", NOTICES.c.person, postgresql_where=NOTICES.c.letter_id.is_(None))
