"""The scan of a receipt: what its row keeps of it, and its files in the store."""

from collections.abc import Mapping
from typing import Any

from services.evidence.incoming_file import StoredFile
from services.ports.outside import ObjectStore

Scan = Mapping[str, Any]  # Any: JSON of our own


def keep_scan(stored: StoredFile) -> dict[str, object]:
    """As `receipt_scan` has it."""
    return {
        "name": stored.name,
        "media_type": stored.media_type,
        "size": stored.size,
        "sha256": stored.sha256,
        "key": stored.storage_key,
        "copy": stored.safe_copy_key,
    }


def forget_scan(scan: Scan | None, store: ObjectStore) -> None:
    """Delete its file and the copy that was drawn of it; nothing where there is no scan."""
    for name in ("key", "copy"):
        if scan is not None and scan.get(name):
            store.delete(scan[name])
