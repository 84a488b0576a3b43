"""What the IMM 5686 prints beside each answer, in both languages, and the names programs give its fields.

Source: the English edition 01-2018; the French wording is a stand-in until that edition is seen.
"""

from dataclasses import dataclass
from enum import StrEnum


class AnswerType(StrEnum):
    """What kind of answer a question takes."""

    TEXT = "text"
    DATE = "date"
    YES_NO = "yes-no"
    TICK = "tick"


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One question of the form: `labels` as printed in either language, `names` as programs spell its field."""

    key: str
    type: AnswerType
    labels: tuple[str, ...]
    names: tuple[str, ...] = ()


def _text(key: str, *labels: str, names: tuple[str, ...] = ()) -> Question:
    return Question(key=key, type=AnswerType.TEXT, labels=labels, names=names)


def _date(key: str, *labels: str, names: tuple[str, ...] = ()) -> Question:
    return Question(key=key, type=AnswerType.DATE, labels=labels, names=names)


def _yes_no(key: str, *labels: str, names: tuple[str, ...] = ()) -> Question:
    return Question(key=key, type=AnswerType.YES_NO, labels=labels, names=names)


def _tick(key: str, *labels: str, names: tuple[str, ...] = ()) -> Question:
    return Question(key=key, type=AnswerType.TICK, labels=labels, names=names)


QUESTIONS: tuple[Question, ...] = (
    _text("business_name", "Name of Business", "Nom de l’entreprise", names=("employer name", "company name")),
    _text("business_address", "Business Address", "Adresse de l’entreprise", names=("employer address",)),
    _text(
        "business_phone", "Business Phone number", "Numéro de téléphone de l’entreprise", names=("phone", "telephone")
    ),
    _text("contact_name", "Contact name", "Nom de la personne-ressource", names=("contact person",)),
    _text("email", "E-mail address", "Adresse électronique", "Courriel", names=("email", "email address")),
    _text("website", "Business Website", "Site Web de l’entreprise", names=("website", "web site")),
    _text("size_canada", "Size of business in Canada (employees)", "Taille de l’entreprise au Canada (employés)"),
    _text(
        "size_abroad",
        "Size of business abroad, if applicable (employees)",
        "Taille de l’entreprise à l’étranger, s’il y a lieu (employés)",
    ),
    _text(
        "business_activity",
        "Describe the principle business activity",
        "Describe the principal business activity",
        "Décrivez l’activité principale de l’entreprise",
    ),
    _text("uci", "UCI", "IUC"),
    _date("date_of_birth", "Date of birth", "Date de naissance", names=("dob", "birth date")),
    _text("gender", "Gender", "Genre", "Sex", "Sexe"),
    _text("family_name", "Family Name", "Nom de famille", names=("surname", "last name")),
    _text("given_names", "Given name(s)", "Prénom(s)", names=("given names", "first name")),
    _text("citizenship", "Citizenship", "Citoyenneté", names=("nationality",)),
    _text("country_of_birth", "Country of birth", "Pays de naissance", names=("birth country",)),
    _text("country_of_residence", "Country of residence", "Pays de résidence", names=("residence country",)),
    _yes_no(
        "in_canada",
        "Is the foreign worker is currently in Canada?",
        "Is the foreign worker currently in Canada?",
        "foreign worker is currently in Canada?",
        "foreign worker currently in Canada?",
        "Le travailleur étranger est-il actuellement au Canada?",
        names=("currently in canada", "in canada"),
    ),
    _text("in_canada_explain", "If yes, please explain", "Dans l’affirmative, veuillez expliquer"),
    _yes_no(
        "charged_convicted",
        "Has foreign worker ever been charged or convicted of any crime or offence in any country?",
        "Has the foreign worker ever been charged or convicted of any crime or offence in any country?",
        "Le travailleur étranger a-t-il déjà été accusé ou déclaré coupable d’un crime ou d’une infraction dans un "
        "pays?",
        names=("charged convicted", "charged or convicted"),
    ),
    _tick("kind_work_permit", "Work Permit exemption", "Dispense de permis de travail", names=("wp exemption",)),
    _tick("kind_lmia", "LMIA exemption", "Dispense de l’EIMT", "Dispense d’EIMT"),
    _text(
        "exemption_code",
        "Work Permit Exemption",
        "LMIA Exemption",
        "Dispense de permis de travail",
        "Dispense de l’EIMT",
        "Exemption code",
        "Code de dispense",
    ),
    _text("job_title", "Job title", "Titre du poste"),
    _text("noc_code", "NOC code", "Code de la CNP", "Code CNP"),
    _text("employment_location", "Employment Location", "Lieu de travail"),
    _date("from", "From (YYYY-MM-DD)", "Du (AAAA-MM-JJ)", names=("from date", "start date")),
    _date("to", "To (YYYY-MM-DD)", "Au (AAAA-MM-JJ)", names=("to date", "end date")),
    _text("total_duration", "Total Duration", "Durée totale"),
    _text("duties", "Brief Description of Duties", "Brève description des tâches", names=("job description", "duties")),
    _text("education", "Minimum Education Requirements", "Exigences minimales en matière d’études"),
    _text(
        "skills",
        "Skills/Experience/Training Requirements",
        "Exigences en matière de compétences, d’expérience et de formation",
    ),
    _tick("req_provincial", "Provincial"),
    _tick("req_territorial", "Territorial"),
    _tick("req_federal", "Federal", "Fédéral"),
    _tick("req_certification", "Certification"),
    _tick("req_licensing", "Licensing", "Permis d’exercice"),
    _tick("req_registration", "Registration", "Inscription"),
    _text(
        "req_body",
        "If yes, indicate the name of the certifying/licensing/registering body",
        "Dans l’affirmative, indiquez le nom de l’organisme",
    ),
    _tick(
        "doc_letter",
        "Letter from the employer or organisation in Canada explaining the situation of reasons",
        "Lettre de l’employeur ou de l’organisation au Canada expliquant la situation ou les motifs",
    ),
    _tick("doc_offer", "Copy of job offer and/or copy of contract", "Copie de l’offre d’emploi ou du contrat"),
    _tick("doc_licence", "Business licence", "Permis d’exploitation"),
    _tick(
        "doc_incorporation",
        "Confirmation of where company is incorporated",
        "Confirmation du lieu de constitution de la société",
    ),
    _tick(
        "doc_affiliates",
        "Location of parent, branch, subsidiary or affiliate companies",
        "Emplacement de la société mère, des succursales, des filiales ou des sociétés affiliées",
    ),
    _tick(
        "doc_passport",
        "Copy of identification page of passport",
        "Copie de la page d’identification du passeport",
    ),
    _tick("doc_cv", "Curriculum Vitae or Biography", "Curriculum vitæ ou biographie"),
    _tick("doc_education", "Confirmation of education", "Attestation d’études"),
    _tick(
        "doc_certification",
        "Confirmation of required certification/licensing or registration if required",
        "Confirmation du certificat, du permis ou de l’inscription, s’il y a lieu",
    ),
    _tick("doc_paystubs", "Recent Pay Stubs/Slips", "Talons de paie récents"),
    _tick("doc_detail", "If applicable, detail how employment", "S’il y a lieu, précisez en quoi l’emploi"),
    _text("declarant_name", "(Name)", "(Nom)", names=("declarant", "declaration name")),
)
"""Every question, in the order of the paper."""

QUESTION_OF = {question.key: question for question in QUESTIONS}
"""Each question by its key."""

PLACE_OF = {question.key: at for at, question in enumerate(QUESTIONS)}
"""Each question's place in the order of the paper, from 0."""

