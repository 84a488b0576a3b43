"""`imwu-inbox user`: who may sign in to the officers' pages, as what."""

import re
import secrets
import sys
from typing import TYPE_CHECKING, Annotated

import typer

from imwu_inbox.cli.console import JsonOption, say, say_json, say_table
from imwu_inbox.cli.doors import open_desk
from imwu_inbox.cli.options import ConfigOption, examples
from imwu_inbox.domain.audit import Act, AuditEntry
from imwu_inbox.domain.officer import NAME_PATTERN, Account, Role
from imwu_inbox.domain.sign_in import LONGEST_PASSWORD, SHORTEST_PASSWORD
from imwu_inbox.errors import UsageError

if TYPE_CHECKING:
    from imwu_inbox.wiring import Desk

OPERATOR = "operator"
"""Who the audit log names for what is done at the command line."""

NameArgument = Annotated[str, typer.Argument(metavar="NAME", help="The user name; it never changes.")]
StdinOption = Annotated[
    bool, typer.Option("--password-stdin", help="Read the password from the input; else one is made and shown once.")
]


def register(app: typer.Typer) -> None:
    """Add the group and its commands."""
    user_app = typer.Typer(rich_markup_mode=None, no_args_is_help=True, help="Say who may sign in.")
    user_app.callback()(_group)
    user_app.command(epilog=examples('imwu-inbox user add mroy --role officer --display-name "Maya Roy"'))(add)
    user_app.command("list", epilog=examples("imwu-inbox user list", "imwu-inbox user list --json"))(list_users)
    user_app.command(epilog=examples("imwu-inbox user reset mroy"))(reset)
    user_app.command(epilog=examples("imwu-inbox user disable mroy"))(disable)
    app.add_typer(user_app, name="user")


def _group() -> None:
    """Say who may sign in to the officers' pages, as what."""


def add(
    context: typer.Context,
    name: NameArgument,
    *,
    role: Annotated[Role, typer.Option("--role", help="What the person is in the unit.")],
    display_name: Annotated[str, typer.Option("--display-name", help="How the pages show the person.")] = "",
    password_stdin: StdinOption = False,
    subject: Annotated[
        str, typer.Option("--subject", help="The person's key at the sign-in service, in place of a password.")
    ] = "",
    config: ConfigOption = None,
) -> None:
    """Enter an account."""
    if not re.fullmatch(NAME_PATTERN, name):
        raise UsageError(f"{name}: a user name has 2 to 40 letters, digits, dots, hyphens; the first is no sign.")
    password = "" if subject else _password(from_stdin=password_stdin)
    with open_desk(context, config) as desk:
        secret = desk.passwords.hashed(password) if password else ""
        desk.accounts.add(
            Account(name=name, display_name=display_name or name, role=role, secret=secret, subject=subject)
        )
        _note(desk, Act.ACCOUNT_ADDED, name)
    say(f"{name} can sign in as {role.value}.")
    _show(password, is_typed=password_stdin)


def list_users(context: typer.Context, *, config: ConfigOption = None, json: JsonOption = False) -> None:
    """List the accounts."""
    with open_desk(context, config) as desk:
        rows = [(account, desk.accounts.tries(account.name)) for account in desk.accounts.everyone()]
    facts = [
        {
            "name": account.name,
            "display_name": account.display_name,
            "role": account.role.value,
            "state": "disabled" if account.is_disabled else "active" if tries.left else "locked",
            "signs_in": "elsewhere" if account.subject else "password",
        }
        for account, tries in rows
    ]
    if json:
        say_json(facts)
    elif facts:
        say_table(tuple(facts[0]), (tuple(row.values()) for row in facts))
    else:
        say("Nobody can sign in yet: imwu-inbox user add NAME --role administrator")


def reset(
    context: typer.Context, name: NameArgument, *, password_stdin: StdinOption = False, config: ConfigOption = None
) -> None:
    """Give a new password: it opens the lock, enables the account and ends its sessions."""
    password = _password(from_stdin=password_stdin)
    with open_desk(context, config) as desk:
        account = desk.accounts.reset(name, desk.passwords.hashed(password))
        desk.sessions.end_all_of(account.name)
        _note(desk, Act.ACCOUNT_RESET, account.name)
    say(f"{account.name} has a new password.")
    _show(password, is_typed=password_stdin)


def disable(context: typer.Context, name: NameArgument, *, config: ConfigOption = None) -> None:
    """Let nobody sign in with an account any more; its sessions end at once."""
    with open_desk(context, config) as desk:
        account = desk.accounts.disable(name, desk.clock.now())
        ended = desk.sessions.end_all_of(account.name)
        _note(desk, Act.ACCOUNT_DISABLED, account.name)
    say(f"{account.name} is disabled. Sessions ended: {ended}.")


def _password(*, from_stdin: bool) -> str:
    """The typed password, or a new one. Raises: UsageError when it is too short or too long."""
    if not from_stdin:
        return secrets.token_urlsafe(14)
    typed = sys.stdin.readline().rstrip("\r\n")
    if not SHORTEST_PASSWORD <= len(typed) <= LONGEST_PASSWORD:
        raise UsageError(f"a password has {SHORTEST_PASSWORD} to {LONGEST_PASSWORD} characters.")
    return typed


def _show(password: str, *, is_typed: bool) -> None:
    if password and not is_typed:
        say(f"Password, shown this once: {password}")


def _note(desk: "Desk", act: Act, name: str) -> None:
    desk.audit.write(AuditEntry(act=act, officer=OPERATOR, at=desk.clock.now(), detail=name))
