"""`jieban account`: passwords of staff."""

from __future__ import annotations

import click

from deploy.settings import load_settings


@click.group()
def account() -> None:
    """Accounts of staff / 工作人员账号。"""


@account.command()
@click.argument("login", required=False)
@click.option(
    "--all", "everyone", is_flag=True, help="Every account; removes the demo password file / 全部账号"
)
def reset(login: str | None, everyone: bool) -> None:
    """Give a new first password, to be changed at the first sign-in / 重置口令。"""
    from deploy.wiring import build_accounts
    from models.ground.errors import DomainError

    if bool(login) == everyone:
        raise click.UsageError("give one LOGIN or --all / 请给出一个登录名或 --all")
    accounts = build_accounts(load_settings())
    try:
        passwords = accounts.reset_all() if login is None else {login: accounts.reset(login)}
    except DomainError as refusal:
        raise click.ClickException(str(refusal)) from refusal
    for name, password in passwords.items():
        click.echo(f"{name}\t{password}")


@account.command()
@click.argument("login")
def release(login: str) -> None:
    """End the wait after wrong passwords, or take back that the account was stopped / 解除登录等候或停用。"""
    from deploy.wiring import build_accounts
    from models.ground.errors import Conflict, NotFound

    try:
        build_accounts(load_settings()).release(login)
    except NotFound as refusal:
        raise click.ClickException(f"{login}: no such account / 没有此账号") from refusal
    except Conflict as refusal:
        raise click.ClickException(f"{login}: nothing holds the account up / 该账号无需解除") from refusal
    click.echo(f"{login}: may sign in again / 可以登录")


@account.command()
@click.argument("login")
def forget_second_factor(login: str) -> None:
    """Take the second step of the sign-in away from who has lost telephone and recovery codes / 取消登录第二步。"""
    from deploy.wiring import build_accounts
    from models.ground.errors import NotFound

    try:
        build_accounts(load_settings()).forget_second_factor(login)
    except NotFound as refusal:
        raise click.ClickException(f"{login}: has none / 未设置登录第二步") from refusal
    click.echo(f"{login}: signs in with the password alone / 仅凭密码登录")
