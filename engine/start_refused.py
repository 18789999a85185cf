"""The one refusal that ends a start of the engine; nothing else lives here."""

from typing import Final

# Exit code of a start that a retry cannot mend (sysexits EX_CONFIG); the supervisor does not retry it.
EXIT_START_REFUSED: Final = 78


class StartRefused(Exception):
    """The engine cannot start with these settings, this store or these ports; the message is one sentence."""
