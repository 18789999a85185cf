"""The vault: sealed at rest, bound to its place, found by any spelling, opened only with a logged purpose."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from sqlalchemy import select, text

from models.case.receipt import Receipt
from models.ground.codes import Channel, Role
from models.ground.errors import InvalidInput, NotFound, NotPermitted
from models.ground.ids import ComplaintId, new_id
from models.ledger.trail_event import TrailEvent
from models.vault.identity import Identity
from models.vault.identity_reveal import IdentityReveal
from models.vault.key_file import KeyFileUnusable, create_key_file, load_key_file
from models.vault.keyring import KeyMissing, SealBroken, get_keyring
from services.acts.reveal_identity import RevealIdentity, reveal_identity
from services.identity.masked_identity import find_masked_identity
from services.identity.open_identity import RevealedIdentity
from services.identity.phone_on_file import is_phone_on_file
from services.identity.store_identity import StoreIdentity, store_identity
from services.identity.vault_key import ForeignKeyFile, check_key, register_key
from tests.office import Office, staff

CANARIES = (
    "金丝雀名",
    "199-0000-7777",
    "19900007777",
    "99010119900722015X",
    "canary@example.cn",
    "金丝雀路1号",
)
INTAKE = staff("ji.luqing", Role.INTAKE)


@pytest.fixture
def complaint_id(office: Office) -> ComplaintId:
    """A case whose complainant and texts are canaries."""
    complaint_id = office.add_complaint(matter=f"我是{CANARIES[0]}，电话{CANARIES[1]}")
    with office.unit_of_work() as unit:
        identity = StoreIdentity(
            complaint_id, CANARIES[0], CANARIES[1], CANARIES[3], CANARIES[4], CANARIES[5]
        )
        store_identity(identity, unit)
        unit.session.add(
            Receipt(
                id=new_id(), complaint_id=complaint_id, channel=Channel.PORTAL,
                raw_text="\n".join(CANARIES), raw_sha256="0" * 64, meta={"from": CANARIES[4]},
            )
        )  # fmt: skip
    return complaint_id


def look_at(complaint_id: ComplaintId, office: Office, purpose: str) -> RevealedIdentity:
    """A clerk's look that was handed out."""
    look = reveal_identity(RevealIdentity(complaint_id, purpose), office.unit_of_work(), INTAKE)
    return look.hand_out(lambda shown: shown)


