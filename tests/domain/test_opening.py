"""What became of an attachment, in words: whole in both languages, by number and kind, never by name."""

import pytest

from imwu_inbox.domain.file_kinds import FileKind, name_with_article, short_name
from imwu_inbox.domain.hindrances import WORDINGS, Hindrance
from imwu_inbox.domain.mail import Language
from imwu_inbox.domain.opening import Opening

MANY_PAGES = Opening(number=3, kind=FileKind.TIFF, size_bytes=50_000, why=Hindrance.PAGES, pages=210, unread_pages=10)


@pytest.mark.parametrize(
    ("opening", "en", "fr"),
    [
        (
            Opening(number=2, kind=FileKind.PDF, size_bytes=1_200_000, why=Hindrance.LOCKED),
            "Attachment 2, a PDF of 1.2 MB, is protected by a password.",
            "La pièce jointe 2, un PDF de 1,2 Mo, est protégée par un mot de passe.",
        ),
        (
            Opening(number=1, kind=FileKind.JPEG, size_bytes=300_000),
            "Attachment 1, a JPEG picture of 0.3 MB, was opened and read.",
            "La pièce jointe 1, une image JPEG de 0,3 Mo, a été ouverte et lue.",
        ),
        (
            Opening(number=4, kind=FileKind.ZIP, size_bytes=2_000),
            "Attachment 4, a ZIP archive of 2 KB, was opened, and its files were taken out.",
            "La pièce jointe 4, une archive ZIP de 2 Ko, a été ouverte, et ses fichiers en ont été extraits.",
        ),
        (
            MANY_PAGES,
            (
                "Attachment 3, a TIFF picture of 49 KB, has more pages than we read in one file; "
                "10 of its 210 pages were not read."
            ),
            (
                "La pièce jointe 3, une image TIFF de 49 Ko, compte plus de pages que nous n’en lisons par fichier; "
                "10 de ses 210 pages n’ont pas été lues."
            ),
        ),
        (
            Opening(number=None, kind=FileKind.PNG, size_bytes=900, why=Hindrance.NO_PAPER),
            (
                "This attachment, a PNG picture of 1 KB, is a small picture or note added by a mail program, "
                "not a document."
            ),
            (
                "Cette pièce jointe, une image PNG de 1 Ko, est une petite image ou une note ajoutée par un "
                "logiciel de courriel, et non un document."
            ),
        ),
        (
            Opening(number=5, kind=FileKind.PDF, size_bytes=2_000, why=Hindrance.TIME, pages=3, unread_pages=1),
            (
                "Attachment 5, a PDF of 2 KB, takes longer to read than we allow for one file; "
                "1 of its 3 pages was not read."
            ),
            (
                "La pièce jointe 5, un PDF de 2 Ko, demande plus de temps de lecture que nous n’en accordons à un "
                "fichier; 1 de ses 3 pages n’a pas été lue."
            ),
        ),
        (
            Opening(number=6, kind=FileKind.UNKNOWN, size_bytes=0, why=Hindrance.EMPTY),
            "Attachment 6 is empty.",
            "La pièce jointe 6 est vide.",
        ),
    ],
)
def test_an_attachment_is_told_in_a_sentence_of_each_language(opening: Opening, en: str, fr: str) -> None:
    """By what a sender can see of it."""
    assert opening.sentence(Language.ENGLISH) == en
    assert opening.sentence(Language.FRENCH) == fr


def test_every_hindrance_has_its_words_and_an_advice() -> None:
    """Nothing to do only where nothing was tried."""
    assert set(WORDINGS) == set(Hindrance)
    silent = {one for one, words in WORDINGS.items() if not (words.do_en and words.do_fr)}
    assert silent == {Hindrance.NOT_OPENED, Hindrance.NO_PAPER}
    assert (
        len({words.en for words in WORDINGS.values()})
        == len({words.fr for words in WORDINGS.values()})
        == len(WORDINGS)
    )


def test_every_kind_has_a_name_in_both_languages() -> None:
    """For a list and for a sentence."""
    for kind in FileKind:
        assert short_name(kind, Language.ENGLISH)
        assert short_name(kind, Language.FRENCH)
        assert name_with_article(kind, Language.ENGLISH).startswith(("a ", "an "))
        assert name_with_article(kind, Language.FRENCH).startswith(("un ", "une "))


def test_an_officer_is_told_what_to_do() -> None:
    """About a file that was not read, and about no other."""
    assert MANY_PAGES.advice(Language.ENGLISH) == "Read the other pages by hand."
    assert Opening(number=1, kind=FileKind.PDF, size_bytes=1).advice(Language.FRENCH) == ""
