"""What a message has in common with its copies that come by another way."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go to this revision."""
    with op.batch_alter_table("mail", schema=None) as batch_op:
        batch_op.add_column(sa.Column("likeness", sa.String(), nullable=True))


def downgrade() -> None:
    """Go back to the one before."""
    with op.batch_alter_table("mail", schema=None) as batch_op:
        batch_op.drop_column("likeness")
