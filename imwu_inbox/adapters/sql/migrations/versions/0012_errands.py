"""What the pages ask of the daemon."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go to this revision."""
    op.create_table(
        "errands",
        sa.Column("reference", sa.String(), nullable=False),
        sa.Column("officer", sa.Text(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("has_failed", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("reference", name=op.f("pk_errands")),
    )


def downgrade() -> None:
    """Go back to the one before."""
    op.drop_table("errands")
