"""What filters find a waiting record by has a table of its own, and the open records are counted from their index."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

_RUNNING = sa.text("closed_at IS NULL")
_KINDS = ("codes", "nationalities", "marks")
_LONGEST = 500


def upgrade() -> None:
    """Go to this revision."""
    _lay_index(["sort_due_on", "case_id", "closed_at"])
    op.create_table(
        "queue_traits",
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("case_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_queue_traits_case_id")),
        sa.PrimaryKeyConstraint("kind", "value", "case_id", name=op.f("pk_queue_traits")),
    )
    op.create_index("ix_queue_traits_case_id", "queue_traits", ["case_id"], unique=False)
    _fill(op.get_bind())


def _fill(connection: sa.Connection) -> None:
    """Give the records that wait already their rows."""
    tables = sa.MetaData()
    tables.reflect(connection, only=["queue", "queue_traits"])
    queue, traits = tables.tables["queue"], tables.tables["queue_traits"]
    for row in connection.execute(sa.select(queue).where(queue.c.closed_at.is_(None))).mappings().all():
        rows = [
            {"kind": kind, "value": value, "case_id": row["case_id"]}
            for kind in _KINDS
            for value in dict.fromkeys(part[:_LONGEST] for part in row[kind].split("|") if part)
        ]
        if rows:
            connection.execute(traits.insert(), rows)


def _lay_index(columns: list[str]) -> None:
    op.drop_index("ix_queue_open", "queue", sqlite_where=_RUNNING, postgresql_where=_RUNNING)
    op.create_index(
        "ix_queue_open", "queue", columns, unique=False, sqlite_where=_RUNNING, postgresql_where=_RUNNING
    )


def downgrade() -> None:
    """Go back to the one before."""
    op.drop_table("queue_traits")
    _lay_index(["sort_due_on", "case_id"])
