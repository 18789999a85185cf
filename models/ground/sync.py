"""Has what was written outlive a power cut."""

import os
from pathlib import Path


def sync(path: Path) -> None:
    """A file, or the entries of a folder, on the disk when it returns; syncing a file alone does not make its name durable."""
    descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
