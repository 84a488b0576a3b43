"""How the mailboxes were last visited, and indexes for the dashboard and the pages of the ledger."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_REJECTED = sa.text("status = 'rejected'")
_CLOSED = sa.text("status = 'closed'")


def upgrade() -> None:
    """Go to this revision."""
    op.create_table(
        "logbook",
        sa.Column("mailbox", sa.Text(), nullable=False),
        sa.Column("last_read_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_failed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("breakdown", sa.String(), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("mailbox", name=op.f("pk_logbook")),
    )
    op.create_table(
        "comparisons",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("mailbox", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("on_server", sa.Integer(), nullable=False),
        sa.Column("in_ledger", sa.Integer(), nullable=False),
        sa.Column("waiting", sa.Integer(), nullable=False),
        sa.Column("taken_out", sa.Integer(), nullable=False),
        sa.Column("gone_before", sa.Integer(), nullable=False),
        sa.Column("findings", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_comparisons")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("comparisons", schema=None) as batch_op:
        batch_op.create_index("ix_comparisons_mailbox", ["mailbox", "at"], unique=False)
    with op.batch_alter_table("mail", schema=None) as batch_op:
        batch_op.create_index("ix_mail_fate", ["fate", "id"], unique=False)
        batch_op.create_index("ix_mail_place", ["account", "folder", "id"], unique=False)
        batch_op.create_index(batch_op.f("ix_mail_received_at"), ["received_at"], unique=False)
    with op.batch_alter_table("queue", schema=None) as batch_op:
        batch_op.create_index("ix_queue_received", ["received_at", "outcome"], unique=False)
        batch_op.create_index(
            "ix_queue_rejected", ["received_at"], unique=False, sqlite_where=_REJECTED, postgresql_where=_REJECTED
        )
        batch_op.create_index(
            "ix_queue_closed", ["closed_at", "due_on", "status"], unique=False, sqlite_where=_CLOSED, postgresql_where=_CLOSED
        )


def downgrade() -> None:
    """Go back to the one before."""
    with op.batch_alter_table("queue", schema=None) as batch_op:
        batch_op.drop_index("ix_queue_closed", sqlite_where=_CLOSED, postgresql_where=_CLOSED)
        batch_op.drop_index("ix_queue_rejected", sqlite_where=_REJECTED, postgresql_where=_REJECTED)
        batch_op.drop_index("ix_queue_received")
    with op.batch_alter_table("mail", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_mail_received_at"))
        batch_op.drop_index("ix_mail_place")
        batch_op.drop_index("ix_mail_fate")
    with op.batch_alter_table("comparisons", schema=None) as batch_op:
        batch_op.drop_index("ix_comparisons_mailbox")
    op.drop_table("comparisons")
    op.drop_table("logbook")
