"""Is everything there? Yes, no, or hidden in what could not be read; and no one is turned away for the last."""

from dataclasses import dataclass, replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from imwu_inbox.domain.admissibility import judge
from imwu_inbox.domain.completeness import Unsure, has_lone_passport, is_complete, missing_of, unsure_in
from imwu_inbox.domain.documents import Answer, DocumentKind, Opened
from imwu_inbox.domain.mail import LEFT_OUT
from imwu_inbox.domain.reply import ReplyPermission, Withheld
from imwu_inbox.domain.request import FormFacts, PassportFacts, ReadFile, Worker
from imwu_inbox.domain.verdict import Doubt, Outcome, Refusal
from tests.domain.papers import (
    CV,
    FORM,
    LETTER,
    PASSPORT,
    SUPPORT,
    a_document,
    a_file,
    a_form,
    a_request,
    a_zone,
    book,
    with_mail,
)
from tests.domain.test_workers import PARTY, Person

ANY_PAPER = frozenset({Refusal.MISSING_PASSPORT, Refusal.MISSING_IMM5686})
PASSPORT_ONLY = frozenset({Refusal.MISSING_PASSPORT})
FORM_ONLY = frozenset({Refusal.MISSING_IMM5686})


@dataclass(frozen=True, slots=True, kw_only=True)
class Hiding:
    """A file that may be a paper nobody could read, and which papers it may be."""

    file: ReadFile
    papers: frozenset[Refusal]

    @property
    def name(self) -> str:
        """What the test calls it."""
        kinds = [f"{document.kind}" for document in self.file.reading.documents]
        return "-".join([self.file.reading.opened, *kinds, *map(str, self.file.reading.unread_pages)])


def _hiding(
    papers: frozenset[Refusal],
    kind: DocumentKind | None = None,
    *,
    opened: Opened = Opened.OK,
    answer: Answer | None = None,
) -> Hiding:
    form = a_form(complete=answer) if answer else None
    documents = (a_document(kind, is_sure=answer is not None, form=form),) if kind else ()
    return Hiding(file=a_file(*documents, opened=opened, number=90), papers=papers)


UNREAD_PAGES = replace(LETTER, reading=replace(LETTER.reading, page_count=300, unread_pages=(201, 202)))
HIDING = (
    *(_hiding(ANY_PAPER, opened=opened) for opened in Opened if opened is not Opened.OK),
    *(_hiding(ANY_PAPER, kind) for kind in DocumentKind if kind not in (DocumentKind.PASSPORT, DocumentKind.IMM5686)),
    _hiding(PASSPORT_ONLY, DocumentKind.PASSPORT),
    _hiding(FORM_ONLY, DocumentKind.IMM5686),
    _hiding(FORM_ONLY, DocumentKind.IMM5686, answer=Answer.CANNOT_TELL),
    Hiding(file=UNREAD_PAGES, papers=ANY_PAPER),
)


@st.composite
def incomplete(draw: st.DrawFn) -> tuple[ReadFile, ...]:
    """The papers of one to three workers of which at least one lacks something, in any order."""
    party: list[Person] = draw(st.lists(st.sampled_from(PARTY), min_size=1, max_size=3, unique=True))
    has_all = {Refusal.MISSING_PASSPORT, Refusal.MISSING_IMM5686}
    holdings = draw(
        st.lists(st.sets(st.sampled_from(sorted(has_all))), min_size=len(party), max_size=len(party)).filter(
            lambda each: any(held != has_all for held in each)
        )
    )
    files = [person.passport() for person, held in zip(party, holdings, strict=True) if "missing-passport" in held]
    files += [person.form() for person, held in zip(party, holdings, strict=True) if "missing-imm5686" in held]
    files += draw(st.lists(st.sampled_from(SUPPORT), unique_by=id))
    return tuple(draw(st.permutations(files)))


PERMISSIONS = st.just(ReplyPermission(allowed=True)) | st.sampled_from(
    [
        ReplyPermission(allowed=False, reason=reason, is_certain=certain)
        for reason in (Withheld.LIST, Withheld.AUTOMATIC_DOUBT, Withheld.BEFORE_ANSWER_SINCE)
        for certain in (True, False)
    ]
)


