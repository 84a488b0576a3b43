"""Copies are found by what they have in common also where servers gave each a Message-ID of its own."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

NAMELESS = sa.text("message_id IS NULL")


def upgrade() -> None:
    """Go to this revision."""
    op.drop_index("ix_mail_likeness", table_name="mail")
    op.create_index("ix_mail_likeness", "mail", ["likeness"])


def downgrade() -> None:
    """Go back to the one before."""
    op.drop_index("ix_mail_likeness", table_name="mail")
    op.create_index("ix_mail_likeness", "mail", ["likeness"], sqlite_where=NAMELESS, postgresql_where=NAMELESS)
