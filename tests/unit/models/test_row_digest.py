"""Digests of rows: the same of a value however it came, named by field, and of no use without the key (ADR 0321)."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta, timezone

import pytest

from models.clock.legal_time import parse_moment
from models.ground.codes import Channel
from models.ledger.row_digest import digest_row, list_differing
from models.vault.keyring import Keyring, use_keyring

AT = parse_moment("2026-09-07T10:00:00.123456")
ROW: dict[str, object] = {
    "kind": "acceptance",
    "round": 1,
    "by": "xun.wenshi",
    "at": AT,
    "content": {2: "b", 10: "a"},
}
PLACE = ("decision", "a" * 32)


@pytest.mark.parametrize(
    "same",
    [{"at": AT.astimezone(timezone(timedelta(hours=-5)))}, {"content": {"10": "a", "2": "b"}}],
    ids=["another zone", "keys as JSON has them"],
)
def test_what_a_database_gives_back_differently_is_the_same(
    keyring: Keyring, same: dict[str, object]
) -> None:
    assert list_differing(PLACE, digest_row(*PLACE, ROW), ROW | same, 1) == ()


def test_each_field_that_differs_is_named(keyring: Keyring) -> None:
    noted = digest_row(*PLACE, ROW)
    assert list_differing(PLACE, noted, ROW | {"by": "other", "round": 2}, 1) == ("round", "by")
    assert list_differing(("decision", "b" * 32), noted, ROW, 1) == tuple(ROW), "that of another row"
    assert list_differing(PLACE, noted[:16], ROW | {"by": "other"}, 1) == tuple(ROW), "which names none"
    assert digest_row(*PLACE, ROW | {"kind": Channel.PORTAL}) == digest_row(*PLACE, ROW | {"kind": "portal"})


def test_another_key_gives_another_digest_and_a_rotation_the_same(keyring: Keyring) -> None:
    noted = digest_row(*PLACE, ROW)
    use_keyring(
        replace(keyring, active_key_id="new", sealing_keys={**keyring.sealing_keys, "new": b"n" * 32})
    )
    assert digest_row(*PLACE, ROW) == noted
    use_keyring(replace(keyring, index_key=b"x" * 32))
    assert digest_row(*PLACE, ROW) != noted
