"""Letters that did not arrive, until somebody has seen to them."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

_UNDELIVERED = sa.text("undelivered_since IS NOT NULL")


def upgrade() -> None:
    """Go to this revision."""
    with op.batch_alter_table("outbox", schema=None) as batch_op:
        batch_op.add_column(sa.Column("undelivered_since", sa.DateTime(timezone=True), nullable=True))
        batch_op.create_index(
            "ix_outbox_undelivered",
            ["case_id"],
            unique=False,
            sqlite_where=_UNDELIVERED,
            postgresql_where=_UNDELIVERED,
        )
    op.execute(
        "UPDATE outbox SET undelivered_since = COALESCE(claimed_at, created_at)"
        " WHERE state IN ('failed', 'bounced') OR (state = 'uncertain' AND retry_at IS NULL)"
    )


def downgrade() -> None:
    """Go back to the one before."""
    with op.batch_alter_table("outbox", schema=None) as batch_op:
        batch_op.drop_index("ix_outbox_undelivered", sqlite_where=_UNDELIVERED, postgresql_where=_UNDELIVERED)
        batch_op.drop_column("undelivered_since")
