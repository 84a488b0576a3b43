"""The job offer."""

from imwu_inbox.domain.anchors import Signs, anchors, signs_by_anchors
from imwu_inbox.domain.documents import DocumentKind
from imwu_inbox.domain.page_view import PageView

KIND = DocumentKind.OFFER

_ANCHORS = (
    *anchors("offer of employment", "job offer", "employment offer", "offer letter", title=True, weight=2.5),
    *anchors("offre d’emploi", "lettre d’offre", "proposition d’embauche", title=True, weight=2.5),
    *anchors("offer to join", "letter of offer", "employment offer", "offre de travail", title=True, weight=2.0),
    *anchors(
        "like you to join", "join our team", "joindre à notre équipe", "offer accepted", "accept the offer", weight=1.5
    ),
    *anchors("your salary", "your monthly salary", "votre salaire", "your duties", "vos tâches", "vous travaillerez"),
    *anchors("you will work", "you would start", "your start date", "conditional offer", "we offer you", weight=1.0),
    *anchors("we are pleased to offer you", "pleased to offer", "happy to offer you", weight=2.0),
    *anchors("nous avons le plaisir de vous offrir", "nous sommes heureux de vous offrir", weight=2.0),
    *anchors("nous vous offrons", "we offer you the position", "the position of", "le poste de", weight=1.0),
    *anchors("accept this offer", "acceptance of this offer", "accepter cette offre", "accepter la présente offre"),
    *anchors("start date", "date d’entrée en fonction", "date de début", "hourly wage", "annual salary", weight=0.7),
    *anchors("salaire annuel", "salaire horaire", "hours per week", "heures par semaine", "vacation", "vacances"),
    *anchors("report to", "relèverez de", "benefits", "avantages sociaux", weight=0.5),
    *anchors("offer of employment number", "numéro de l’offre d’emploi", weight=1.0),
)


def judge(page: PageView) -> Signs:
    """How much a page reads like an offer of work."""
    return signs_by_anchors(KIND, _ANCHORS, page)
