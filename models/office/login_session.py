"""Sessions of signed-in staff; only the hash of the token is kept."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from models.ground.base import CODE_LENGTH, Base, UtcDateTime


class LoginSession(Base):
    """One session, found by the SHA-256 of the cookie's token.

    `awaits`: the second factor (`code`); until then it opens nothing else. `is_proved`: a factor was given in it.
    `by_provider`: the office's identity provider signed the person in, and no password was given here.
    """

    __tablename__ = "login_session"
    __table_args__ = (Index("ix_login_session_staff_id", "staff_id"),)

    token_sha256: Mapped[str] = mapped_column(String(64), primary_key=True)
    staff_id: Mapped[str] = mapped_column(ForeignKey("account.staff_id"))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    last_seen_at: Mapped[datetime] = mapped_column(UtcDateTime)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    client_address: Mapped[str | None] = mapped_column(String(CODE_LENGTH + 8))
    browser: Mapped[str | None] = mapped_column(String(CODE_LENGTH))
    awaits: Mapped[str | None] = mapped_column(String(10))
    is_proved: Mapped[bool] = mapped_column(default=False)
    by_provider: Mapped[bool] = mapped_column(default=False)
