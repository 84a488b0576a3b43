"""Nobody is turned away for a paper that may lie in something nobody could read: rule 5, over every mixture."""

from dataclasses import dataclass, replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from imwu_inbox.domain.admissibility import judge
from imwu_inbox.domain.documents import Answer, DocumentKind, Opened
from imwu_inbox.domain.mail import LEFT_OUT, ParsedMail
from imwu_inbox.domain.reply import ReplyPermission, Withheld
from imwu_inbox.domain.request import EarlierMail, ReadFile
from imwu_inbox.domain.verdict import Doubt, Outcome, Refusal
from tests.domain.papers import (
    FORM,
    LETTER,
    PASSPORT,
    SUPPORT,
    a_document,
    a_file,
    a_form,
    a_request,
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


@pytest.mark.parametrize(
    ("changes", "outcome"),
    [
        ({}, Outcome.REJECTED),
        ({"over_size": True}, Outcome.OFFICER),
        ({"mail": ParsedMail(problems=("cut-off",))}, Outcome.OFFICER),
    ],
    ids=["wholly read", "over-size", "cut off"],
)
def test_an_earlier_message_that_was_not_read_may_hold_what_is_missing(
    changes: dict[str, object], outcome: Outcome
) -> None:
    """A sender told that the message was too large sends the rest again, smaller: the first one's papers count."""
    request = a_request(FORM, *SUPPORT)
    first = EarlierMail(mail_id=1, gated=replace(request.joined.gated, **changes))  # type: ignore[arg-type]
    joined = replace(request.joined, thread="2026-000123", thread_is_sure=True, completes=True, earlier=(first,))
    assert judge(replace(request, joined=joined), book()).verdict.outcome is outcome
