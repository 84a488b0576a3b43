"""The curriculum vitae or biography."""

from imwu_inbox.domain.anchors import Signs, anchors, signs_by_anchors
from imwu_inbox.domain.documents import DocumentKind
from imwu_inbox.domain.page_view import PageView

KIND = DocumentKind.CV

_ANCHORS = (
    *anchors("curriculum vitae", "curriculum vitæ", "résumé", "cv", "biography", "biographie", title=True, weight=2.5),
    *anchors(
        "work experience", "professional experience", "employment history", "expérience professionnelle", weight=1.5
    ),
    *anchors("expériences professionnelles", "parcours professionnel", "antécédents de travail", weight=1.5),
    *anchors("education", "formation", "études", "diplômes", "academic background", "training", weight=0.8),
    *anchors("skills", "compétences", "languages", "langues", "interests", "centres d’intérêt", weight=0.8),
    *anchors("references available", "références sur demande", "references", "références", "profile", weight=0.6),
    *anchors("profil", "awards", "prix et distinctions", "publications", "volunteer", "bénévolat", weight=0.5),
    *anchors("selected performances", "discography", "discographie", "has performed", "s’est produit", weight=1.0),
    *anchors(
        "to present", "à aujourd’hui", "à ce jour", "career", "carrière", "was born in", "né à", "née à", weight=0.5
    ),
)


def judge(page: PageView) -> Signs:
    """How much a page reads like the story of somebody's work."""
    return signs_by_anchors(KIND, _ANCHORS, page)
