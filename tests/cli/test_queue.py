"""`queue`, `case show` and `shelf`: what officers and operators read off the store."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime

from imwu_inbox.domain.admissibility import judge
from imwu_inbox.domain.audit import Act
from imwu_inbox.domain.case import WorkerSummary
from imwu_inbox.domain.documents import DocumentKind
from imwu_inbox.domain.evidence import as_record
from imwu_inbox.domain.parts import Part
from imwu_inbox.domain.reply import Delivery, DeliveryReport
from imwu_inbox.domain.verdict import Doubt, Flag, Outcome, Refusal
from tests.cli.conftest import Caller
from tests.cli.records import ALICE, NUMBER, open_record, take_in
from tests.domain.papers import PASSPORT, SUPPORT, a_document, a_file, a_form, a_request, book
from tests.fakes.house import a_letter

BRUNO = WorkerSummary(
    surname="",
    given_names="",
    nationality="MEX",
    passport_number="",
    birth_date=None,
    expiry_date=None,
    codes=("C10",),
    verified=False,
)


def test_the_queue_shows_the_soonest_due_first_with_its_days_left(call: Caller) -> None:
    """One line a request: who, from where, which code, until when, what to look at."""
    later = open_record(call, 1, due_on=date(2026, 12, 4))
    sooner = open_record(call, 2, workers=(ALICE, BRUNO), flags=(Flag.LATE_NOTICE,), doubts=(Doubt.WORKERS_UNPAIRED,))
    lines = call("queue").out.splitlines()
    assert lines[0].split("  ")[0] == "reference"
    assert [line.split()[0] for line in lines[1:]] == [sooner, later]
    for words in ("MARTIN, ALICE MARIE +1", "FRA MEX", "R186(g) C10", "2026-11-24  2 ", "late-notice"):
        assert words in lines[1]
    assert lines[1].endswith("accepted: workers-unpaired")


def test_messages_held_for_their_other_parts_stand_below_the_queue(call: Caller) -> None:
    """An officer who looks for a request that said "1 of 2" finds it, and until when it waits, in the unit's time."""
    mail_id = take_in(call, 7)
    part = Part(set_name="rh@atelier.example.org 2 papers", number=1, total=2)
    call.house.waiting.hold(mail_id, part, datetime(2026, 11, 22, 19, 30, tzinfo=UTC))
    said = call("queue").out
    assert said.splitlines()[:2] == ["No request waits.", "Held until their other parts come:"]
    assert said.splitlines()[-1].split() == [str(mail_id), "1", "of", "2", "2026-11-22", "14:30"]
    assert "rh@" not in said


def test_a_list_never_shows_a_passport_number(call: Caller) -> None:
    """Neither as text nor as JSON, nor does a case's page show more than its end."""
    reference = open_record(call)
    for arguments in (("queue",), ("queue", "--all"), ("queue", "--json"), ("case", "show", reference, "--why")):
        said = call(*arguments)
        assert said.code == 0
        assert NUMBER not in said.out
    assert "••••••567" in call("case", "show", reference).out


def test_the_queue_leaves_rejected_records_to_all(call: Caller) -> None:
    """They have no clock; one option lists them too."""
    open_record(call, 1, outcome=Outcome.REJECTED, due_on=None, refusals=(Refusal.MISSING_PASSPORT,))
    assert call("queue").out == "No request waits.\n"
    assert "rejected: missing-passport" in call("queue", "--all").out


def test_the_queue_in_json_is_one_array(call: Caller) -> None:
    """With dates as ISO 8601 and ids as the rules have them."""
    reference = open_record(call, flags=(Flag.FREE_MAIL,))
    (record,) = json.loads(call("queue", "--json").out)
    assert (record["reference"], record["due_on"], record["days_left"]) == (reference, "2026-11-24", 2)
    assert record["flags"] == ["free-mail"]
    assert record["workers"] == [{"name": "MARTIN, ALICE MARIE", "nationality": "FRA", "codes": ["R186(g)"]}]


