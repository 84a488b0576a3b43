"""Indexes of the figures by status first: beside the lists' own index a partial one is passed over."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

_REJECTED = sa.text("status = 'rejected'")
_CLOSED = sa.text("status = 'closed'")


def upgrade() -> None:
    """Go to this revision."""
    with op.batch_alter_table("queue", schema=None) as batch_op:
        batch_op.drop_index("ix_queue_closed", sqlite_where=_CLOSED, postgresql_where=_CLOSED)
        batch_op.drop_index("ix_queue_rejected", sqlite_where=_REJECTED, postgresql_where=_REJECTED)
        batch_op.create_index("ix_queue_status_closed", ["status", "closed_at", "due_on"], unique=False)
        batch_op.create_index("ix_queue_status_received", ["status", "received_at"], unique=False)


def downgrade() -> None:
    """Go back to the one before."""
    with op.batch_alter_table("queue", schema=None) as batch_op:
        batch_op.drop_index("ix_queue_status_received")
        batch_op.drop_index("ix_queue_status_closed")
        batch_op.create_index(
            "ix_queue_rejected", ["received_at"], unique=False, sqlite_where=_REJECTED, postgresql_where=_REJECTED
        )
        batch_op.create_index(
            "ix_queue_closed",
            ["closed_at", "due_on", "status"],
            unique=False,
            sqlite_where=_CLOSED,
            postgresql_where=_CLOSED,
        )