@pytest.mark.parametrize("hiding", HIDING, ids=lambda hiding: hiding.name)
@pytest.mark.parametrize("present", [(FORM,), (PASSPORT,), ()], ids=["form", "passport", "neither"])
def test_every_unreadable_file_is_a_doubt_where_it_may_be_what_is_missing(
    hiding: Hiding, present: tuple[ReadFile, ...]
) -> None:
    """Rule 5, file by file; where it cannot be what is missing, the rejection stands."""
    missing = ANY_PAPER - ({Refusal.MISSING_PASSPORT} if PASSPORT in present else set())
    missing -= {Refusal.MISSING_IMM5686} if FORM in present else set()
    verdict = judge(a_request(*present, *SUPPORT, hiding.file), book()).verdict
    expected = Outcome.OFFICER if missing & hiding.papers else Outcome.REJECTED
    assert (verdict.outcome, bool(verdict.doubts)) == (expected, expected is Outcome.OFFICER)


@settings(deadline=None, max_examples=300)
@given(
    files=incomplete(),
    hiding=st.lists(st.sampled_from(HIDING), min_size=1, max_size=3),
    permission=PERMISSIONS,
    thread=st.none() | st.just("2026-000123"),
    where=st.integers(min_value=0, max_value=9),
)
def test_nobody_is_turned_away_for_a_paper_that_may_be_hidden(
    files: tuple[ReadFile, ...], hiding: list[Hiding], permission: ReplyPermission, thread: str | None, where: int
) -> None:
    """Rule 5, over every mixture of workers, papers and unreadable files: a rejection needs proof."""
    plain = judge(a_request(*files, permission=permission, thread=thread), book())
    missing = {refusal for worker in plain.workers for refusal in worker.missing}
    hidden = frozenset().union(*(one.papers for one in hiding))
    mixed = (*files[:where], *(one.file for one in hiding), *files[where:])
    verdict = judge(a_request(*mixed, permission=permission, thread=thread), book()).verdict
    if missing & hidden:
        assert verdict.outcome is not Outcome.REJECTED
        assert verdict.reasons == ()


@settings(deadline=None, max_examples=150)
@given(files=incomplete(), problem=st.sampled_from(sorted(LEFT_OUT)))
def test_nobody_is_turned_away_by_a_message_that_was_not_wholly_read(files: tuple[ReadFile, ...], problem: str) -> None:
    """Rule 5 names it: a message cut off on its way may have lost the very paper."""
    verdict = judge(with_mail(a_request(*files), problems=(problem,)), book()).verdict
    assert verdict.outcome is not Outcome.REJECTED


@settings(deadline=None, max_examples=150)
@given(files=incomplete(), hiding=st.lists(st.sampled_from(HIDING), max_size=2))
def test_a_rejection_names_exactly_what_is_missing_and_has_no_doubt(
    files: tuple[ReadFile, ...], hiding: list[Hiding]
) -> None:
    """Rule 4: every reason at once, each one proven."""
    assessment = judge(a_request(*files, *(one.file for one in hiding)), book())
    if assessment.verdict.outcome is Outcome.REJECTED:
        missing = {refusal for worker in assessment.workers for refusal in worker.missing}
        assert set(assessment.verdict.reasons) == missing
        assert (bool(missing), assessment.verdict.doubts) == (True, ())


def test_a_message_cut_off_is_left_to_an_officer_with_the_doubt_named() -> None:
    """What is missing may be what was lost."""
    verdict = judge(with_mail(a_request(FORM, *SUPPORT), problems=("cut-off",)), book()).verdict
    assert (verdict.outcome, verdict.doubts) == (Outcome.OFFICER, (Doubt.FILE_NOT_OPENED,))


@pytest.mark.parametrize(
    ("files", "doubts"),
    [
        ((PASSPORT, _hiding(FORM_ONLY, DocumentKind.IMM5686).file), (Doubt.FORM_UNREADABLE,)),
        ((FORM, _hiding(PASSPORT_ONLY, DocumentKind.PASSPORT).file), (Doubt.PASSPORT_UNREADABLE,)),
        ((FORM, _hiding(ANY_PAPER, opened=Opened.EMPTY).file), (Doubt.FILE_NOT_OPENED,)),
        ((FORM, _hiding(ANY_PAPER, DocumentKind.UNREADABLE).file), (Doubt.UNSURE_KIND,)),
    ],
)
def test_the_doubt_names_what_was_not_readable(files: tuple[ReadFile, ...], doubts: tuple[Doubt, ...]) -> None:
    """The officer is told where to look."""
    assert judge(a_request(*files), book()).verdict.doubts == doubts


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
