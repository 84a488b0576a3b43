"""Several mailboxes: what a further one takes over from the first, and what is refused."""

from pathlib import Path

import pytest

from imwu_inbox.errors import BadConfig
from imwu_inbox.settings import Settings, load
from imwu_inbox.wiring import mailbox_doors

FIRST = "[mailbox]\nhost = 'imap.example.org'\nuser = 'first'\npassword = 'one'\nfolder = 'INBOX'\n"


def loaded(folder: Path, text: str, **environment: str) -> Settings:
    """The settings of a configuration with this text."""
    path = folder / "imwu-inbox.toml"
    path.write_text(text, encoding="utf-8")
    return load(path, environment)


def test_one_mailbox_is_configured_as_ever(tmp_path: Path) -> None:
    """Nothing changes for a unit with one."""
    assert [box.user for box in loaded(tmp_path, FIRST).mailboxes] == ["first"]


def test_a_further_mailbox_has_the_firsts_keys_and_its_own(tmp_path: Path) -> None:
    """Server, folders and intervals are written once."""
    text = (
        f"{FIRST}port = 1993\n[[mailbox.more]]\nuser = 'second'\npassword = 'two'\n[[mailbox.more]]\nfolder = 'Other'\n"
    )
    settings = loaded(tmp_path, text)
    assert [(box.host, box.port, box.user, box.secret(), box.folder) for box in settings.mailboxes] == [
        ("imap.example.org", 1993, "first", "one", "INBOX"),
        ("imap.example.org", 1993, "second", "two", "INBOX"),
        ("imap.example.org", 1993, "first", "one", "Other"),
    ]
    assert [door.name for door in mailbox_doors(settings)] == ["first/INBOX", "second/INBOX", "first/Other"]


def test_further_mailboxes_may_come_from_the_environment(tmp_path: Path) -> None:
    """As one line of TOML; and what the environment says of the first holds for them too."""
    settings = loaded(
        tmp_path,
        FIRST,
        IMWU_INBOX__MAILBOX__MORE="[{ user = 'second' }]",
        IMWU_INBOX__MAILBOX__HOST="imap2.example.org",
    )
    assert [(box.host, box.user) for box in settings.mailboxes] == [
        ("imap2.example.org", "first"),
        ("imap2.example.org", "second"),
    ]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[[mailbox.more]]\npassword = 'two'\n", "two mailboxes are both first/INBOX"),
        (
            "[[mailbox.more]]\nuser = 'second'\npoll_seconds = 5\n",
            "hold for all mailboxes: give them in [mailbox] only",
        ),
        (
            "[[mailbox.more]]\nuser = 'second'\nprot = 993\n",
            "[[mailbox.more]] prot is not a known key; did you mean port?",
        ),
        ("[[mailbox.more]]\nuser = 'second'\nport = 0\n", "[[mailbox.more]] port: expected a whole number from 1 to"),
        ("[[mailbox.more]]\nuser = 'second'\nmore = [{ user = 'third' }]\n", "more stands inside [[mailbox.more]]"),
        ("more = 3\n", "[mailbox] more: expected a list of tables, found 3"),
        ("more = ['second']\n", "[mailbox] more: expected a list of tables"),
    ],
)
def test_what_cannot_be_meant_is_refused_with_its_key(tmp_path: Path, text: str, said: str) -> None:
    """Two that are the same would share their rows in the ledger."""
    with pytest.raises(BadConfig) as refused:
        loaded(tmp_path, FIRST + text)
    assert said in str(refused.value)


def test_a_further_mailbox_on_an_open_line_is_refused(tmp_path: Path) -> None:
    """The law of the first holds for all."""
    with pytest.raises(BadConfig, match="loopback address"):
        loaded(tmp_path, f"{FIRST}[[mailbox.more]]\nuser = 'second'\ntls = 'none'\n")


def test_a_folder_of_files_needs_no_server_and_may_stand_beside_one(tmp_path: Path) -> None:
    """Whichever of the two comes first."""
    folder = f"[mailbox]\npath = '{tmp_path}'\n"
    settings = loaded(tmp_path, f"{folder}[[mailbox.more]]\nhost = 'imap.example.org'\nuser = 'first'\n")
    settings.require_mailbox()
    assert [door.name for door in mailbox_doors(settings)] == [f"files/{tmp_path}", "first/INBOX"]
    beside = loaded(tmp_path, f"{FIRST}[[mailbox.more]]\npath = '{tmp_path}'\n")
    assert [door.name for door in mailbox_doors(beside)] == ["first/INBOX", f"files/{tmp_path}"]
    with pytest.raises(BadConfig, match="two mailboxes"):
        loaded(tmp_path, f"{folder}[[mailbox.more]]\nidle = true\n")
