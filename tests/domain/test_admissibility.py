"""The judgement, rule by rule."""

from datetime import UTC, date, datetime

import pytest

from imwu_inbox.domain.admissibility import judge
from imwu_inbox.domain.documents import Answer, DocumentKind, Opened
from imwu_inbox.domain.mail import Language
from imwu_inbox.domain.reading import FormRoute
from imwu_inbox.domain.reply import ReplyPermission, Withheld
from imwu_inbox.domain.request import ReadFile
from imwu_inbox.domain.verdict import Doubt, Flag, Outcome, Refusal
from tests.domain.papers import (
    CV,
    FORM,
    PASSPORT,
    SUPPORT,
    a_document,
    a_file,
    a_form,
    a_request,
    a_zone,
    book,
)


def test_a_complete_request_is_accepted_with_a_due_date_fourteen_days_on() -> None:
    """Rules 2, 3 and 35."""
    verdict = judge(a_request(PASSPORT, FORM, *SUPPORT), book()).verdict
    assert (verdict.outcome, verdict.reasons, verdict.doubts, verdict.flags) == (Outcome.ACCEPTED, (), (), ())
    assert verdict.due_on == date(2026, 11, 16)


def test_the_day_of_receipt_is_that_of_ottawa() -> None:
    """Rule 35: half past three in the night UTC is still the evening before."""
    late = datetime(2026, 11, 3, 3, 30, tzinfo=UTC)
    verdict = judge(a_request(PASSPORT, FORM, *SUPPORT, received_at=late), book()).verdict
    assert (verdict.received_on, verdict.due_on) == (date(2026, 11, 2), date(2026, 11, 16))


@pytest.mark.parametrize(
    ("files", "reasons"),
    [
        ((FORM, *SUPPORT), (Refusal.MISSING_PASSPORT,)),
        ((PASSPORT, *SUPPORT), (Refusal.MISSING_IMM5686,)),
        (SUPPORT, (Refusal.MISSING_PASSPORT, Refusal.MISSING_IMM5686)),
    ],
)
def test_what_is_proven_missing_is_rejected_with_every_reason(
    files: tuple[ReadFile, ...], reasons: tuple[Refusal, ...]
) -> None:
    """Rules 2 to 4: one reply names both."""
    verdict = judge(a_request(*files), book()).verdict
    assert (verdict.outcome, verdict.reasons, verdict.due_on) == (Outcome.REJECTED, reasons, None)


@pytest.mark.parametrize(
    ("hiding", "doubt"),
    [
        (a_file(opened=Opened.ENCRYPTED, number=9), Doubt.FILE_NOT_OPENED),
        (a_file(opened=Opened.DAMAGED, number=9), Doubt.FILE_NOT_OPENED),
        (a_file(a_document(DocumentKind.PASSPORT, is_sure=False), number=9), Doubt.PASSPORT_UNREADABLE),
        (a_file(a_document(DocumentKind.UNREADABLE, is_sure=False), number=9), Doubt.UNSURE_KIND),
        (a_file(a_document(DocumentKind.OTHER, is_sure=False), number=9), Doubt.UNSURE_KIND),
    ],
)
def test_a_passport_that_may_be_hidden_is_left_to_an_officer(hiding: ReadFile, doubt: Doubt) -> None:
    """Rule 5: a rejection is allowed only when the check is sure."""
    assessment = judge(a_request(FORM, *SUPPORT, hiding), book())
    assert (assessment.verdict.outcome, assessment.verdict.doubts) == (Outcome.OFFICER, (doubt,))
    assert assessment.workers[0].passport.found is Answer.CANNOT_TELL
    assert assessment.verdict.due_on == date(2026, 11, 16)


def test_a_hidden_paper_beside_a_complete_set_does_not_hold_it_up() -> None:
    """Rule 5 is about what is missing, not about every smudge."""
    blurred = a_file(a_document(DocumentKind.UNREADABLE, is_sure=False), number=9)
    assert judge(a_request(PASSPORT, FORM, *SUPPORT, blurred), book()).verdict.outcome is Outcome.ACCEPTED


def test_a_blank_form_counts_as_missing() -> None:
    """A form with no field about the worker is no form."""
    blank = a_file(a_document(DocumentKind.IMM5686, form=a_form(complete=Answer.NO, why=("blank",))), number=2)
    verdict = judge(a_request(PASSPORT, blank, *SUPPORT), book()).verdict
    assert verdict.reasons == (Refusal.MISSING_IMM5686,)


