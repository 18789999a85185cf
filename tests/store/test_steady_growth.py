"""Under steady load neither the engine's store nor the office's database grows on (EN-8, SE-43); figures: `make bench`."""

from __future__ import annotations

from pathlib import Path

from bench.steady_growth import measure, ratios
from models.vault.keyring import Keyring


async def test_files_after_six_windows_are_as_long_as_after_two(tmp_path: Path, keyring: Keyring) -> None:
    """EN-8, SE-43: at most one and a half times; without deletions it would be three times."""
    sizes = await measure(tmp_path, windows=6, units=150)
    engine, office = ratios(sizes)
    assert engine <= 1.5, sizes
    assert office <= 1.5, sizes
