"""`jieban restore`: an office from a backup."""

from __future__ import annotations

from pathlib import Path

import click
from sqlalchemy.exc import DBAPIError

from deploy.said import first_line
from deploy.settings import load_settings

_NEXT = """next / 接下来:
  1. put the newest {destroyed} beside the key file, then: jieban files returned
     / 将最新的销毁名单放回密钥文件旁，再运行 jieban files returned
  2. start the office, its workers too / 启动机构（含作业程序）
  3. jieban reconcile, then jieban reconcile --repair{lost} where it tells differences
     / 运行 jieban reconcile，有差异时加 --repair{lost}
What people did after {made_at} is not in it: notices sent since may be sent again, numbers given out since come again.
  / 备份之后的办理不在其中：此后发出的通知可能再次发出，此后的编号会重新给出"""


@click.command()
@click.argument("folder", type=click.Path(path_type=Path, exists=True, file_okay=False))
def restore(folder: Path) -> None:
    """Make the office of a backup in an empty data folder / 从备份恢复到空的数据目录。

    Everything is verified before anything is written. Killed, it is run again.
    """
    from deploy.backup.manifest import BackupUnusable
    from deploy.backup.postgres_tools import ToolFailed
    from deploy.backup.restore_office import restore_office
    from deploy.supervise.lock import AlreadyRunning
    from models.vault.destroyed_list import destroyed_list_of

    settings = load_settings()
    try:
        made = restore_office(settings, folder.absolute(), lambda line: click.echo(line, err=True))
    except (BackupUnusable, AlreadyRunning) as refusal:
        raise click.ClickException(str(refusal)) from refusal
    except (OSError, ToolFailed, DBAPIError) as fault:
        raise click.ClickException(
            f"not restored, run it again once that is mended: {first_line(fault)} / 未完成恢复，排除原因后请重新运行"
        ) from fault
    click.echo(f"{settings.data}: the office of {made.made_at} is here / 机构已恢复到备份时的状态")
    is_apart = made.engine_schema is None
    click.echo(
        _NEXT.format(
            destroyed=destroyed_list_of(settings.vault_key_file).name,
            made_at=made.made_at,
            lost=" --lost" if is_apart and settings.has_embedded_engine else "",
        ),
        err=True,
    )
