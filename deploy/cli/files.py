"""`jieban files`: where the office's files lie."""

from __future__ import annotations

import click

from deploy.settings import load_settings


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
