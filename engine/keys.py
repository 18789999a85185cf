"""Keys of everything the engine makes: unique, growing, of the shape a one-partition cluster gives."""

from __future__ import annotations

from typing import Final

# Partition 1 in the upper bits: clients parse keys of exactly this size.
FIRST_KEY: Final = (1 << 51) + 1
LAST_KEY: Final = (1 << 52) - 1
# Left out after the newest key that others have seen of a store that is gone: more than could have been given out unseen.
LEFT_OUT: Final = 1 << 20
