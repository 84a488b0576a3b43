"""What cannot be carried is set aside with its reason, the next message goes on, and a retry carries it to its case."""

from pathlib import Path

import pytest

from imwu_inbox.domain.ledger import Fate
from imwu_inbox.domain.verdict import Outcome
from imwu_inbox.wiring import build
from tests.stories.told import story
from tests.stories.unit import IDLE_SECONDS, running_unit, work_until_idle

pytestmark = pytest.mark.dovecot


def test_a_message_whose_bytes_are_out_of_reach_waits_on_the_shelf_and_is_not_lost(tmp_path: Path) -> None:
    """A vault's disk is away: the message waits; when it is back, a retry opens the case and answers once."""
    told, next_one = story("complete-text-en"), story("question-en")
    vault, away = tmp_path / "vault", tmp_path / "away"
    with running_unit(tmp_path, f"sqlite:///{tmp_path}/unit.db") as unit:
        unit.imap.deliver([(told.message, told.received_at)])
        app = build(unit.settings)
        try:
            app.poll()
            vault.rename(away)
            unit.imap.deliver([(next_one.message, next_one.received_at)])
            work_until_idle(app)
            (shelved,) = app.ledger.shelf()
            assert (shelved.fate, bool(shelved.reason)) == (Fate.SHELVED, True)
            assert [record.outcome for record in app.cases.everything()] == [Outcome.NOT_A_REQUEST]
            for path in away.rglob("*"):
                if path.is_file():
                    (vault / path.relative_to(away)).parent.mkdir(parents=True, exist_ok=True)
                    path.rename(vault / path.relative_to(away))
            app.ledger.retry(shelved.mail_id)
            app.engine.launch()
            assert app.engine.wait_until_idle(IDLE_SECONDS)
            app.engine.stop(30)
            assert not app.ledger.shelf()
            assert sorted(record.outcome for record in app.cases.everything()) == [
                Outcome.ACCEPTED,
                Outcome.NOT_A_REQUEST,
            ]
        finally:
            app.close()
        assert len(unit.letters()) == 1
