"""Which letter answers a judgement, to whom, and with which facts."""

from dataclasses import replace
from datetime import date

import pytest

from imwu_inbox.domain.admissibility import judge
from imwu_inbox.domain.documents import Answer, DocumentKind
from imwu_inbox.domain.file_kinds import FileKind
from imwu_inbox.domain.limits import Limits
from imwu_inbox.domain.mail import Address, Language
from imwu_inbox.domain.reading import NOT_FILLED_IN, ONLY_PLEASE_WAIT
from imwu_inbox.domain.reply import LetterKind, ReplyPermission, ReplyPlan, SizeFacts, Withheld
from imwu_inbox.domain.reply_plan import plan_reply
from imwu_inbox.domain.request import ReadRequest
from imwu_inbox.domain.verdict import Refusal
from tests.domain.papers import (
    FORM,
    PASSPORT,
    RECEIVED,
    SUPPORT,
    a_document,
    a_file,
    a_form,
    a_request,
    book,
    with_mail,
)

LIMITS = Limits()
BLURRED = a_file(a_document(DocumentKind.PASSPORT, is_sure=False), number=9)


def planned(request: ReadRequest) -> ReplyPlan:
    """The letter that is due."""
    plan = plan_reply(judge(request, book()), LIMITS)
    assert plan is not None
    return plan


def test_a_complete_request_is_acknowledged_with_its_due_date() -> None:
    """Replies 1."""
    plan = planned(a_request(PASSPORT, FORM, *SUPPORT))
    assert (plan.kind, plan.due_on, plan.received_at) == (LetterKind.ACKNOWLEDGEMENT, date(2026, 11, 16), RECEIVED)
    assert (plan.to.address, plan.language, plan.refusals) == ("rh@atelier.example.org", Language.ENGLISH, ())
    assert (plan.workers_found, plan.passports_found, plan.forms_found, plan.other_papers_found) == (1, 1, 1, 3)


def test_an_incomplete_request_is_rejected_with_every_reason_and_no_due_date() -> None:
    """Rule 4: one letter names both."""
    plan = planned(a_request(*SUPPORT))
    assert (plan.kind, plan.due_on) == (LetterKind.REJECTION, None)
    assert plan.refusals == (Refusal.MISSING_PASSPORT, Refusal.MISSING_IMM5686)
    assert (plan.workers_found, plan.passports_found, plan.forms_found, plan.other_papers_found) == (1, 0, 0, 3)


def test_a_request_left_to_an_officer_is_told_its_date_and_no_reason() -> None:
    """The letter claims nothing about completeness."""
    plan = planned(a_request(FORM, *SUPPORT, BLURRED))
    assert (plan.kind, plan.due_on, plan.refusals) == (LetterKind.LEFT_TO_OFFICER, date(2026, 11, 16), ())


def test_an_over_size_letter_has_both_figures() -> None:
    """Rule 7."""
    plan = planned(a_request(over_size=True))
    assert (plan.kind, plan.size) == (
        LetterKind.REJECTION,
        SizeFacts(size_bytes=1000, limit_bytes=LIMITS.message_bytes),
    )
    assert planned(a_request(*SUPPORT)).size is None


@pytest.mark.parametrize(
    "request_",
    [
        a_request(subject="Opening hours", body="When is your office open on Fridays?"),
        a_request(thread="2026-000123", thread_is_sure=True),
        a_request(PASSPORT, FORM, permission=ReplyPermission(allowed=False, reason=Withheld.AUTO_SUBMITTED)),
        with_mail(a_request(PASSPORT, FORM), from_=()),
        with_mail(a_request(PASSPORT, FORM), from_=(Address(name="", address="not an address"),)),
    ],
    ids=["question", "joined", "automatic", "no-sender", "bad-sender"],
)
def test_no_letter_goes_out_where_none_may(request_: ReadRequest) -> None:
    """A withheld letter never means a dropped request."""
    assert plan_reply(judge(request_, book()), LIMITS) is None


def test_the_letter_goes_to_the_one_address_asked_for() -> None:
    """A single Reply-To is the sender's wish."""
    wish = Address(name="RH", address="equipe@atelier.example.org")
    assert planned(with_mail(a_request(PASSPORT, FORM), reply_to=(wish,))).to == wish


def test_the_letter_continues_the_senders_thread() -> None:
    """References end with the message that is answered; without an id there is no thread."""
    mail = {"message_id": "<2@example.org>", "references": ("<1@example.org>",)}
    plan = planned(with_mail(a_request(PASSPORT, FORM), **mail))
    assert (plan.in_reply_to, plan.references) == ("<2@example.org>", ("<1@example.org>", "<2@example.org>"))
    lone = planned(with_mail(a_request(PASSPORT, FORM), references=("<1@example.org>",)))
    assert (lone.in_reply_to, lone.references) == (None, ())


def test_files_are_told_by_number_and_type_never_by_name() -> None:
    """A file's name may be a person's."""
    plan = planned(a_request(PASSPORT, FORM))
    assert [(one.number, one.kind, one.size_bytes, one.why) for one in plan.attachments] == [
        (1, FileKind.PDF, 200_000, None),
        (2, FileKind.PDF, 200_000, None),
    ]
    assert "file-1" not in repr(plan)


def test_the_letter_counts_papers_and_no_logos() -> None:
    """A signature's picture was sent by a mail program, not by the employer."""
    logo = a_file(a_document(DocumentKind.UNREADABLE, is_sure=False), number=3, size_bytes=9_000)
    logo = replace(logo, attachment=replace(logo.attachment, media_type="image/png", inline=True))
    plan = planned(a_request(logo, PASSPORT, FORM))
    assert ([line.number for line in plan.attachments], plan.other_papers_found) == ([1, 2], 0)


@pytest.mark.parametrize(
    ("why", "flags"), [(ONLY_PLEASE_WAIT, (True, False)), (NOT_FILLED_IN, (False, True)), ("", (False, False))]
)
def test_the_letter_says_what_was_wrong_with_the_form(why: str, flags: tuple[bool, bool]) -> None:
    """An empty form and a form that shows "Please wait..." are told apart, so that the sender can mend it."""
    form = a_form(complete=Answer.NO, why=(why,) if why else ())
    plan = planned(a_request(PASSPORT, a_file(a_document(DocumentKind.IMM5686, form=form))))
    assert (plan.form_only_please_wait, plan.form_blank) == flags


def test_late_notice_is_told_in_the_letter() -> None:
    """Rule 13 flags it; the employer should know."""
    soon = a_file(a_document(DocumentKind.IMM5686, form=a_form(from_="2026-11-20")))
    assert planned(a_request(PASSPORT, soon)).late_notice
    assert not planned(a_request(PASSPORT, FORM)).late_notice
