"""Where the edition 01-2018 of the IMM 5686 prints each question and leaves room for its answer.

Source: places as seen on one public print of the English edition; the French one has the same geometry as a stand-in.
Units: points from the top left corner, y down. Used only where the labels found on a page agree with it.
"""

from dataclasses import dataclass

from imwu_inbox.domain.documents import Box

_TICK_BOX_PT = 10

PAGE_PT = (612.0, 792.0)
"""Width and height of the form's page. Units: points."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """One question's place: its page from 1, where its label begins, and the box of its answer. Units: points."""

    page: int
    label: tuple[float, float]
    box: Box


def _place(page: int, label: tuple[float, float], *box: float) -> Place:
    left, top, right, bottom = box
    return Place(page=page, label=label, box=(left, top, right, bottom))


PLACES: dict[str, Place] = {
    "business_name": _place(1, (26, 94), 22, 93, 590, 114),
    "business_address": _place(1, (26, 116), 22, 114, 590, 157),
    "business_phone": _place(1, (26, 159), 22, 157, 306, 178),
    "contact_name": _place(1, (310, 159), 306, 157, 590, 178),
    "email": _place(1, (26, 181), 22, 179, 306, 200),
    "website": _place(1, (310, 181), 306, 179, 590, 200),
    "size_canada": _place(1, (26, 202), 22, 200, 306, 222),
    "size_abroad": _place(1, (310, 202), 306, 200, 590, 222),
    "business_activity": _place(1, (26, 224), 22, 222, 590, 265),
    "uci": _place(1, (26, 279), 22, 278, 306, 300),
    "date_of_birth": _place(1, (310, 280), 306, 278, 439, 300),
    "gender": _place(1, (444, 280), 439, 278, 590, 300),
    "family_name": _place(1, (26, 302), 22, 300, 306, 321),
    "given_names": _place(1, (310, 302), 306, 300, 590, 321),
    "citizenship": _place(1, (26, 323), 22, 321, 306, 343),
    "country_of_birth": _place(1, (310, 323), 306, 321, 590, 343),
    "country_of_residence": _place(1, (26, 345), 22, 343, 306, 365),
    "in_canada": _place(1, (310, 345), 306, 343, 590, 365),
    "in_canada_explain": _place(1, (310, 353), 306, 365, 590, 386),
    "charged_convicted": _place(1, (26, 367), 22, 365, 306, 386),
    "kind_work_permit": _place(1, (224, 403), 209, 403, 219, 413),
    "kind_lmia": _place(1, (323, 404), 310, 403, 320, 413),
    "exemption_code": _place(1, (26, 419), 22, 417, 590, 440),
    "job_title": _place(1, (26, 442), 22, 440, 306, 461),
    "noc_code": _place(1, (310, 441), 306, 440, 590, 461),
    "employment_location": _place(1, (26, 463), 22, 461, 590, 482),
    "from": _place(1, (141, 485), 138, 483, 281, 497),
    "to": _place(1, (285, 485), 281, 483, 414, 497),
    "total_duration": _place(1, (418, 485), 414, 483, 590, 497),
    "duties": _place(1, (26, 499), 22, 497, 590, 540),
    "education": _place(1, (26, 542), 22, 540, 590, 584),
    "skills": _place(1, (26, 586), 22, 584, 590, 627),
    "req_provincial": _place(1, (127, 629), 109, 629, 119, 639),
    "req_territorial": _place(1, (242, 629), 224, 629, 234, 639),
    "req_federal": _place(1, (357, 629), 339, 629, 349, 639),
    "req_certification": _place(1, (127, 643), 109, 643, 119, 653),
    "req_licensing": _place(1, (242, 643), 224, 643, 234, 653),
    "req_registration": _place(1, (357, 643), 339, 643, 349, 653),
    "req_body": _place(1, (26, 659), 22, 656, 590, 682),
    "doc_letter": _place(2, (45, 78), 26, 78, 36, 88),
    "doc_offer": _place(2, (45, 96), 26, 96, 36, 106),
    "doc_licence": _place(2, (45, 112), 26, 112, 36, 122),
    "doc_incorporation": _place(2, (45, 128), 26, 128, 36, 138),
    "doc_affiliates": _place(2, (45, 144), 26, 144, 36, 154),
    "doc_passport": _place(2, (330, 75), 310, 75, 320, 85),
    "doc_cv": _place(2, (330, 91), 310, 91, 320, 101),
    "doc_education": _place(2, (330, 106), 310, 106, 320, 116),
    "doc_certification": _place(2, (330, 122), 310, 122, 320, 132),
    "doc_paystubs": _place(2, (330, 138), 310, 138, 320, 148),
    "doc_detail": _place(2, (330, 154), 310, 154, 320, 164),
    "declarant_name": _place(2, (22, 304), 166, 302, 527, 313),
}
"""Every question of the edition."""

