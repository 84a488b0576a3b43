"""What filters find a record by is kept of every record, so that an archive need not be gone through for a rare flag."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

_KINDS = ("codes", "nationalities", "marks")
_LONGEST = 500
_AT_ONCE = 1_000


def upgrade() -> None:
    """Go to this revision."""
    with op.batch_alter_table("queue_traits", schema=None) as batch_op:
        batch_op.add_column(sa.Column("waits", sa.Boolean(), server_default=sa.true(), nullable=False))
    op.create_index(
        "ix_queue_traits_waits",
        "queue_traits",
        ["kind", "value"],
        unique=False,
        sqlite_where=sa.text("waits = 1"),
        postgresql_where=sa.text("waits"),
    )
    _fill(op.get_bind())


def _fill(connection: sa.Connection) -> None:
    """Give the records without a clock their rows."""
    tables = sa.MetaData()
    tables.reflect(connection, only=["queue", "queue_traits"])
    queue, traits = tables.tables["queue"], tables.tables["queue_traits"]
    wanted = sa.select(queue.c.case_id, *(queue.c[kind] for kind in _KINDS)).where(queue.c.closed_at.is_not(None))
    records = connection.execute(wanted).mappings().all()
    for start in range(0, len(records), _AT_ONCE):
        rows = [
            {"kind": kind, "value": value, "case_id": record["case_id"], "waits": False}
            for record in records[start : start + _AT_ONCE]
            for kind in _KINDS
            for value in dict.fromkeys(part[:_LONGEST] for part in record[kind].split("|") if part)
        ]
        if rows:
            connection.execute(traits.insert(), rows)


def downgrade() -> None:
    """Go back to the one before."""
    op.execute(sa.text("DELETE FROM queue_traits WHERE NOT waits"))
    op.drop_index("ix_queue_traits_waits", "queue_traits")
    with op.batch_alter_table("queue_traits", schema=None) as batch_op:
        batch_op.drop_column("waits")