def test_a_case_is_shown_with_its_history_and_letters(call: Caller) -> None:
    """Where it stands, and all that happened to it."""
    reference = open_record(call)
    out = call("case", "show", reference).out
    assert "due            2026-11-24 (2 days left; last business day 2026-11-24)" in out
    assert "2026-11-10T14:00:00+00:00  received  size_bytes=1234" in out
    assert "letter 1: acknowledgement, waiting, tries 0" in out


def test_a_case_says_what_our_mail_server_found_of_its_sender(call: Caller) -> None:
    """As text and as JSON; nothing where it said nothing."""
    assessment = {"authentication": {"dkim": "pass", "spf": "", "dmarc": "fail"}}
    told, untold = open_record(call, 1, assessment=assessment), open_record(call, 2)
    assert "sender check   dkim=pass spf=- dmarc=fail" in call("case", "show", told).out
    assert "sender check   -" in call("case", "show", untold).out
    assert json.loads(call("case", "show", told, "--json").out)["authentication"] == assessment["authentication"]
    assert json.loads(call("case", "show", untold, "--json").out)["authentication"] is None


def test_why_gives_the_rule_in_both_languages(call: Caller) -> None:
    """The number on the rules page, then the words."""
    reference = open_record(call, outcome=Outcome.REJECTED, due_on=None, refusals=(Refusal.MISSING_IMM5686,))
    out = call("case", "show", reference, "--why").out
    assert "missing-imm5686 (rule 3)" in out
    assert "No completed form IMM 5686 is in the request." in out
    assert "La demande ne contient pas de formulaire IMM 5686 dûment rempli." in out
    told = json.loads(call("case", "show", reference, "--why", "--json").out)
    assert (told["reasons"][0]["number"], told["reasons"][0]["effect"]) == (3, "rejects")
    assert json.loads(call("case", "show", reference, "--json").out)["reasons"] == ["missing-imm5686"]


def test_why_shows_which_paper_lies_where_and_no_passport_number(call: Caller) -> None:
    """Files with what was found in them, codes with where they were read, differences as both papers have them."""
    form = a_file(a_document(DocumentKind.IMM5686, form=a_form(codes=("C12",), family_name="Durand")), number=2)
    assessment = as_record(judge(a_request(PASSPORT, form, *SUPPORT), book()))
    reference = open_record(call, assessment=assessment)
    said = call("case", "show", reference, "--why")
    assert "1.1   file-1.pdf  ok      passport (p. 1, 90%)" in said.out
    assert "Worker 1: passport in part 1.1, page 1, form in part 1.2" in said.out
    assert "code C12: superseded, now C61 or C62 or C63, read in the form" in said.out
    assert "surname: passport MARTIN, form Durand" in said.out
    told = call("case", "show", reference, "--why", "--json")
    evidence = json.loads(told.out)["evidence"]
    assert evidence["workers"][0]["passport"] == {"found": "yes", "path": "1.1", "page": 1}
    assert NUMBER not in said.out + told.out


def test_an_unknown_reference_is_wrong_usage(call: Caller) -> None:
    """With the way to find the right one."""
    said = call("case", "show", "2026-000999")
    assert (said.code, said.err) == (
        2,
        "imwu-inbox: 2026-000999: no such record. `imwu-inbox queue --all` lists them.\n",
    )


def test_a_request_rejected_for_its_size_is_taken_up(call: Caller) -> None:
    """One command; what cannot be taken up is wrong usage, with the reason."""
    house, content = call.house, b"From: rh@atelier.example.org\r\n\r\n" + b"x" * 990
    uid = house.mailbox.deliver(content, datetime(2026, 11, 10, 14, tzinfo=UTC))
    reference = open_record(call, uid, outcome=Outcome.REJECTED, due_on=None, refusals=(Refusal.OVER_SIZE,))
    (key,) = house.undo.vault.keep_all([content[:100]])
    house.ledger.rows[1] = replace(house.ledger.rows[1], vault_key=key, ref=house.mailbox.probe([uid])[0].ref)
    said = call("case", "open", reference)
    assert (said.code, said.out.startswith(f"{reference}: the whole message is safe (number 2")) == (0, True)
    assert house.ledger.rows[2].undoes == reference
    assert house.audit.of_officer("-")[0].act is Act.UNDONE
    complete = open_record(call, 9)
    refused = call("case", "open", complete)
    assert (refused.code, "not rejected for its size" in refused.err) == (2, True)


