"""Visits by appointment: rooms, their times, days without, who comes when, and in the vault who it is."""

import sqlalchemy as sa
from alembic import op

revision = "0083"
down_revision = "0082"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Add the tables."""
    _add_rooms()
    _add_appointments()
    op.create_table(
        "appointment_contact",
        sa.Column("appointment_id", sa.String(length=32), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("phone", sa.Text(), nullable=False),
        sa.Column("email", sa.Text(), nullable=True),
        sa.Column("phone_index", sa.String(length=64), nullable=True),
        sa.Column("stored_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["appointment_id"], ["appointment.id"], name=op.f("fk_appointment_contact_appointment_id")
        ),
        sa.PrimaryKeyConstraint("appointment_id", name=op.f("pk_appointment_contact")),
    )
    op.create_index(op.f("ix_appointment_contact_phone_index"), "appointment_contact", ["phone_index"])


def _add_rooms() -> None:
    op.create_table(
        "visiting_room",
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("place", sa.String(length=200), nullable=False),
        sa.Column("is_open", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_visiting_room")),
        sa.UniqueConstraint("name", name=op.f("uq_visiting_room_name")),
    )
    op.create_table(
        "visiting_slot",
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("room_id", sa.String(length=40), nullable=False),
        sa.Column("weekday", sa.Integer(), nullable=False),
        sa.Column("starts", sa.String(length=5), nullable=False),
        sa.Column("ends", sa.String(length=5), nullable=False),
        sa.Column("capacity", sa.Integer(), nullable=False),
        sa.Column("is_open", sa.Boolean(), nullable=False),
        sa.CheckConstraint("capacity >= 1", name=op.f("ck_visiting_slot_capacity")),
        sa.ForeignKeyConstraint(["room_id"], ["visiting_room.id"], name=op.f("fk_visiting_slot_room_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_visiting_slot")),
        sa.UniqueConstraint(
            "room_id", "weekday", "starts", name=op.f("uq_visiting_slot_room_id_weekday_starts")
        ),
    )
    op.create_table(
        "visiting_closure",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("by", sa.String(length=40), nullable=False),
        sa.PrimaryKeyConstraint("day", name=op.f("pk_visiting_closure")),
    )


def _add_appointments() -> None:
    op.create_table(
        "appointment",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("number", sa.String(length=40), nullable=False),
        sa.Column("submission_id", sa.String(length=64), nullable=False),
        sa.Column("code_hmac", sa.String(length=64), nullable=False),
        sa.Column("said_hmac", sa.String(length=64), nullable=False),
        sa.Column("slot_id", sa.String(length=40), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("seat", sa.Integer(), nullable=True),
        sa.Column("starts_at", MOMENT, nullable=False),
        sa.Column("ends_at", MOMENT, nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("complaint_id", sa.String(length=32), nullable=True),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("state_at", MOMENT, nullable=False),
        sa.Column("booked_at", MOMENT, nullable=False),
        sa.Column("booked_by", sa.String(length=40), nullable=True),
        sa.Column("arrived_at", MOMENT, nullable=True),
        sa.Column("reminder_way", sa.String(length=40), nullable=True),
        sa.Column("reminder_state", sa.String(length=40), nullable=False),
        sa.Column("reminder_tried_at", MOMENT, nullable=True),
        sa.Column("reminder_attempts", sa.Integer(), nullable=False),
        sa.Column("reminded_at", MOMENT, nullable=True),
        sa.CheckConstraint("seat IS NULL OR seat >= 1", name=op.f("ck_appointment_seat")),
        sa.ForeignKeyConstraint(["slot_id"], ["visiting_slot.id"], name=op.f("fk_appointment_slot_id")),
        sa.ForeignKeyConstraint(["complaint_id"], ["complaint.id"], name=op.f("fk_appointment_complaint_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_appointment")),
        sa.UniqueConstraint("number", name=op.f("uq_appointment_number")),
        sa.UniqueConstraint("submission_id", name=op.f("uq_appointment_submission_id")),
        sa.UniqueConstraint("slot_id", "day", "seat", name=op.f("uq_appointment_slot_id_day_seat")),
    )
    op.create_index(op.f("ix_appointment_complaint_id"), "appointment", ["complaint_id"])
    op.create_index("ix_appointment_day_state", "appointment", ["day", "state"])
    op.create_index("ix_appointment_reminder_state_day", "appointment", ["reminder_state", "day"])
