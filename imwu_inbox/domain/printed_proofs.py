"""What the known edition prints where it is proved, held against what was read there: a coarse scan spells it badly."""

from rapidfuzz.distance import Levenshtein

from imwu_inbox.domain.folding import squeezed
from imwu_inbox.domain.imm5686_layout import PROOF_PRINT, PROOFS
from imwu_inbox.domain.known_print import KnownPrint

_LEAST_ALIKE = 0.5
"""Of the letters of a page's proofs so many must be right: on coarse scans half and more are, of others a quarter."""


def is_printed_there(known: KnownPrint) -> bool:
    """Whether the words in a page's proofs are, taken together, those of the edition in one of its languages."""
    read = [
        squeezed(" ".join(word.text for word in known.words.get(known.fit.box(box), ())))
        for box in PROOFS[known.fit.page]
    ]
    printed = PROOF_PRINT[known.fit.page]
    return max(_share_right(read, [squeezed(one) for one in wanted]) for wanted in printed) >= _LEAST_ALIKE


def _share_right(read: list[str], wanted: list[str]) -> float:
    wrong = sum(Levenshtein.distance(one, other) for one, other in zip(read, wanted, strict=True))
    return 1 - wrong / sum(max(len(one), len(other)) for one, other in zip(read, wanted, strict=True))