def test_the_shelf_lists_what_was_set_aside_and_takes_it_up_again(call: Caller) -> None:
    """Each with its reason; a retry queues its run anew."""
    mail_id = take_in(call, 7)
    call.house.ledger.shelve(mail_id, "ChildKilled: the file took longer than 120 s")
    assert "ChildKilled: the file took longer than 120 s" in call("shelf").out
    (entry,) = json.loads(call("shelf", "--json").out)
    assert (entry["id"], entry["size_bytes"], entry["attempts"]) == (mail_id, 1007, 1)
    assert call("shelf", "retry", mail_id).out == f"{mail_id} is queued again.\n"
    assert call("shelf").out == "The shelf is empty.\n"
    assert call("shelf", "retry", mail_id).code == 2


def test_addresses_whose_letter_came_back_are_listed_and_written_to_again(call: Caller) -> None:
    """Who cleared it stands in the audit log, by the record's reference and not by the address."""
    assert call("undeliverable").out == "No letter came back.\n"
    house, reference = call.house, open_record(call)
    house.outbox.put(a_letter(), reference=reference, now=house.clock.now())
    house.outbox.bounced("<1@example.org>", house.clock.now())
    assert "rh@atelier.example.org" in call("undeliverable").out
    (fact,) = json.loads(call("undeliverable", "--json").out)
    assert (fact["address"], fact["reference"]) == ("rh@atelier.example.org", reference)
    assert call("undeliverable", "clear", "RH@atelier.example.org").code == 0
    (entry,) = house.audit.of_officer("-")
    assert (entry.act, entry.reference, entry.detail) == (Act.ADDRESS_CLEARED, reference, "")
    again = call("undeliverable", "clear", "rh@atelier.example.org")
    assert (again.code, "no letter to rh@atelier.example.org came back" in again.err) == (2, True)


def test_letters_that_did_not_arrive_stand_below_the_queue_until_somebody_sees_to_them(call: Caller) -> None:
    """With why; whoever reached the sender says so, and that stands in the audit log."""
    assert call("letters").out == "Every letter arrived, as far as the relay knows.\n"
    house, reference = call.house, open_record(call)
    letter_id = house.outbox.put(a_letter(), reference=reference, now=house.clock.now())
    house.outbox.claim(letter_id, house.clock.now())
    refused = DeliveryReport(delivery=Delivery.REFUSED_FOR_GOOD, answer="550 5.1.1 no such mailbox")
    house.outbox.settle(letter_id, refused, house.clock.now())
    for command in ("letters", "queue"):
        assert "550 5.1.1 no such mailbox" in call(command).out
    (fact,) = json.loads(call("letters", "--json").out)
    assert (fact["reference"], fact["state"], fact["to"]) == (reference, "failed", "rh@atelier.example.org")
    (shown,) = json.loads(call("queue", "--json").out)
    assert shown["letter_undelivered"]
    assert call("letters", "done", reference).out == f"{reference} was seen to.\n"
    (entry,) = house.audit.of_officer("-")
    assert (entry.act, entry.reference) == (Act.LETTER_SEEN_TO, reference)
    (shown,) = json.loads(call("queue", "--json").out)
    assert not shown["letter_undelivered"]
    again = call("letters", "done", reference)
    assert (again.code, f"{reference}: no letter of it waits" in again.err) == (2, True)
    assert len(house.audit.of_officer("-")) == 1


def test_the_house_is_closed_whatever_happens(call: Caller) -> None:
    """No command leaves a database open or a child behind."""
    call("case", "show", "2026-000999")
    assert call.house.asked == ["close"]
