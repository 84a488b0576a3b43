"""The officers' list from one row: names, codes and marks on it, who holds it, words to find it by, and saved views."""

import sqlalchemy as sa
from alembic import op

from imwu_inbox.domain.folding import folded

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

_RUNNING = sa.text("closed_at IS NULL")


def upgrade() -> None:
    """Go to this revision."""
    with op.batch_alter_table("queue", schema=None) as batch_op:
        for name in ("surname", "given_names", "nationalities", "codes", "marks", "number_tail", "holder"):
            batch_op.add_column(sa.Column(name, sa.Text(), server_default="", nullable=False))
        batch_op.add_column(sa.Column("worker_count", sa.Integer(), server_default="0", nullable=False))
        batch_op.add_column(sa.Column("held_since", sa.DateTime(timezone=True), nullable=True))
        batch_op.create_index(
            "ix_queue_holder",
            ["holder", "sort_due_on"],
            unique=False,
            sqlite_where=_RUNNING,
            postgresql_where=_RUNNING,
        )
        batch_op.create_index("ix_queue_status", ["status", "case_id"], unique=False)
    op.create_table(
        "queue_words",
        sa.Column("case_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("word", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_queue_words_case_id")),
        sa.PrimaryKeyConstraint("case_id", "word", name=op.f("pk_queue_words")),
    )
    with op.batch_alter_table("queue_words", schema=None) as batch_op:
        batch_op.create_index(
            "ix_queue_words_word", ["word", "case_id"], unique=False, postgresql_ops={"word": "text_pattern_ops"}
        )
    op.create_table(
        "saved_views",
        sa.Column("account", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("question", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["account"], ["accounts.name"], name=op.f("fk_saved_views_account")),
        sa.PrimaryKeyConstraint("account", "name", name=op.f("pk_saved_views")),
    )
    with op.batch_alter_table("sessions", schema=None) as batch_op:
        batch_op.add_column(sa.Column("told", sa.Text(), server_default="", nullable=False))
    _fill(op.get_bind())


def _fill(connection: sa.Connection) -> None:
    """Give the records that stand already what lists show of them."""
    tables = sa.MetaData()
    tables.reflect(connection, only=["queue", "workers", "queue_words"])
    queue, workers, words = (tables.tables[name] for name in ("queue", "workers", "queue_words"))
    for row in connection.execute(sa.select(queue)).mappings().all():
        own = sa.select(workers).where(workers.c.case_id == row["case_id"]).order_by(workers.c.position)
        people = connection.execute(own).mappings().all()
        first = people[0] if people else {"surname": "", "given_names": "", "passport_number": ""}
        number = first["passport_number"]
        connection.execute(
            queue.update()
            .where(queue.c.case_id == row["case_id"])
            .values(
                surname=first["surname"],
                given_names=first["given_names"],
                worker_count=len(people),
                number_tail=number[-3:] if len(number) > 3 else "",
                nationalities=_between_bars(person["nationality"] for person in people if person["nationality"]),
                codes=_between_bars(code for person in people for code in person["codes"]),
                marks=_between_bars([*row["doubts"], *row["flags"]]),
            )
        )
        texts = [row["employer"], *(f"{person['surname']} {person['given_names']}" for person in people)]
        found = {word[:500] for text in texts for word in folded(text).split()} | {row["reference"]}
        connection.execute(words.insert(), [{"case_id": row["case_id"], "word": word} for word in sorted(found)])


def _between_bars(values: object) -> str:
    kept = list(dict.fromkeys(value.replace("|", " ") for value in values))  # type: ignore[attr-defined]
    return f"|{'|'.join(kept)}|" if kept else ""


def downgrade() -> None:
    """Go back to the one before."""
    with op.batch_alter_table("sessions", schema=None) as batch_op:
        batch_op.drop_column("told")
    op.drop_table("saved_views")
    op.drop_table("queue_words")
    with op.batch_alter_table("queue", schema=None) as batch_op:
        batch_op.drop_index("ix_queue_status")
        batch_op.drop_index("ix_queue_holder", sqlite_where=_RUNNING, postgresql_where=_RUNNING)
        batch_op.drop_column("held_since")
        batch_op.drop_column("worker_count")
        for name in ("holder", "number_tail", "marks", "codes", "nationalities", "given_names", "surname"):
            batch_op.drop_column(name)
