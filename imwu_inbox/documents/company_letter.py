"""The company's letter that explains the situation."""

import re

from imwu_inbox.domain.anchors import Signs, anchors, signs_by_anchors
from imwu_inbox.domain.documents import DocumentKind
from imwu_inbox.domain.folding import folded
from imwu_inbox.domain.page_view import PageView

KIND = DocumentKind.LETTER

_ANCHORS = (
    *anchors(
        "letter of support", "support letter", "letter of invitation", "invitation letter", title=True, weight=2.0
    ),
    *anchors(
        "employer's letter", "cover letter", "explanatory letter", "letter from the employer", title=True, weight=2.0
    ),
    *anchors(
        "lettre d’appui", "lettre de soutien", "lettre d’invitation", "lettre explicative", title=True, weight=2.0
    ),
    *anchors("lettre de l’employeur", "lettre de présentation", title=True, weight=2.0),
    *anchors("request for an opinion", "demande d’opinion", title=True, weight=1.5),
    *anchors("international mobility workers unit", "unité pour la mobilité internationale des travailleurs"),
    *anchors("border services officer", "agent des services frontaliers", weight=0.7),
    *anchors("we are writing", "nous vous écrivons", "we request", "nous demandons", "nous sollicitons", weight=0.8),
    *anchors("we respectfully request", "par la présente", "i am writing", "this letter confirms", weight=0.8),
    *anchors("do not hesitate to contact", "n’hésitez pas à communiquer", "at your disposal", "à votre disposition"),
    *anchors("should you require", "pour tout renseignement", "if you have any questions", weight=0.7),
    *anchors("lmia exemption", "work permit exemption", "no work permit is required", "exemption code", weight=0.7),
    *anchors("dispense d’eimt", "dispense de permis de travail", "code de dispense", weight=0.7),
    *anchors("our company", "notre entreprise", "notre société", "our organization", "notre organisme", weight=0.4),
)
_SALUTATION = re.compile(
    r"^(dear\b|to whom it may concern|to the officer|to whomever|madame\b|monsieur\b|mesdames|messieurs|a qui de droit|"
    r"a l attention de|bonjour\b|cher |chere )"
)
_CLOSING = re.compile(
    r"^(yours (sincerely|truly|faithfully)|sincerely|respectfully|(with )?(kind|best|warm) regards|regards\b|"
    r"(je vous prie d|nous vous prions d|veuillez) (agreer|recevoir|accepter)|cordialement|respectueusement|"
    r"avec mes salutations|salutations)"
)
_LONGEST_SALUTATION = 70


def judge(page: PageView) -> Signs:
    """How much a page reads like a letter of the employer: its greeting, its closing, its words."""
    signs = signs_by_anchors(KIND, _ANCHORS, page)
    lines = [folded(line.text) for line in page.lines]
    short = [line for line in lines if len(line) <= _LONGEST_SALUTATION]
    greets = any(_SALUTATION.match(line) for line in short)
    closes = any(_CLOSING.match(line) for line in short)
    why = ("greeting",) * greets + ("closing",) * closes + signs.why
    points = signs.points + 2.0 * greets + 1.5 * closes
    return Signs(kind=KIND, points=points, why=why, has_title=signs.has_title or greets)
