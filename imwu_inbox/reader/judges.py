"""Every kind of paper asked about a page."""

from imwu_inbox.documents import (
    company_letter,
    contract,
    cv,
    diploma,
    imm5686_form,
    job_offer,
    other,
    passport_page,
)
from imwu_inbox.domain.page_kinds import PageKind, kind_of
from imwu_inbox.domain.page_view import PageView
from imwu_inbox.ports.document_kind import DocumentKindJudge

JUDGES: tuple[DocumentKindJudge, ...] = (
    passport_page.judge,
    imm5686_form.judge,
    company_letter.judge,
    job_offer.judge,
    contract.judge,
    cv.judge,
    diploma.judge,
    other.judge,
)


def kind_seen(view: PageView) -> PageKind:
    """The kind of paper that a page belongs to."""
    return kind_of(view, [judge(view) for judge in JUDGES])
