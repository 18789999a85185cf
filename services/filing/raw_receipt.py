"""The proof that what arrived was kept unchanged."""

import hashlib


def hash_raw(raw: str) -> str:
    """SHA-256 in hex over the UTF-8 bytes of the text as it arrived."""
    return hashlib.sha256(raw.encode()).hexdigest()
