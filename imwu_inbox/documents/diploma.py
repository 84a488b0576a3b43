"""The diploma, degree or certificate."""

from imwu_inbox.domain.anchors import Signs, anchors, signs_by_anchors
from imwu_inbox.domain.documents import DocumentKind
from imwu_inbox.domain.page_view import PageView

KIND = DocumentKind.DIPLOMA

_MOST_WORDS = 260
_ANCHORS = (
    *anchors("diploma", "diplôme", "degree", title=True, weight=1.5),
    *anchors("certificate", "certificat", "attestation", title=True, weight=0.4),
    *anchors("bachelor of", "master of", "doctor of", "baccalauréat", "maîtrise", "licence en", "doctorat", weight=1.2),
    *anchors("has conferred", "conferred upon", "hereby certify", "this is to certify", "décerne", weight=1.8),
    *anchors("certifie que", "atteste que", "confère", "hereby confers", "has successfully completed", weight=1.8),
    *anchors("a réussi", "a terminé avec succès", "the degree of", "le grade de", "le titre de", weight=1.5),
    *anchors("university", "université", "college", "collège", "institute", "institut", "faculty", weight=0.6),
    *anchors(
        "faculté", "registrar", "registraire", "chancellor", "chancelier", "rector", "recteur", "dean", weight=0.8
    ),
    *anchors("with all the rights", "avec tous les droits", "awarded", "décerné", "graduation", weight=0.8),
)


def judge(page: PageView) -> Signs:
    """How much a page reads like a diploma; a page full of words is none."""
    signs = signs_by_anchors(KIND, _ANCHORS, page)
    return signs if page.word_count <= _MOST_WORDS else Signs(kind=KIND, points=signs.points / 3, why=signs.why)
