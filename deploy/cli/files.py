"""`jieban files`: where the office's files lie."""

from __future__ import annotations

import click

from deploy.settings import load_settings

_HELD = {
    "open": "; its case is open here: close it first / 办件在本库尚未办结，请先办结",
    "review": "; a review was asked for since: it is decided first / 此后已申请复查，请先办结复查",
    "frozen": "; it was frozen since: release it first / 此后案卷已被冻结，请先解除冻结",
    "request": "; something in it waits since: deal with it first / 此后有未处理的请求、来件或预约，请先处理",
}


@click.group()
def files() -> None:
    """Files of the office / 机构的文件。"""


@files.command()
@click.option("--back", is_flag=True, help="From the bucket into the folder / 从存储桶移回数据目录")
def move(back: bool) -> None:
    """Bring the files of the folder to the bucket of JIEBAN_FILES; a repeat goes on / 将文件移至存储桶，可重复执行。"""
    from deploy.file_stores import build_both
    from deploy.wiring import use_office_keys
    from services.identity.move_files import move_files

    settings = load_settings()
    if not settings.files:
        raise click.ClickException(
            "set JIEBAN_FILES and its login for this command / 请为此命令设置 JIEBAN_FILES 及其访问密钥"
        )
    use_office_keys(settings)
    folder, bucket = build_both(settings)
    source, target = (bucket, folder) if back else (folder, bucket)
    done = move_files(source, target, lambda _name, number: click.echo(f"files: {number}", err=True))
    click.echo(
        f"{done.copied} files brought over and compared, {done.known} were there"
        f" / 已移 {done.copied} 个并逐一核对，{done.known} 个原已在"
    )
    for fault in done.broken:
        click.echo(f"cannot be opened / 无法解密: {fault}", err=True)
    if done.broken:
        raise SystemExit(1)


@files.command()
@click.option("--destroy", is_flag=True, help="Destroy them again / 再次销毁。")
def returned(*, destroy: bool) -> None:
    """Say which destroyed files an older backup brought back; exit 1 while some are there / 列出随旧备份恢复的已销毁案卷。"""
    from deploy.wiring import unit_factory
    from models.ground.errors import DomainError
    from models.vault.destroyed_list import read_destroyed
    from services.keeping.returned_files import destroy_again, find_hold, list_returned

    settings = load_settings()
    try:
        make_unit = unit_factory(settings)
        for one in destroy_again(make_unit, settings.vault_key_file) if destroy else ():
            click.echo(f"{one.shown}: destroyed again, {one.list_number} / 已再次销毁")
        destroyed = read_destroyed(settings.vault_key_file)
        with make_unit().reading() as unit:
            left = [(one, find_hold(one, unit)) for one in list_returned(destroyed, unit)]
    except DomainError as refusal:
        raise click.ClickException(str(refusal)) from refusal
    except (OSError, ValueError) as fault:
        raise click.ClickException(
            f"the list beside the key file cannot be read / 密钥文件旁的名单无法读取: {fault}"
        ) from fault
    for one, hold in left:
        why = "" if hold is None else _HELD[hold.value]
        click.echo(f"{one.shown}: destroyed {one.day}, {one.list_number} / 此前已销毁{why}", err=True)
    if left:
        raise click.ClickException(
            f"{len(left)} destroyed files can be read in this database; --destroy destroys them again"
            f" / 本库中有 {len(left)} 卷已销毁的案卷可以读取；加 --destroy 再次销毁"
        )
    click.echo(f"none of {len(destroyed)} destroyed files is here / {len(destroyed)} 卷已销毁案卷均不在库中")
