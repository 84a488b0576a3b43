"""The contract of work."""

from imwu_inbox.domain.anchors import Signs, anchors, signs_by_anchors
from imwu_inbox.domain.documents import DocumentKind
from imwu_inbox.domain.page_view import PageView

KIND = DocumentKind.CONTRACT

_ANCHORS = (
    *anchors("employment contract", "contract of employment", "employment agreement", title=True, weight=2.5),
    *anchors("service agreement", "performance agreement", "engagement contract", "agreement", title=True, weight=1.5),
    *anchors("contrat de travail", "contrat d’engagement", "contrat de services", "contrat", title=True, weight=2.0),
    *anchors("between", "entre", "contract", weight=0.3),
    *anchors("hereinafter", "hereinafter called", "ci-après", "ci-après désigné", "whereas", "attendu que"),
    *anchors("the parties agree", "les parties conviennent", "the parties", "les parties", weight=1.0),
    *anchors("governing law", "droit applicable", "lois applicables", "termination", "résiliation", weight=1.0),
    *anchors("in witness whereof", "en foi de quoi", "entire agreement", "intégralité de l’entente", "confidentiality"),
    *anchors("confidentialité", "remuneration", "rémunération", "article 1", "section 1", "clause", weight=0.6),
    *anchors("signed by the employer", "signature of the employer", "signature de l’employeur", weight=0.8),
    *anchors("signature of the employee", "signature de l’employé", "signature du salarié", weight=0.8),
)


def judge(page: PageView) -> Signs:
    """How much a page reads like a contract."""
    return signs_by_anchors(KIND, _ANCHORS, page)
