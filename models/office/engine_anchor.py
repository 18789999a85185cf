"""What the office knows of its own instance in the engine, by which it tells its store from another one."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from models.ground.base import ID_LENGTH, KEY_LENGTH, Base, EnumText, UtcDateTime

# There is one.
ANCHOR_ROW = 1


class StoreState(StrEnum):
    """What the workers last found; they do jobs on the office's own store alone.

    `unseen`: nobody has looked yet; `to_begin`: an anchor is to begin there, by itself or since a person has accepted the
    store; `unknown`: lost, or another office's; the older ones are the office's own from an earlier day.
    """

    UNSEEN = "unseen"
    TO_BEGIN = "to_begin"
    OURS = "ours"
    UNKNOWN = "unknown"
    ENGINE_OLDER = "engine_older"
    DATABASE_OLDER = "database_older"


STRANGE = frozenset({StoreState.UNKNOWN, StoreState.ENGINE_OLDER, StoreState.DATABASE_OLDER})


class EngineAnchor(Base):
    """One row. `generation` counts the anchors; the present store serves since that of `store_since`.

    `process_instance_key` is None until it has begun. `pulse` is counted up here first and then in the engine, so that of
    two stores the older one is known. Of keys that came before `begun_at` (the office's clock) the store need not know.
    """

    __tablename__ = "engine_anchor"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    office_id: Mapped[str] = mapped_column(String(ID_LENGTH))
    generation: Mapped[int] = mapped_column(default=1)
    store_since: Mapped[int] = mapped_column(default=0)
    process_instance_key: Mapped[str | None] = mapped_column(String(KEY_LENGTH))
    begun_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    pulse: Mapped[int] = mapped_column(default=0)
    pulsed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    state: Mapped[StoreState] = mapped_column(EnumText(StoreState), default=StoreState.UNSEEN)
    since: Mapped[datetime] = mapped_column(UtcDateTime)