WRITTEN = (AnswerType.TEXT, AnswerType.DATE)
"""The types whose answers are written, not ticked."""

FURNITURE: tuple[str, ...] = (
    "Immigration, Refugees and Citizenship Canada",
    "Immigration, Réfugiés et Citoyenneté Canada",
    "Citizenship Canada",
    "Citoyenneté Canada",
    "Request for an opinion on Work Permit or LMIA Exemption",
    "Demande d’opinion sur une dispense de permis de travail ou d’EIMT",
    "Demande d’avis sur une dispense de permis de travail ou d’EIMT",
    "EMPLOYER CONTACT INFORMATION",
    "COORDONNÉES DE L’EMPLOYEUR",
    "FOREIGN WORKER INFORMATION",
    "RENSEIGNEMENTS SUR LE TRAVAILLEUR ÉTRANGER",
    "DETAILS OF INTENDED WORK IN CANADA",
    "DÉTAILS DU TRAVAIL PRÉVU AU CANADA",
    "SUPPORTING DOCUMENTATION",
    "DOCUMENTS À L’APPUI",
    "PRIVACY STATEMENT",
    "ÉNONCÉ DE CONFIDENTIALITÉ",
    "Duration of expected employment",
    "Durée de l’emploi prévu",
    "Requirements:",
    "Exigences :",
    "Employer documentation",
    "Documents de l’employeur",
    "Foreign worker's documentation",
    "Documents du travailleur étranger",
    "solemnly declare",
    "déclare",
    "PROTECTED WHEN COMPLETED",
    "PROTÉGÉ UNE FOIS REMPLI",
    "Save",
    "Reset Form",
    "Print Form",
    "Submit by Email",
)
"""What the form prints that asks nothing: it bounds an answer and is never part of one."""

DECLARATION_OPENINGS = (
    "I agree that by submitting this application, I",
    "En présentant cette demande, je soussigné(e)",
)
"""What stands to the left of the declarant's typed name; the question "(Name)" is printed under it."""

DATE_HINTS = ("yyyymmdd", "aaaammjj", "yyyy", "mm", "dd", "aaaa", "jj")
"""Squeezed words that show how to write a date; never part of an answer."""
