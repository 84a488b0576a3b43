"""Copies of messages without a Message-ID are found by what they have in common."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

NAMELESS = sa.text("message_id IS NULL")


def upgrade() -> None:
    """Go to this revision."""
    op.create_index("ix_mail_likeness", "mail", ["likeness"], sqlite_where=NAMELESS, postgresql_where=NAMELESS)


def downgrade() -> None:
    """Go back to the one before."""
    op.drop_index("ix_mail_likeness", table_name="mail")
