"""Brakes on letters, addresses that bounced, and messages that come in parts."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go to this revision."""
    with op.batch_alter_table("outbox", schema=None) as batch_op:
        batch_op.add_column(sa.Column("grounds", sa.Text(), server_default="", nullable=False))
        batch_op.add_column(sa.Column("skeleton", sa.Text(), server_default="", nullable=False))
        batch_op.create_index("ix_outbox_claimed_at", ["claimed_at"], unique=False)
    with op.batch_alter_table("mail", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_mail_case_reference"), ["case_reference"], unique=False)
    op.create_table(
        "undeliverable",
        sa.Column("address_folded", sa.Text(), nullable=False),
        sa.Column("letter_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["letter_id"], ["outbox.id"], name=op.f("fk_undeliverable_letter_id")),
        sa.PrimaryKeyConstraint("address_folded", name=op.f("pk_undeliverable")),
    )
    op.create_table(
        "parts",
        sa.Column("mail_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("set_name", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("waits_until", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["mail_id"], ["mail.id"], name=op.f("fk_parts_mail_id")),
        sa.PrimaryKeyConstraint("mail_id", name=op.f("pk_parts")),
    )
    with op.batch_alter_table("parts", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_parts_set_name"), ["set_name"], unique=False)


def downgrade() -> None:
    """Go back to the one before."""
    with op.batch_alter_table("parts", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_parts_set_name"))
    op.drop_table("parts")
    op.drop_table("undeliverable")
    with op.batch_alter_table("mail", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_mail_case_reference"))
    with op.batch_alter_table("outbox", schema=None) as batch_op:
        batch_op.drop_index("ix_outbox_claimed_at")
        batch_op.drop_column("skeleton")
        batch_op.drop_column("grounds")