YES_NO_BOXES: dict[str, tuple[Box, Box]] = {
    "in_canada": ((479, 348, 489, 358), (536, 348, 546, 358)),
    "charged_convicted": ((199, 369, 209, 379), (256, 369, 266, 379)),
}
"""The boxes of Yes and of No. Units: points."""

PRINT_PLACES: dict[str, tuple[int, float, float]] = {
    "EMPLOYER CONTACT INFORMATION": (1, 26, 82.5),
    "COORDONNÉES DE L’EMPLOYEUR": (1, 26, 82.5),
    "FOREIGN WORKER INFORMATION": (1, 26, 267.5),
    "RENSEIGNEMENTS SUR LE TRAVAILLEUR ÉTRANGER": (1, 26, 267.5),
    "DETAILS OF INTENDED WORK IN CANADA": (1, 26, 388.5),
    "DÉTAILS DU TRAVAIL PRÉVU AU CANADA": (1, 26, 388.5),
    "SUPPORTING DOCUMENTATION": (2, 26, 46.5),
    "DOCUMENTS À L’APPUI": (2, 26, 46.5),
    "Employer documentation": (2, 26, 60),
    "Documents de l’employeur": (2, 26, 60),
    "Foreign worker's documentation": (2, 310, 60),
    "Documents du travailleur étranger": (2, 310, 60),
    "PRIVACY STATEMENT": (2, 26, 212.5),
    "ÉNONCÉ DE CONFIDENTIALITÉ": (2, 26, 212.5),
    "solemnly declare": (2, 531, 304),
    "déclare": (2, 531, 304),
}
"""Print that asks nothing, with its page and where it begins. Units: points."""

BARS: dict[int, tuple[Box, ...]] = {
    1: ((22, 80, 590, 92), (22, 265, 590, 278), (22, 386, 590, 399)),
    2: ((22, 44, 591, 56), (22, 210, 591, 222)),
}
"""The grey bars over its sections, by page. Units: points."""

TICK_BOXES: dict[int, tuple[Box, ...]] = {
    page: tuple(
        box
        for key, place in PLACES.items()
        if place.page == page
        for box in YES_NO_BOXES.get(key, (place.box,))
        if box[2] - box[0] == _TICK_BOX_PT
    )
    for page in (1, 2)
}
"""Its small square boxes, by page. Units: points."""

PROOFS: dict[int, tuple[Box, ...]] = {
    1: ((60, 58, 600, 77), (18, 753, 150, 773)),
    2: ((18, 756, 150, 776), (43, 94, 300, 107), (328, 73, 590, 86), (328, 89, 590, 102), (18, 302, 165, 315)),
}
"""Where title, number and some labels stand that prove the edition, by page. Units: points."""

PROOF_PRINT: dict[int, tuple[tuple[str, ...], ...]] = {
    1: (
        ("Request for an opinion on Work Permit or LMIA Exemption", "IMM 5686 (01-2018) E"),
        ("Demande d’opinion sur une dispense de permis de travail ou d’EIMT", "IMM 5686 (01-2018) F"),
    ),
    2: (
        (
            "IMM 5686 (01-2018) E",
            "Copy of job offer and/or copy of contract",
            "Copy of identification page of passport",
            "Curriculum Vitae or Biography",
            "I agree that by submitting this application, I",
        ),
        (
            "IMM 5686 (01-2018) F",
            "Copie de l’offre d’emploi ou du contrat",
            "Copie de la page d’identification du passeport",
            "Curriculum vitæ ou biographie",
            "En présentant cette demande, je soussigné(e)",
        ),
    ),
}
"""What stands in these places, in English and in French."""