def test_switched_off_rejection_leaves_it_to_an_officer() -> None:
    """The switch of the first weeks."""
    verdict = judge(a_request(*SUPPORT), book(auto_reject=False)).verdict
    assert (verdict.outcome, verdict.doubts) == (Outcome.OFFICER, (Doubt.AUTO_REJECT_OFF,))


def test_an_over_size_message_is_rejected_without_being_read() -> None:
    """Rule 1."""
    verdict = judge(a_request(over_size=True), book()).verdict
    assert (verdict.outcome, verdict.reasons) == (Outcome.REJECTED, (Refusal.OVER_SIZE,))


def test_two_workers_are_two_sets_and_the_second_lacks_its_passport() -> None:
    """Rule 31: completeness is checked per worker."""
    other = a_form(family_name="Nguyen", given_names="Bao", date_of_birth="1990-01-01")
    second = a_file(a_document(DocumentKind.IMM5686, form=other), number=6)
    assessment = judge(a_request(PASSPORT, FORM, second, *SUPPORT), book())
    assert [worker.missing for worker in assessment.workers] == [(), (Refusal.MISSING_PASSPORT,)]
    assert assessment.verdict.outcome is Outcome.REJECTED


def test_a_second_passport_without_a_form_is_no_proof_of_a_missing_form() -> None:
    """It may be a family member's or an old one: an officer looks."""
    spouse = a_file(a_document(DocumentKind.PASSPORT, passports=(a_zone(number="99ZZ88776", given_names="PAUL"),)))
    verdict = judge(a_request(PASSPORT, FORM, spouse, *SUPPORT), book()).verdict
    assert (verdict.outcome, verdict.doubts) == (Outcome.OFFICER, (Doubt.WORKERS_UNPAIRED,))


def test_a_passport_and_a_form_with_nothing_in_common_are_not_paired_surely() -> None:
    """Never a wrong pairing shown as sure."""
    stranger = a_file(
        a_document(DocumentKind.IMM5686, form=a_form(family_name="Okonkwo", date_of_birth="1971-02-03")), number=2
    )
    verdict = judge(a_request(PASSPORT, stranger, *SUPPORT), book()).verdict
    assert (verdict.outcome, verdict.doubts) == (Outcome.OFFICER, (Doubt.WORKERS_UNPAIRED,))


def test_a_question_without_papers_is_not_a_request() -> None:
    """Rule 63."""
    question = a_request(subject="Opening hours", body="When is your office open on Fridays?")
    assert judge(question, book()).verdict.outcome is Outcome.NOT_A_REQUEST


def test_a_message_that_says_it_encloses_a_request_but_holds_nothing_is_rejected_for_both() -> None:
    """Rule 64."""
    verdict = judge(a_request(), book()).verdict
    assert verdict.reasons == (Refusal.MISSING_PASSPORT, Refusal.MISSING_IMM5686)


def test_wording_that_may_be_a_request_is_left_to_an_officer() -> None:
    """In doubt between rules 63 and 64."""
    unclear = a_request(subject="Opinion", body="May we request an opinion for our violinist? What do you need?")
    verdict = judge(unclear, book()).verdict
    assert (verdict.outcome, Doubt.REQUEST_OR_NOT in verdict.doubts) == (Outcome.OFFICER, True)


def test_a_complete_request_sent_by_a_machine_is_accepted_but_not_answered() -> None:
    """Rule 45 withholds the letter, never the case."""
    machine = ReplyPermission(allowed=False, reason=Withheld.AUTO_SUBMITTED, sign="Auto-Submitted: auto-generated")
    assessment = judge(a_request(PASSPORT, FORM, *SUPPORT, permission=machine), book())
    assert (assessment.verdict.outcome, assessment.permission.allowed) == (Outcome.ACCEPTED, False)


def test_incomplete_papers_sent_by_a_machine_are_never_rejected_by_one() -> None:
    """Automatic mail with papers goes to an officer."""
    machine = ReplyPermission(allowed=False, reason=Withheld.LIST, sign="List-Id: x")
    verdict = judge(a_request(*SUPPORT, permission=machine), book()).verdict
    assert (verdict.outcome, verdict.doubts) == (Outcome.OFFICER, (Doubt.AUTOMATIC_DOUBT,))


