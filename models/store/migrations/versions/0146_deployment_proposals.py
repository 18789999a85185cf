"""Files for the process engine that wait for a second person."""

import sqlalchemy as sa
from alembic import op

revision = "0146"
down_revision = "0142"
branch_labels = None
depends_on = None

_MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Add the tables; nothing waits."""
    op.create_table(
        "deployment_proposal",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("faults", sa.JSON(), nullable=False),
        sa.Column("proposed_by", sa.String(length=40), nullable=False),
        sa.Column("proposed_at", _MOMENT, nullable=False),
        sa.Column("decided_by", sa.String(length=40), nullable=True),
        sa.Column("decided_at", _MOMENT, nullable=True),
        sa.Column("reason", sa.String(length=500), nullable=True),
        sa.Column("ended_at", _MOMENT, nullable=True),
        sa.Column("failure", sa.String(length=500), nullable=True),
        sa.ForeignKeyConstraint(
            ["proposed_by"], ["staff.login"], name=op.f("fk_deployment_proposal_proposed_by_staff")
        ),
        sa.ForeignKeyConstraint(
            ["decided_by"], ["staff.login"], name=op.f("fk_deployment_proposal_decided_by_staff")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deployment_proposal")),
    )
    op.create_index("ix_deployment_proposal_state", "deployment_proposal", ["state"])
    op.create_table(
        "deployment_file",
        sa.Column("proposal_id", sa.String(length=32), nullable=False),
        sa.Column("name", sa.String(length=400), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["proposal_id"],
            ["deployment_proposal.id"],
            name=op.f("fk_deployment_file_proposal_id_deployment_proposal"),
        ),
        sa.PrimaryKeyConstraint("proposal_id", "name", name=op.f("pk_deployment_file")),
    )
