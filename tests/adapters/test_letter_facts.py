"""What each letter says: both languages whole, and nothing beside the point."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from imwu_inbox.adapters.jinja_letters import JinjaLetters
from imwu_inbox.domain.mail import Language
from imwu_inbox.domain.reply import LetterKind, ReplyPlan, SizeFacts
from imwu_inbox.domain.verdict import Refusal
from tests.plugs.letter_samples import (
    KINDS,
    REFERENCE,
    REFUSALS,
    halves,
    html_text,
    plan_of,
    real_letters,
    written,
)


@pytest.fixture
def real() -> JinjaLetters:
    """The real writer."""
    return real_letters()


COMMON = (
    (REFERENCE, REFERENCE),
    ("November 22, 2026 at 2:05 pm (Ottawa time)", "le 22 novembre 2026 à 14 h 05 (heure d’Ottawa)"),
    ("14 calendar days", "14 jours civils"),
    ("service standard", "norme de service"),
    ("at least 30 days before", "au moins 30 jours avant"),
    ("makes the final decision on the exemption", "prend la décision finale sur la dispense"),
    ("admissible to Canada", "admissible au Canada"),
    ("may consider it", "peut en tenir compte"),
    ("does not guarantee the exemption", "ne garantit pas la dispense"),
    ("does not guarantee entry to Canada", "ne garantit pas l’entrée au Canada"),
    ("labour market impact assessment (LMIA)", "étude d’impact sur le marché du travail (EIMT)"),
    ("Reply to this email", "Répondez à ce courriel"),
    ("automated system that checks only size and presence of documents",
     "système automatisé qui vérifie seulement la taille et la présence des documents"),
    ("International Mobility Workers Unit", "Unité pour la mobilité internationale des travailleurs"),
    ("Immigration, Refugees and Citizenship Canada", "Immigration, Réfugiés et Citoyenneté Canada"),
    ("Government of Canada", "Gouvernement du Canada"),
    ("Canada.ca", "Canada.ca"),
)  # fmt: skip


FOUND = (
    ("Workers: 31", "Travailleurs : 31"),
    ("(biographic data pages): 32", "(pages des renseignements biographiques) : 32"),
    ("Forms IMM 5686: 33", "Formulaires IMM 5686 : 33"),
    ("Other documents: 34", "Autres documents : 34"),
)


FILES = (
    ("Attachment 41 (PDF, 1.3 MB)", "Pièce jointe 41 (PDF, 1,3 Mo)"),
    ("Attachment 42 (file, 3 KB)", "Pièce jointe 42 (fichier, 3 Ko)"),
)


RECEIVED = (
    *FOUND,
    ("target date is December 6, 2026", "date visée est le 6 décembre 2026"),
    ("not a guarantee", "non une garantie"),
    ("do not send the same request again", "N’envoyez pas la même demande une deuxième fois"),
    ("To add a document, reply", "Pour ajouter un document, répondez"),
)


FACTS = {
    LetterKind.ACKNOWLEDGEMENT: (
        *RECEIVED,
        ("does not mean that your request is approved", "ne veut pas dire que votre demande est approuvée"),
        ("not an opinion", "pas une opinion"),
    ),
    LetterKind.LEFT_TO_OFFICER: (
        *RECEIVED,
        *FILES,
        ("does not say whether your request is complete", "ne dit pas si votre demande est complète"),
        ("An officer will look at your email", "Un agent examinera votre courriel"),
    ),
    LetterKind.REJECTION: (
        *FOUND,
        *FILES,
        ("No case was opened", "Aucun dossier n’a été ouvert"),
        ("Send the whole request again, not only what was missing",
         "Envoyez de nouveau la demande entière, et non seulement ce qui manquait"),
        ("ask a person to look", "demandez qu’une personne regarde"),
        ("with the exemption code", "avec le code de dispense"),
    ),
}  # fmt: skip


FACTS_OF_REFUSAL = {
    Refusal.OVER_SIZE: (
        ("The limit is 4 MB for the whole email", "La limite est de 4 Mo pour le courriel entier"),
        ("Your email was 5.2 MB", "La taille de votre courriel était de 5,2 Mo"),
        ("about a third", "environ un tiers"),
        ("about 3.8 MB of files", "environ 3,8 Mo de fichiers"),
        ("below 2.9 MB", "moins de 2,9 Mo"),
        ("200 dpi in grey", "200 ppp, en gris"),
        ("one PDF file", "un seul fichier PDF"),
        ("logos and photos", "logos et les photos"),
        ("do not send links", "n’envoyez pas de liens"),
        ("cannot make your email smaller", "ne pouvez pas réduire la taille de votre courriel"),
    ),
    Refusal.MISSING_PASSPORT: (
        ("We did not find a passport page", "Nous n’avons pas trouvé de page de passeport"),
        ("biographic data page", "page des renseignements biographiques"),
        ("the page with the photo", "la page avec la photo"),
        ("<<<", "<<<"),
        ("four edges and no glare", "quatre bords et sans reflets"),
        ("200 dpi or more", "200 ppp ou plus"),
        ("an identity card, cannot replace it", "une carte d’identité, ne peuvent pas la remplacer"),
    ),
    Refusal.MISSING_IMM5686: (
        ("a complete form IMM 5686", "un formulaire IMM 5686 dûment rempli"),
        ("exemption code that best fits", "code de dispense qui convient le mieux"),
        ("search for “IMM 5686” on Canada.ca", "cherchez « IMM 5686 » sur Canada.ca"),
        ("“Please wait”: open it in Adobe Reader", "« Please wait » : ouvrez-le dans Adobe Reader"),
        ("print it to a PDF", "imprimez-le dans un fichier PDF"),
        ("a blank form counts as missing", "un formulaire vierge compte comme manquant"),
    ),
}


@pytest.mark.parametrize(("kind", "refusals"), KINDS)
@pytest.mark.parametrize("language", [Language.ENGLISH, Language.FRENCH])
def test_both_languages_hold_every_fact(
    real: JinjaLetters, kind: LetterKind, refusals: tuple[Refusal, ...], language: Language
) -> None:
    """Neither language may say less than the other, in text or in HTML."""
    letter = written(real, plan_of(kind, refusals, language))
    said = halves(letter)
    facts = [*COMMON, *FACTS[kind], *(fact for refusal in refusals for fact in FACTS_OF_REFUSAL[refusal])]
    html = html_text(letter)
    for english, french in facts:
        assert english in said["en"]
        assert french in said["fr"]
        assert english in html
        assert french in html


@pytest.mark.parametrize("refusals", REFUSALS)
def test_a_rejection_speaks_only_of_what_was_wrong(real: JinjaLetters, refusals: tuple[Refusal, ...]) -> None:
    """Each section stands or falls with its refusal, in both languages."""
    said = halves(written(real, plan_of(LetterKind.REJECTION, refusals)))
    for refusal, (english, french) in SECTIONS.items():
        assert (english in said["en"]) == (french in said["fr"]) == (refusal in refusals)


SECTIONS = {
    Refusal.OVER_SIZE: ("Your email is too large", "Votre courriel est trop volumineux"),
    Refusal.MISSING_PASSPORT: ("We did not find a passport page", "Nous n’avons pas trouvé de page de passeport"),
    Refusal.MISSING_IMM5686: (
        "We did not find a complete form IMM 5686",
        "Nous n’avons pas trouvé de formulaire IMM 5686 dûment rempli",
    ),
}


REJECTED = plan_of(LetterKind.REJECTION, tuple(Refusal))


ACCEPTED = plan_of(LetterKind.ACKNOWLEDGEMENT)


@pytest.mark.parametrize(
    ("plain", "special", "english", "french"),
    [
        (ACCEPTED, replace(ACCEPTED, late_notice=True), "we cannot promise an opinion before that date",
         "nous ne pouvons pas promettre une opinion avant cette date"),
        (REJECTED, replace(REJECTED, form_only_please_wait=True), "It was not saved properly",
         "Il n’a pas été enregistré correctement"),
        (REJECTED, replace(REJECTED, form_blank=True), "The form you sent is blank",
         "Le formulaire que vous avez envoyé est vierge"),
        (REJECTED, replace(REJECTED, attachments=()), "We did not open the files",
         "Nous n’avons pas ouvert les fichiers"),
    ],
    ids=["late notice", "please wait", "blank form", "files not opened"],
)  # fmt: skip
def test_a_special_case_is_said_in_both_languages_and_only_then(
    real: JinjaLetters, plain: ReplyPlan, special: ReplyPlan, english: str, french: str
) -> None:
    """What does not apply is not said."""
    without, with_it = halves(written(real, plain)), halves(written(real, special))
    assert (english in without["en"], english in with_it["en"]) == (False, True)
    assert (french in without["fr"], french in with_it["fr"]) == (False, True)


@pytest.mark.parametrize(
    ("size_bytes", "english"), [(4_194_305, "4.1 MB"), (4_300_000, "4.2 MB"), (26_214_400, "25 MB")]
)
def test_a_size_past_the_limit_never_reads_like_the_limit(real: JinjaLetters, size_bytes: int, english: str) -> None:
    """An email of 4 MB over a limit of 4 MB would help nobody."""
    plan = replace(
        plan_of(LetterKind.REJECTION, (Refusal.OVER_SIZE,)),
        size=SizeFacts(size_bytes=size_bytes, limit_bytes=4_194_304),
    )
    assert f"Your email was {english}." in halves(written(real, plan))["en"]


@pytest.mark.parametrize(
    ("moment", "english", "french"),
    [
        (datetime(2026, 7, 1, 4, 0, tzinfo=UTC), "July 1, 2026 at 12:00 am", "le 1er juillet 2026 à 0 h 00"),
        (datetime(2027, 1, 1, 4, 59, tzinfo=UTC), "December 31, 2026 at 11:59 pm", "le 31 décembre 2026 à 23 h 59"),
        (datetime(2026, 8, 2, 16, 30, tzinfo=UTC), "August 2, 2026 at 12:30 pm", "le 2 août 2026 à 12 h 30"),
    ],
)
def test_moments_are_told_in_ottawa_time(real: JinjaLetters, moment: datetime, english: str, french: str) -> None:
    """Summer and winter, at midnight and noon."""
    said = halves(written(real, replace(plan_of(LetterKind.ACKNOWLEDGEMENT), received_at=moment)))
    assert english in said["en"]
    assert french in said["fr"]
