"""The rules of the intake as one table: what each decision means, in both languages, and what it does.

Source: the numbers are those of the unit's rules page; IRPR = Immigration and Refugee Protection Regulations.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import assert_never

from imwu_inbox.domain.verdict import Doubt, Flag, Refusal

Decision = Refusal | Doubt | Flag


class Effect(StrEnum):
    """What a decision does to a request."""

    REJECTS = "rejects"
    LEAVES_TO_OFFICER = "leaves-to-officer"
    FLAGS = "flags"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One row: the rule's number on the rules page, its wording for people, and its effect."""

    id: str
    number: int
    text_en: str
    text_fr: str
    effect: Effect


_ROWS: tuple[tuple[Decision, int, str, str], ...] = (
    (Refusal.OVER_SIZE, 1, "The email is larger than 4 MB.", "Le courriel dépasse 4 Mo."),
    (
        Refusal.MISSING_PASSPORT, 2,
        "No passport biographic data page is in the request.",
        "La demande ne contient pas la page des renseignements biographiques du passeport.",
    ),
    (
        Refusal.MISSING_IMM5686, 3,
        "No completed form IMM 5686 is in the request.",
        "La demande ne contient pas de formulaire IMM 5686 dûment rempli.",
    ),
    (
        Doubt.PASSPORT_UNREADABLE, 5,
        "A page looks like a passport, but its machine-readable zone could not be read.",
        "Une page ressemble à un passeport, mais sa zone de lecture automatique n’a pas pu être lue.",
    ),
    (
        Doubt.FORM_UNREADABLE, 5,
        "A page looks like form IMM 5686, but its fields could not be read.",
        "Une page ressemble au formulaire IMM 5686, mais ses champs n’ont pas pu être lus.",
    ),
    (
        Doubt.FILE_NOT_OPENED, 5,
        "A file could not be opened and may hold a missing paper.",
        "Un fichier n’a pas pu être ouvert et contient peut-être un document manquant.",
    ),
    (
        Doubt.UNSURE_KIND, 5,
        "A page could not be told apart and may be a missing paper.",
        "Une page n’a pas pu être reconnue et est peut-être un document manquant.",
    ),
    (
        Doubt.AUTO_REJECT_OFF, 5,
        "Papers are missing, but automatic rejection is switched off.",
        "Des documents manquent, mais le rejet automatique est désactivé.",
    ),
    (
        Doubt.REQUEST_OR_NOT, 64,
        "It is not certain that this message is a request.",
        "Il n’est pas certain que ce message soit une demande.",
    ),
    (
        Doubt.WORKERS_UNPAIRED, 31,
        "Passports and forms could not be matched to workers with certainty.",
        "Les passeports et les formulaires n’ont pas pu être associés aux travailleurs avec certitude.",
    ),
    (
        Doubt.AUTOMATIC_DOUBT, 45,
        "The message may have been sent by a machine.",
        "Le message a peut-être été envoyé par une machine.",
    ),
    (
        Doubt.POSSIBLE_FOLLOW_UP, 33,
        "The message may belong to an earlier request, or be one part of a request.",
        "Le message se rattache peut-être à une demande antérieure, ou n’est qu’une partie d’une demande.",
    ),
    (
        Flag.NEAR_LIMIT, 6,
        "The email is between 4,000,000 and 4,194,304 bytes: within the limit as we read it.",
        "Le courriel a une taille de 4 000 000 à 4 194 304 octets : dans la limite telle que nous la lisons.",
    ),
    (
        Flag.IN_CANADA, 8,
        "The form says that the worker is in Canada.",
        "Le formulaire indique que le travailleur est au Canada.",
    ),
    (
        Flag.NATIONALITY_NOT_EXEMPT, 9,
        "The passport’s nationality is not on the list of visa-exempt countries.",
        "La nationalité du passeport ne figure pas sur la liste des pays dispensés de l’obligation de visa.",
    ),
    (
        Flag.NATIONALITY_CONDITIONAL, 9,
        "The passport’s nationality is visa-exempt only on conditions.",
        "La nationalité du passeport n’est dispensée de l’obligation de visa qu’à certaines conditions.",
    ),
    (
        Flag.NATIONALITY_UNKNOWN, 9,
        "The nationality in the passport is not a state we know, or could not be read.",
        "La nationalité du passeport n’est pas celle d’un État connu, ou n’a pas pu être lue.",
    ),
    (
        Flag.MORE_THAN_ONE_EXEMPTION, 10,
        "More than one exemption is named for one worker.",
        "Plus d’une dispense est nommée pour un même travailleur.",
    ),
    (
        Flag.FLAGPOLING, 11,
        "The request speaks of leaving Canada and coming back to apply (flagpoling).",
        "La demande parle de quitter le Canada et d’y revenir pour présenter la demande (tour du poteau).",
    ),
    (
        Flag.PERMIT_HELD, 12,
        "The worker seems to hold a work permit or to have applied for one.",
        "Le travailleur semble avoir un permis de travail ou en avoir demandé un.",
    ),
    (
        Flag.LATE_NOTICE, 13,
        "Entry is planned less than 30 days after receipt.",
        "L’entrée est prévue moins de 30 jours après la réception.",
    ),
    (Flag.ENTRY_PAST, 14, "The planned entry date has passed.", "La date d’entrée prévue est passée."),
    (
        Flag.ENTRY_BEFORE_DUE, 14,
        "Entry is planned before the due date of the opinion.",
        "L’entrée est prévue avant la date d’échéance de l’opinion.",
    ),
    (
        Flag.DATE_UNSETTLED, 14,
        "A date of the intended work can be read two ways, or not at all.",
        "Une date du travail prévu peut se lire de deux façons, ou n’est pas lisible.",
    ),
    (
        Flag.PASSPORT_NOT_YET_VALID, 15,
        "The passport prints a date of issue after the day of receipt.",
        "Le passeport porte une date de délivrance postérieure à la réception.",
    ),
    (Flag.PASSPORT_EXPIRED, 15, "The passport has expired.", "Le passeport est expiré."),
    (
        Flag.PASSPORT_EXPIRES_DURING_STAY, 15,
        "The passport expires before the end of the intended work.",
        "Le passeport expire avant la fin du travail prévu.",
    ),
    (
        Flag.SECOND_PASSPORT, 15,
        "Two passports of the worker came; the one valid longest counts.",
        "Deux passeports de la personne sont joints; celui valide le plus longtemps compte.",
    ),
    (
        Flag.NAME_DIFFERS, 16,
        "Passport and form give different names.",
        "Le passeport et le formulaire donnent des noms différents.",
    ),
    (
        Flag.BIRTH_DATE_DIFFERS, 16,
        "Passport and form give different birth dates.",
        "Le passeport et le formulaire donnent des dates de naissance différentes.",
    ),
    (
        Flag.CITIZENSHIP_DIFFERS, 16,
        "Passport and form give different citizenships.",
        "Le passeport et le formulaire donnent des citoyennetés différentes.",
    ),
    (
        Flag.SEX_DIFFERS, 16,
        "Passport and form give different sex or gender.",
        "Le passeport et le formulaire donnent un sexe ou un genre différent.",
    ),
    (Flag.LETTER_ABSENT, 17, "No company letter was found.", "Aucune lettre de l’entreprise n’a été trouvée."),
    (
        Flag.OFFER_ABSENT, 17,
        "Neither a job offer nor a contract was found.",
        "Aucune offre d’emploi ni aucun contrat n’ont été trouvés.",
    ),
    (Flag.CV_ABSENT, 17, "No CV was found.", "Aucun CV n’a été trouvé."),
    (
        Flag.CODE_SUPERSEDED, 18,
        "The exemption code is no longer in use; its successors are shown.",
        "Le code de dispense n’est plus utilisé; ses successeurs sont indiqués.",
    ),
    (
        Flag.CODE_UNKNOWN, 18,
        "The form’s exemption is not on the code list.",
        "La dispense du formulaire ne figure pas sur la liste des codes.",
    ),
    (Flag.CODE_ABSENT, 18, "No exemption code was found.", "Aucun code de dispense n’a été trouvé."),
    (
        Flag.CODE_OPEN_PERMIT, 18,
        "The exemption code is for an open work permit.",
        "Le code de dispense vise un permis de travail ouvert.",
    ),
    (
        Flag.CODE_ONLY_IN_CANADA, 18,
        "The exemption code is for people who are in Canada.",
        "Le code de dispense vise les personnes qui sont au Canada.",
    ),
    (
        Flag.CHARGED_OR_CONVICTED, 19,
        "The form answers Yes to charged or convicted: for the border services officer, not for us to judge.",
        "Le formulaire répond Oui à « accusé ou condamné » : l’agent des services frontaliers en juge, pas nous.",
    ),
    (
        Flag.SENDER_NOT_EMPLOYER, 20,
        "The sender’s address is not of the employer’s domain on the form.",
        "L’adresse de l’expéditeur n’est pas du domaine de l’employeur indiqué au formulaire.",
    ),
    (
        Flag.FREE_MAIL, 20,
        "The sender writes from a free mail service.",
        "L’expéditeur écrit d’un service de courriel gratuit.",
    ),
    (Flag.ARCHIVE_FILE, 21, "A file is an archive.", "Un fichier est une archive."),
    (
        Flag.PROTECTED_FILE, 21,
        "A file is protected by a password.",
        "Un fichier est protégé par un mot de passe.",
    ),
    (Flag.MACRO_FILE, 21, "A file holds macros.", "Un fichier contient des macros."),
    (
        Flag.CLOUD_LINK, 21,
        "The message links to files on a share instead of attaching them.",
        "Le message renvoie à des fichiers sur un espace de partage au lieu de les joindre.",
    ),
    (
        Flag.YOUTH_EXCHANGE, 22,
        "Youth exchange (C21): the worker cannot apply on entry unless a US national or approved beforehand.",
        "Échange jeunesse (C21) : pas de demande à l’entrée, sauf ressortissant des États-Unis ou accord préalable.",
    ),
    (
        Flag.CODES_DIFFER, 32,
        "Form and letter, subject or body name different codes; the form’s is shown.",
        "Le formulaire et un autre écrit nomment des codes différents; celui du formulaire est indiqué.",
    ),
    (
        Flag.MESSAGE_ID_SEEN, 34,
        "Another message with the same Message-ID or the same content came before: compare the two.",
        "Un autre message portant le même Message-ID ou le même contenu est déjà arrivé : comparez les deux.",
    ),
    (
        Flag.INTERNAL_SENDER, 52,
        "The sender is inside the Government of Canada: it may be an internal enquiry.",
        "L’expéditeur est au sein du gouvernement du Canada : il peut s’agir d’une demande interne.",
    ),
)  # fmt: skip


def _effect(decision: Decision) -> Effect:
    match decision:
        case Refusal():
            return Effect.REJECTS
        case Doubt():
            return Effect.LEAVES_TO_OFFICER
        case Flag():
            return Effect.FLAGS
        case _:
            assert_never(decision)


RULES: dict[Decision, Rule] = {
    decision: Rule(id=decision.value, number=number, text_en=text_en, text_fr=text_fr, effect=_effect(decision))
    for decision, number, text_en, text_fr in _ROWS
}
"""Every refusal, doubt and flag with its rule."""


def rule_of(decision: Decision) -> Rule:
    """The rule behind a decision."""
    return RULES[decision]
