"""The company's letter that explains the situation."""

from imwu_inbox.domain.anchors import Signs, anchors, signs_by_anchors
from imwu_inbox.domain.documents import DocumentKind
from imwu_inbox.domain.page_view import PageView

KIND = DocumentKind.LETTER

_ANCHORS = (
    *anchors(
        "letter of support", "support letter", "letter of invitation", "invitation letter", title=True, weight=2.0
    ),
    *anchors(
        "lettre d’appui", "lettre de soutien", "lettre d’invitation", "lettre explicative", title=True, weight=2.0
    ),
    *anchors("to whom it may concern", "à qui de droit", "dear officer", "dear sir or madam", "madame, monsieur"),
    *anchors("dear sir", "dear madam", "à l’attention de", "to the attention of", "subject:", "objet :", weight=0.7),
    *anchors("international mobility workers unit", "unité pour la mobilité internationale des travailleurs"),
    *anchors("request for an opinion", "demande d’opinion", "we are writing", "nous vous écrivons", "we request"),
    *anchors("we respectfully request", "nous demandons", "nous sollicitons", "par la présente", "i am writing"),
    *anchors("yours sincerely", "yours truly", "sincerely", "best regards", "veuillez agréer", "cordialement"),
    *anchors("salutations distinguées", "respectfully submitted", "do not hesitate to contact"),
    *anchors("n’hésitez pas à communiquer", "pour tout renseignement", "should you require"),
    *anchors("lmia exemption", "work permit exemption", "dispense d’eimt", "dispense de permis de travail", weight=0.7),
    *anchors("our company", "notre entreprise", "notre société", "our organization", "notre organisme", weight=0.5),
)


def judge(page: PageView) -> Signs:
    """How much a page reads like a letter of the employer."""
    return signs_by_anchors(KIND, _ANCHORS, page)
