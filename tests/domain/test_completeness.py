"""Is everything there? Yes, no, or hidden in what could not be read; and no one is turned away for the last."""

from dataclasses import replace

import pytest

from imwu_inbox.domain.admissibility import judge
from imwu_inbox.domain.completeness import Unsure, has_lone_passport, is_complete, missing_of, unsure_in
from imwu_inbox.domain.documents import Answer, DocumentKind, Opened
from imwu_inbox.domain.reading import Document
from imwu_inbox.domain.request import FormFacts, PassportFacts, Worker
from imwu_inbox.domain.verdict import Doubt, Outcome, Refusal
from tests.domain.papers import (
    CV,
    FORM,
    PASSPORT,
    SUPPORT,
    a_document,
    a_file,
    a_request,
    a_zone,
    book,
    with_mail,
)


def test_a_message_cut_off_is_left_to_an_officer_with_the_doubt_named() -> None:
    """What is missing may be what was lost."""
    verdict = judge(with_mail(a_request(FORM, *SUPPORT), problems=("cut-off",)), book()).verdict
    assert (verdict.outcome, verdict.doubts) == (Outcome.OFFICER, (Doubt.FILE_NOT_OPENED,))


def test_a_mended_message_is_judged_like_any_other() -> None:
    """A boundary put right hides nothing."""
    verdict = judge(with_mail(a_request(FORM, *SUPPORT), problems=("boundary-mended",)), book()).verdict
    assert verdict.outcome is Outcome.REJECTED


def test_an_envelope_nobody_could_open_is_left_to_an_officer() -> None:
    """Encrypted mail (S/MIME) may hold the whole request; the unit cannot tell."""
    envelope = a_file(opened=Opened.UNSUPPORTED)
    envelope = replace(envelope, attachment=replace(envelope.attachment, media_type="application/pkcs7-mime"))
    for body in ("Please find attached our request for an opinion.", ""):
        verdict = judge(a_request(envelope, body=body, subject=""), book()).verdict
        assert (verdict.outcome, verdict.due_on is None) == (Outcome.OFFICER, False)


def test_a_signatures_small_picture_hides_nothing() -> None:
    """An employer's logo must not hold up every incomplete request."""
    logo = a_file(a_document(DocumentKind.UNREADABLE, is_sure=False), size_bytes=9_000)
    logo = replace(logo, attachment=replace(logo.attachment, media_type="image/png", inline=True))
    assert judge(a_request(FORM, *SUPPORT, logo), book()).verdict.outcome is Outcome.REJECTED


@pytest.mark.parametrize(
    ("page", "outcome"),
    [
        (a_document(DocumentKind.PASSPORT, passports=(a_zone(),)), Outcome.ACCEPTED),
        (a_document(DocumentKind.PASSPORT, is_sure=False), Outcome.OFFICER),
    ],
)
def test_a_small_picture_that_shows_a_passport_counts(page: Document, outcome: Outcome) -> None:
    """However it was pasted: nobody is turned away for the way they attach."""
    pasted = a_file(page, size_bytes=60_000)
    pasted = replace(pasted, attachment=replace(pasted.attachment, media_type="image/jpeg", inline=True))
    assert judge(a_request(FORM, *SUPPORT, pasted), book()).verdict.outcome is outcome
    assert judge(a_request(pasted, subject="", body=""), book()).verdict.outcome is not Outcome.NOT_A_REQUEST


def test_a_doubtful_passport_page_does_not_stand_for_a_form() -> None:
    """What looks like a passport is no form: the missing form is proven."""
    blurred = a_file(a_document(DocumentKind.PASSPORT, is_sure=False), number=9)
    verdict = judge(a_request(PASSPORT, blurred, *SUPPORT), book()).verdict
    assert (verdict.outcome, verdict.reasons) == (Outcome.REJECTED, (Refusal.MISSING_IMM5686,))


@pytest.mark.parametrize(
    ("passport", "form", "missing"),
    [
        (Answer.YES, Answer.YES, ()),
        (Answer.NO, Answer.YES, (Refusal.MISSING_PASSPORT,)),
        (Answer.YES, Answer.NO, (Refusal.MISSING_IMM5686,)),
        (Answer.NO, Answer.NO, (Refusal.MISSING_PASSPORT, Refusal.MISSING_IMM5686)),
        (Answer.CANNOT_TELL, Answer.CANNOT_TELL, ()),
    ],
)
def test_only_a_proven_no_is_missing(passport: Answer, form: Answer, missing: tuple[Refusal, ...]) -> None:
    """Three answers, not two."""
    worker = Worker(passport=PassportFacts(found=passport), form=FormFacts(found=form))
    assert missing_of(worker.passport, worker.form) == missing
    assert is_complete(worker) is (passport is form is Answer.YES)


def test_a_clear_request_hides_nothing() -> None:
    """No doubt without a cause."""
    nothing = Unsure(passport=False, form=False, unopened=False, unknown=False)
    assert unsure_in(a_request(PASSPORT, FORM, CV)) == nothing


def test_a_passport_page_without_a_zone_hides_a_passport_only() -> None:
    """The page is there; its zone was not read."""
    page = a_file(a_document(DocumentKind.PASSPORT))
    passport, form = unsure_in(a_request(page)).hide(PassportFacts(found=Answer.NO), FormFacts(found=Answer.NO))
    assert (passport.found, form.found) == (Answer.CANNOT_TELL, Answer.NO)


def test_what_was_found_stays_found() -> None:
    """An unreadable file beside a read passport takes nothing away."""
    unsure = unsure_in(a_request(a_file(opened=Opened.DAMAGED)))
    passport = PassportFacts(found=Answer.YES, reading=a_zone())
    assert unsure.hide(passport, FormFacts(found=Answer.YES)) == (passport, FormFacts(found=Answer.YES))


def test_a_lone_passport_counts_only_beside_a_complete_worker() -> None:
    """One passport alone is an incomplete request, not somebody's relative."""
    alone = Worker(passport=PassportFacts(found=Answer.YES), form=FormFacts(found=Answer.NO))
    whole = Worker(passport=PassportFacts(found=Answer.YES), form=FormFacts(found=Answer.YES))
    assert not has_lone_passport((alone,))
    assert has_lone_passport((whole, alone))
