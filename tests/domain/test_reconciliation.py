"""Server and ledger side by side: what each difference is called."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta

import pytest

from imwu_inbox.domain.ledger import Fate, LedgerEntry
from imwu_inbox.domain.mail import MailRef
from imwu_inbox.domain.reconciliation import (
    GONE,
    WHAT_TO_DO,
    Difference,
    Finding,
    Reconciliation,
    Server,
    Standing,
    reconcile,
)

AT = datetime(2026, 11, 2, 19, 3, tzinfo=UTC)
NOON = AT + timedelta(days=1)


def row(
    mail_id: int, *, filed_in: str | None = "processed", epoch: int = 7, message_id: str | None = None
) -> LedgerEntry:
    """The row of the message that came as UID `mail_id`, so many minutes after the first."""
    return LedgerEntry(
        mail_id=mail_id,
        ref=MailRef(account="unit", folder="INBOX", uidvalidity=epoch, uid=mail_id),
        sha256="0",
        vault_key="0",
        size_bytes=1000 + mail_id,
        received_at=AT + timedelta(minutes=mail_id),
        whole=True,
        answerable=True,
        fate=Fate.SETTLED,
        filed_in=filed_in,
        message_id=message_id,
    )


def listed(number: int, *, uid: int | None = None, off: int = 0, message_id: str | None = None) -> Standing:
    """The same message on the server, under another UID when it was moved, its size a little off on request."""
    return Standing(
        uid=uid or number,
        size_bytes=1000 + number + off,
        received_at=AT + timedelta(minutes=number),
        message_id=message_id,
    )


def compared(
    rows: Sequence[LedgerEntry],
    *,
    folder: Sequence[Standing] = (),
    trays: Mapping[str, Sequence[Standing]] | None = None,
    low_uid: int = 1,
) -> Reconciliation:
    """Both sides, at noon of the next day."""
    server = Server(uidvalidity=7, low_uid=low_uid, folder=folder, trays={"processed": (), **(trays or {})})
    return reconcile(server, rows, newcomers_since=NOON)


def test_filed_messages_agree_with_their_rows_under_any_uid() -> None:
    """A move gives a new UID; moment and size find the row."""
    found = compared([row(1), row(2)], trays={"processed": [listed(1, uid=41), listed(2, uid=42)]})
    assert (found.findings, found.on_server, found.in_ledger) == ((), 2, 2)


@pytest.mark.parametrize("message_id", [None, "<1@maple.example>"])
def test_a_server_that_states_sizes_roughly_agrees_too(message_id: str | None) -> None:
    """Then the Message-ID tells, or the moment alone."""
    found = compared(
        [row(1, message_id=message_id)], trays={"processed": [listed(1, uid=41, off=17, message_id=message_id)]}
    )
    assert found.findings == ()


def test_a_message_an_officer_moved_from_tray_to_tray_agrees() -> None:
    """It is on the server and in the ledger; where it lies is the officer's affair."""
    assert compared([row(1)], trays={"rejected": [listed(1, uid=9)]}).findings == ()


def test_an_old_message_without_a_row_was_not_taken_in() -> None:
    """Nobody will look at it unless it is named."""
    found = compared([], folder=[listed(3)])
    assert found.findings == (Finding(kind=Difference.NOT_TAKEN_IN, uid=3),)


def test_a_newcomer_only_waits_unless_it_lies_below_the_mark() -> None:
    """Below the mark no usual visit would ever find it."""
    fresh = Standing(uid=3, size_bytes=1, received_at=NOON, message_id=None)
    assert (compared([], folder=[fresh]).waiting, compared([], folder=[fresh]).findings) == (1, ())
    assert [it.kind for it in compared([], folder=[fresh], low_uid=4).findings] == [Difference.NOT_TAKEN_IN]


def test_a_message_put_into_a_tray_by_hand_is_a_stranger() -> None:
    """It never was a request to us, and a person believes it was."""
    found = compared([row(1)], trays={"processed": [listed(1, uid=41), listed(5, uid=42)]})
    assert found.findings == (Finding(kind=Difference.STRANGER, tray="processed", uid=42),)


def test_a_second_copy_in_a_tray_is_no_stranger() -> None:
    """Two visits moved it at once; its request is known."""
    found = compared([row(1)], trays={"processed": [listed(1, uid=41), listed(1, uid=42)]})
    assert found.findings == (Finding(kind=Difference.COPY, tray="processed", uid=42),)


def test_an_unfiled_message_that_is_nowhere_is_gone_until_that_is_noted() -> None:
    """Somebody deleted it between two visits."""
    assert compared([row(1, filed_in=None)]).findings == (Finding(kind=Difference.GONE, mail_id=1),)
    noted = compared([row(1, filed_in=GONE)])
    assert (noted.findings, noted.gone_before) == ((), 1)


def test_an_unfiled_message_in_its_folder_is_no_difference() -> None:
    """Both sides say that it is to be moved."""
    assert compared([row(1, filed_in=None)], folder=[listed(1)]).findings == ()


@pytest.mark.parametrize("filed_in", [None, GONE])
def test_a_message_in_a_tray_whose_row_does_not_say_so_is_unnoted(filed_in: str | None) -> None:
    """The program ended between the move and its note, or somebody brought it back."""
    found = compared([row(1, filed_in=filed_in)], trays={"processed": [listed(1, uid=41)]})
    assert found.findings == (Finding(kind=Difference.UNNOTED, tray="processed", uid=41, mail_id=1),)


def test_a_filed_message_that_still_lies_in_the_folder_was_not_moved() -> None:
    """The server said it moved it, and did not."""
    found = compared([row(1)], folder=[listed(1)])
    assert found.findings == (Finding(kind=Difference.NOT_MOVED, tray="processed", uid=1, mail_id=1),)


def test_where_no_tray_is_configured_filed_messages_stay_in_the_folder() -> None:
    """That is what the configuration asks for."""
    server = Server(uidvalidity=7, low_uid=1, folder=[listed(1)], trays={})
    assert reconcile(server, [row(1)], newcomers_since=NOON).findings == ()


def test_a_filed_message_that_left_its_tray_is_counted_and_is_no_difference() -> None:
    """Officers may tidy; the bytes are in the vault."""
    found = compared([row(1)])
    assert (found.taken_out, found.findings) == (1, ())


def test_rows_of_an_older_epoch_are_found_in_the_trays() -> None:
    """The folder was made anew; what was filed before stays filed."""
    found = compared([row(1, epoch=3), row(1)], folder=[], trays={"processed": [listed(1, uid=5), listed(1, uid=6)]})
    assert found.findings == ()


def test_the_same_uid_of_another_epoch_is_another_message() -> None:
    """A UID means nothing without its epoch."""
    found = compared([row(1, epoch=3, filed_in=None)], folder=[listed(1)])
    assert {it.kind for it in found.findings} == {Difference.NOT_TAKEN_IN, Difference.GONE}


def test_every_difference_says_what_to_do() -> None:
    """No difference without a sentence for the person who reads of it."""
    assert WHAT_TO_DO.keys() == set(Difference)