def test_mail_of_the_government_is_flagged_and_never_rejected() -> None:
    """Rule 52."""
    internal = ReplyPermission(allowed=False, reason=Withheld.INTERNAL_SENDER)
    verdict = judge(a_request(*SUPPORT, permission=internal, is_internal=True), book()).verdict
    assert (verdict.outcome, Flag.INTERNAL_SENDER in verdict.flags) == (Outcome.OFFICER, True)


def test_a_sure_follow_up_joins_its_record() -> None:
    """Rule 33: the CV that was forgotten."""
    assessment = judge(a_request(CV, thread="2026-000123", thread_is_sure=True), book())
    assert (assessment.verdict.outcome, assessment.join_to) == (Outcome.JOINED, "2026-000123")


def test_a_new_complete_request_in_an_old_thread_is_a_case_of_its_own() -> None:
    """Joining it would lose its clock."""
    request = a_request(PASSPORT, FORM, *SUPPORT, thread="2026-000123", thread_is_sure=True)
    assert judge(request, book()).verdict.outcome is Outcome.ACCEPTED


def test_a_possible_follow_up_is_never_rejected() -> None:
    """The missing passport, sent after a rejection, by somebody else."""
    verdict = judge(a_request(PASSPORT, thread="2026-000123"), book()).verdict
    assert (verdict.outcome, verdict.doubts) == (Outcome.OFFICER, (Doubt.POSSIBLE_FOLLOW_UP,))


def test_a_form_read_by_ocr_may_misspell_a_name_without_a_mismatch() -> None:
    """Rule 16 speaks of names that differ, not of smudged letters."""
    form = a_form(route=FormRoute.OCR, family_name="Martln")
    smudged = a_file(a_document(DocumentKind.IMM5686, form=form), number=2)
    assessment = judge(a_request(PASSPORT, smudged, *SUPPORT), book())
    assert assessment.verdict.flags == ()
    assert not assessment.workers[0].identity_is_verified


def test_an_identity_is_verified_only_with_check_digits_and_a_second_source() -> None:
    """A wrong identity shown as verified must never happen."""
    unchecked = a_file(a_document(DocumentKind.PASSPORT, passports=(a_zone(checks_valid=False),)), number=1)
    assert judge(a_request(PASSPORT, FORM, *SUPPORT), book()).workers[0].identity_is_verified
    assert not judge(a_request(unchecked, FORM, *SUPPORT), book()).workers[0].identity_is_verified


@pytest.mark.parametrize(
    ("form_language", "body", "language"),
    [
        ("fr", "Please find attached the request of our company.", Language.FRENCH),
        (None, "Veuillez trouver ci-joint la demande de notre entreprise.", Language.FRENCH),
        (None, "", Language.UNDETERMINED),
    ],
)
def test_the_language_is_that_of_the_form_then_of_the_body(
    form_language: str | None, body: str, language: Language
) -> None:
    """The sender's language decides which half of the letter comes first."""
    form = a_file(a_document(DocumentKind.IMM5686, form=a_form(language=form_language)), number=2)
    assert judge(a_request(PASSPORT, form, *SUPPORT, subject="", body=body), book()).language is language


@pytest.mark.parametrize(
    ("body", "flag"),
    [
        ("The contract is here: https://drive.share.example/file/d/7Hq2/view?usp=sharing", Flag.CLOUD_LINK),
        ("Files: https://firm-my.sharepoint.example/:b:/g/x", Flag.CLOUD_LINK),
        ("She already holds a valid Canadian work permit.", Flag.PERMIT_HELD),
        ("Il détient actuellement un permis de travail.", Flag.PERMIT_HELD),
        ("We plan to flagpole at the border.", Flag.FLAGPOLING),
    ],
)
def test_what_the_sender_writes_raises_its_flag(body: str, flag: Flag) -> None:
    """Rules 11, 12 and 21."""
    assert judge(a_request(PASSPORT, FORM, *SUPPORT, body=body), book()).verdict.flags == (flag,)


@pytest.mark.parametrize(
    "body", ["See https://atelier.example/about and mail us.", "She needs a work permit; see https://canada.example/s."]
)
def test_ordinary_links_and_words_raise_nothing(body: str) -> None:
    """A flag that is always up is not seen."""
    assert judge(a_request(PASSPORT, FORM, *SUPPORT, body=body), book()).verdict.flags == ()
