"""The identity vault: who complained, sealed field by field. Read and written by services/identity only."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from models.ground.base import CODE_LENGTH, Base, UtcDateTime


class Identity(Base):
    """One complainant per complaint.

    Sealed values carry their key id; the `_index` columns answer exact look-ups.
    """

    __tablename__ = "identity"
    __table_args__ = (
        Index("ix_identity_phone_index", "phone_index"),
        Index("ix_identity_id_number_index", "id_number_index"),
        Index("ix_identity_email_index", "email_index"),
        Index("ix_identity_name_index", "name_index"),
        Index("ix_identity_organisation_index", "organisation_index"),
    )

    complaint_id: Mapped[str] = mapped_column(ForeignKey("complaint.id"), primary_key=True)
    key_id: Mapped[str] = mapped_column(String(CODE_LENGTH))
    name_sealed: Mapped[str | None] = mapped_column(Text)
    phone_sealed: Mapped[str | None] = mapped_column(Text)
    id_number_sealed: Mapped[str | None] = mapped_column(Text)
    email_sealed: Mapped[str | None] = mapped_column(Text)
    address_sealed: Mapped[str | None] = mapped_column(Text)
    organisation_sealed: Mapped[str | None] = mapped_column(Text)
    phone_index: Mapped[str | None] = mapped_column(String(64))
    id_number_index: Mapped[str | None] = mapped_column(String(64))
    email_index: Mapped[str | None] = mapped_column(String(64))
    name_index: Mapped[str | None] = mapped_column(String(64))
    organisation_index: Mapped[str | None] = mapped_column(String(64))
    stored_at: Mapped[datetime] = mapped_column(UtcDateTime)
