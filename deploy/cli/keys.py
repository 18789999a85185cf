"""`jieban keys`: the keys that seal the office's texts and identities."""

from __future__ import annotations

import click

from deploy.settings import load_settings


@click.group()
def keys() -> None:
    """Keys of the office / 机构密钥。"""


@keys.command()
def rotate() -> None:
    """Seal everything with a new key while the office serves; goes on after a break / 更换密钥并重新加密。"""
    from deploy.wiring import unit_factory
    from models.ground.errors import DomainError
    from services.actor import SYSTEM
    from services.identity.rotate_keys import RotateKeys, rotate_keys

    settings = load_settings()
    try:
        make_unit = unit_factory(settings)
        done = rotate_keys(RotateKeys(settings.vault_key_file, _tell), make_unit, SYSTEM)
    except DomainError as refusal:
        raise click.ClickException(str(refusal)) from refusal
    origin = (
        "new key / 新密钥" if done.was_made_now else "key of the rotation broken off before / 续用上次的密钥"
    )
    click.echo(
        f"{origin} {done.key_id}: {done.resealed} rows and {done.files} files sealed anew"
        f" / {done.resealed} 行、{done.files} 个文件已重新加密"
    )
    for fault in done.broken:
        click.echo(f"cannot be opened / 无法解密: {fault}", err=True)
    if done.broken:
        raise SystemExit(1)
    click.echo(
        f"copy the key file to its safe place / 请将密钥文件另存至安全处: {settings.vault_key_file.resolve()}"
    )


@keys.command()
@click.option("--yes", is_flag=True, help="Do it / 确认删除。")
def forget(*, yes: bool) -> None:
    """Delete the keys of before the last rotation: older backups open nowhere / 删除更换前的旧密钥，此前备份即不能打开。"""
    from deploy.wiring import unit_factory
    from models.ground.errors import DomainError
    from models.vault.key_rotation import list_older_keys
    from services.actor import SYSTEM
    from services.identity.forget_keys import forget_keys
    from services.identity.rotate_keys import RotateKeys

    settings = load_settings()
    try:
        if not yes:
            older = ", ".join(list_older_keys(settings.vault_key_file)) or "-"
            raise click.ClickException(
                f"keys {older}: every backup made before the last rotation becomes unreadable for ever; --yes does it"
                " / 最近一次更换密钥之前的备份将永远无法打开；确认请加 --yes"
            )
        done = forget_keys(RotateKeys(settings.vault_key_file, _tell), unit_factory(settings), SYSTEM)
    except DomainError as refusal:
        raise click.ClickException(str(refusal)) from refusal
    click.echo(
        f"deleted / 已删除: {', '.join(done.key_ids) or '-'}; lists of destruction that this completes / 由此完成的销毁清册:"
        f" {', '.join(done.lists) or '-'}"
    )
    click.echo(
        "make a new backup now, delete older ones and older copies of the key file"
        " / 请立即重新备份，并删除旧备份和密钥文件的旧副本"
    )


def _tell(table: str, rows: int) -> None:
    click.echo(f"{table}: {rows}", err=True)
