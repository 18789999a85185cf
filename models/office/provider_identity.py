"""Whose account an identity at the office's identity provider opens, who linked it, and sign-ins there that are under way."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.ground.base import CODE_LENGTH, Base, UtcDateTime
from models.vault.sealed import SealedText


class ProviderIdentity(Base):
    """The one identity that opens an account, by issuer and subject; `shown_name` is how the provider calls it.

    `linked_by`: the person himself, or the administrator.
    """

    __tablename__ = "provider_identity"
    __table_args__ = (UniqueConstraint("issuer", "subject"),)

    staff_id: Mapped[str] = mapped_column(ForeignKey("account.staff_id"), primary_key=True)
    issuer: Mapped[str] = mapped_column(String(255))
    subject: Mapped[str] = mapped_column(String(255))
    shown_name: Mapped[str] = mapped_column(String(100), default="")
    linked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    linked_by: Mapped[str] = mapped_column(String(CODE_LENGTH))


class ProviderLink(Base):
    """One link that was made, also when it is gone: which identity, and by whom.

    `known_at`: the person whose account it is knows of it, as he does of his own; None until he has said so.
    """

    __tablename__ = "provider_link"

    staff_id: Mapped[str] = mapped_column(ForeignKey("account.staff_id"), primary_key=True)
    linked_at: Mapped[datetime] = mapped_column(UtcDateTime, primary_key=True)
    linked_by: Mapped[str] = mapped_column(String(CODE_LENGTH))
    issuer: Mapped[str] = mapped_column(String(255))
    subject: Mapped[str] = mapped_column(String(255))
    known_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class ProviderAttempt(Base):
    """A sign-in that went to the provider; gone after its time, so that an answer that comes twice is known.

    Found by the digest of its state, and good once, in the browser it began in. `links`: whose account it is to be linked to.
    """

    __tablename__ = "provider_attempt"
    __table_args__ = (Index("ix_provider_attempt_expires_at", "expires_at"),)

    state_digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    browser: Mapped[str] = mapped_column(String(64))
    nonce: Mapped[str] = mapped_column(String(64))
    verifier: Mapped[str] = mapped_column(SealedText("provider_attempt:verifier"))
    wanted: Mapped[str] = mapped_column(String(2000))
    links: Mapped[str | None] = mapped_column(String(CODE_LENGTH))
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    is_used: Mapped[bool] = mapped_column(default=False)