def test_the_database_file_alone_shows_no_canary(office: Office, complaint_id: ComplaintId) -> None:
    """Names, phones and ID numbers are not found by a look into the file, its log included."""
    look_at(complaint_id, office, f"回访 {CANARIES[0]}")
    if office.database.is_sqlite:
        path = Path(str(office.database.engine.url.database))
        content = b"".join(file.read_bytes() for file in path.parent.glob(f"{path.name}*"))
    else:
        with office.database.engine.connect() as connection:
            tables = connection.execute(
                text("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
            ).scalars()
            content = b"".join(
                str(connection.execute(select(text("*")).select_from(text(name))).all()).encode()
                for name in tables
            )
    assert len(content) > 10_000
    for canary in CANARIES:
        assert canary.encode() not in content
        assert json.dumps(canary).strip('"').encode() not in content


def test_texts_and_identity_come_back_with_the_key(office: Office, complaint_id: ComplaintId) -> None:
    revealed = look_at(complaint_id, office, "电话回访")
    assert (revealed.name, revealed.phone, revealed.organisation) == (CANARIES[0], CANARIES[1], None)
    with office.database.read() as session:
        assert session.scalars(select(Receipt)).one().raw_text == "\n".join(CANARIES)


def test_every_reveal_is_logged_with_viewer_fields_and_purpose(
    office: Office, complaint_id: ComplaintId
) -> None:
    look_at(complaint_id, office, "电话回访")
    with office.database.read() as session:
        row = session.scalars(select(IdentityReveal)).one()
        kinds = [event.kind for event in session.scalars(select(TrailEvent))]
    assert (row.viewer, row.purpose, row.at) == ("ji.luqing", "电话回访", office.clock.now())
    assert row.fields == ["name", "phone", "id_number", "email", "address"]
    assert kinds[-1] == "identity.revealed"


def test_a_look_that_nobody_got_is_on_no_record(office: Office, complaint_id: ComplaintId) -> None:
    """SE-1, UX-1: neither opened and left alone, nor with a page that could not be made of it."""
    command = RevealIdentity(complaint_id, "电话回访")
    look = reveal_identity(command, office.unit_of_work(), INTAKE)
    with pytest.raises(ZeroDivisionError):
        look.hand_out(lambda _shown: 1 // 0)
    with office.database.read() as session:
        assert session.scalars(select(IdentityReveal)).all() == []
        assert "identity.revealed" not in [event.kind for event in session.scalars(select(TrailEvent))]


def test_a_reveal_needs_a_purpose_a_role_and_an_identity(office: Office, complaint_id: ComplaintId) -> None:
    with pytest.raises(InvalidInput):
        reveal_identity(RevealIdentity(complaint_id, " x "), office.unit_of_work(), INTAKE)
    with pytest.raises(NotPermitted):
        supervisor = staff("jian.rujing", Role.SUPERVISOR)
        reveal_identity(RevealIdentity(complaint_id, "电话回访"), office.unit_of_work(), supervisor)
    for role in (Role.WINDOW_STAFF, Role.ADMINISTRATOR, Role.UNIT_REP):
        with pytest.raises(NotFound):
            reveal_identity(RevealIdentity(complaint_id, "电话回访"), office.unit_of_work(), staff("x", role))
    anonymous = office.add_complaint()
    with pytest.raises(NotFound):
        reveal_identity(RevealIdentity(anonymous, "电话回访"), office.unit_of_work(), INTAKE)
    with office.database.read() as session:
        assert session.scalars(select(IdentityReveal)).all() == []


@pytest.mark.parametrize(
    ("phone", "is_it"),
    [
        ("19900007777", True),
        ("+86 199 0000 7777", True),
        ("１９９００００７７７７", True),
        ("199-0000-7778", False),
        ("", False),
    ],
)
def test_a_phone_is_found_in_any_spelling(
    office: Office, complaint_id: ComplaintId, phone: str, is_it: bool
) -> None:
    with office.unit_of_work().reading() as unit:
        assert is_phone_on_file(complaint_id, phone, unit) is is_it
        assert is_phone_on_file("unknown", phone, unit) is False


def test_a_value_moved_to_another_row_or_column_does_not_open(
    office: Office, complaint_id: ComplaintId
) -> None:
    other = office.add_complaint()
    with office.unit_of_work() as unit:
        store_identity(StoreIdentity(other, name="别人"), unit)
        mine = unit.session.get_one(Identity, complaint_id)
        unit.session.get_one(Identity, other).phone_sealed = mine.phone_sealed
        mine.name_sealed = mine.phone_sealed
    for moved in (complaint_id, other):
        with pytest.raises(SealBroken):
            reveal_identity(RevealIdentity(moved, "电话回访"), office.unit_of_work(), INTAKE)


def test_the_case_file_sees_masked_values_only(office: Office, complaint_id: ComplaintId) -> None:
    with office.unit_of_work().reading() as unit:
        masked = find_masked_identity(complaint_id, unit)
        assert find_masked_identity("unknown", unit) is None
    assert masked is not None
    assert masked["name"] == "金***"
    assert masked["phone"] == "199****7777"
    assert masked["id_number"] == "990101********015X"


def test_a_lost_or_foreign_key_is_refused_with_what_to_do(office: Office, tmp_path: Path) -> None:
    with office.unit_of_work() as unit:
        register_key(unit.session, get_keyring(), unit.clock.now())
    with office.database.read() as session:
        check_key(session, get_keyring())
        foreign = create_key_file(tmp_path / "other.json")
        with pytest.raises(ForeignKeyFile, match="own key file"):
            check_key(session, foreign)
    with pytest.raises(ForeignKeyFile), office.unit_of_work() as unit:
        register_key(unit.session, foreign, unit.clock.now())
    with pytest.raises(KeyFileUnusable, match="copy it back"):
        load_key_file(tmp_path / "lost.json")


def test_a_key_file_is_owner_only_and_never_replaced(tmp_path: Path) -> None:
    path = tmp_path / "keys" / "vault.json"
    keyring = create_key_file(path)
    assert path.stat().st_mode & 0o777 == 0o600
    with pytest.raises(FileExistsError):
        create_key_file(path)
    assert load_key_file(path) == keyring
    path.chmod(0o644)
    with pytest.raises(KeyFileUnusable, match="chmod 600"):
        load_key_file(path)
    path.chmod(0o600)
    path.write_text('{"active": "x"}')
    with pytest.raises(KeyFileUnusable, match="damaged"):
        load_key_file(path)


def test_each_value_carries_its_key_and_an_unknown_key_is_named(tmp_path: Path) -> None:
    first, second = create_key_file(tmp_path / "a"), create_key_file(tmp_path / "b")
    sealed = first.seal("值", "t:c:1")
    assert sealed.split(":")[1] == first.active_key_id
    assert first.open(sealed, "t:c:1") == "值"
    with pytest.raises(SealBroken):
        first.open(sealed, "t:c:2")
    with pytest.raises(KeyMissing, match=first.active_key_id):
        second.open(sealed, "t:c:1")
    assert first.digest("phone", "1") != first.digest("email", "1") != second.digest("email", "1")


def test_only_the_vaults_service_touches_the_identity_table() -> None:
    root = Path(__file__).parents[2]
    folders = ("models", "services", "adapters", "workers", "api", "deploy")
    sources = [path for folder in folders for path in (root / folder).rglob("*.py")]
    importers = {
        path.relative_to(root).as_posix()
        for path in sources
        if "models.vault.identity import" in path.read_text(encoding="utf-8")
    }
    others = {name for name in importers if not name.startswith("services/identity/")}
    assert others == set()
    assert len(importers) > 3
