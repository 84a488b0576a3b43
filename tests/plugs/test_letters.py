"""Every writer of letters, real or fake, keeps these promises; and the real letters say what they must."""

import email
import itertools
import re
from dataclasses import replace
from datetime import UTC, date, datetime
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from imwu_inbox.adapters.jinja_letters import JinjaLetters
from imwu_inbox.domain.limits import Limits
from imwu_inbox.domain.mail import Address, Language
from imwu_inbox.domain.reply import AttachmentLine, Letter, LetterKind, ReplyPlan, SizeFacts
from imwu_inbox.domain.verdict import Refusal
from imwu_inbox.errors import BadConfig
from imwu_inbox.ports.letters import Letters
from tests.fakes.letters import FakeLetters

FOLDER = Path(__file__).parents[2] / "config" / "letters"
NOW = datetime(2026, 11, 22, 19, 31, tzinfo=UTC)
REFERENCE = "2026-000123"
RULE = "-" * 40
NO_BREAK = "\u00a0"
REFUSALS = [combination for count in (1, 2, 3) for combination in itertools.combinations(Refusal, count)]
KINDS = [
    (LetterKind.ACKNOWLEDGEMENT, ()),
    (LetterKind.LEFT_TO_OFFICER, ()),
    *((LetterKind.REJECTION, refusals) for refusals in REFUSALS),
]


def plan_of(kind: LetterKind, refusals: tuple[Refusal, ...] = (), language: Language = Language.ENGLISH) -> ReplyPlan:
    """A plan with numbers that can be told from each other."""
    return ReplyPlan(
        kind=kind,
        to=Address(name="Jane Roe", address="jane.roe@maple.example"),
        language=language,
        received_at=datetime(2026, 11, 22, 19, 5, tzinfo=UTC),
        due_on=None if kind is LetterKind.REJECTION else date(2026, 12, 6),
        refusals=refusals,
        size=SizeFacts(size_bytes=5_400_000, limit_bytes=4_194_304) if Refusal.OVER_SIZE in refusals else None,
        workers_found=31,
        passports_found=32,
        forms_found=33,
        other_papers_found=34,
        attachments=(
            AttachmentLine(number=41, type_name="PDF", size_bytes=1_300_000),
            AttachmentLine(number=42, type_name="X-ODD", size_bytes=3_000),
        ),
        in_reply_to="<7.abc@maple.example>",
        references=("<6.abc@maple.example>", "<7.abc@maple.example>"),
    )


def real_letters() -> JinjaLetters:
    """The writer the program uses, with the wordings it ships."""
    return JinjaLetters(
        folder=FOLDER,
        from_address="imwu-umit@unit.example",
        brand_en="International Mobility Workers Unit",
        brand_fr="Unité pour la mobilité internationale des travailleurs",
        limits=Limits(),
        zone=ZoneInfo("America/Toronto"),
    )


@pytest.fixture(params=["fake", "jinja"])
def letters(request: pytest.FixtureRequest) -> Letters:
    """Each writer in turn."""
    return FakeLetters() if request.param == "fake" else real_letters()


@pytest.fixture
def real() -> JinjaLetters:
    """The real writer."""
    return real_letters()


def written(writer: Letters, plan: ReplyPlan) -> Letter:
    """The letter of a plan, at a fixed moment."""
    return writer.write(plan, reference=REFERENCE, now=NOW)


def parsed(letter: Letter) -> EmailMessage:
    """The letter as a mail program reads it."""
    message = email.message_from_bytes(letter.content, policy=default)
    assert isinstance(message, EmailMessage)
    return message


def halves(letter: Letter) -> dict[str, str]:
    """The letter's text by language, on one line each, no-break spaces as spaces."""
    first, second = (" ".join(half.replace(NO_BREAK, " ").split()) for half in letter.text.split(RULE))
    return {"en": first, "fr": second} if "Bonjour" in second else {"en": second, "fr": first}


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize(("kind", "refusals"), KINDS)
def test_every_letter_can_be_written_and_read_back(
    letters: Letters, kind: LetterKind, refusals: tuple[Refusal, ...], language: Language
) -> None:
    """Each kind, each combination of refusals, each order of languages."""
    letter = written(letters, plan_of(kind, refusals, language))
    message = parsed(letter)
    assert not message.defects
    assert message["Message-ID"] == letter.message_id
    assert message["To"] == letter.to == "jane.roe@maple.example"
    assert message["Subject"] == letter.subject
    assert message["Auto-Submitted"] == "auto-replied"
    assert message["X-Auto-Response-Suppress"] == "All"
    assert message["In-Reply-To"] == "<7.abc@maple.example>"
    assert message["Date"].datetime == NOW
    assert REFERENCE in letter.subject
    assert REFERENCE in letter.text
    assert (letter.kind, letter.language) == (kind, language)


def test_the_same_plan_reference_and_moment_give_the_same_bytes(letters: Letters) -> None:
    """A resent letter must be the identical one."""
    plan = plan_of(LetterKind.REJECTION, tuple(Refusal))
    assert written(letters, plan) == written(letters, plan)


def test_another_record_gives_another_message_id(letters: Letters) -> None:
    """Two letters are never taken for one."""
    plan = plan_of(LetterKind.ACKNOWLEDGEMENT)
    other = letters.write(plan, reference="2026-000124", now=NOW)
    assert written(letters, plan).message_id != other.message_id


@pytest.mark.parametrize(("kind", "refusals"), KINDS)
@pytest.mark.parametrize("language", list(Language))
def test_the_senders_language_comes_first_and_each_is_announced(
    real: JinjaLetters, kind: LetterKind, refusals: tuple[Refusal, ...], language: Language
) -> None:
    """English first where the language is not known."""
    letter = written(real, plan_of(kind, refusals, language))
    first, second = ("Bonjour", "Hello") if language is Language.FRENCH else ("Hello", "Bonjour")
    assert letter.text.startswith("English follows." if language is Language.FRENCH else "Le français suit.")
    assert letter.text.index(first) < letter.text.index(RULE) < letter.text.index(second)
    english, french = TITLES[kind]
    titles = (french, english) if language is Language.FRENCH else (english, french)
    assert letter.subject == f"[IMWU-UMIT {REFERENCE}] {titles[0]} / {titles[1]}"


TITLES = {
    LetterKind.ACKNOWLEDGEMENT: ("Request received", "Demande reçue"),
    LetterKind.LEFT_TO_OFFICER: ("Request received", "Demande reçue"),
    LetterKind.REJECTION: ("We could not process your request", "Nous n’avons pas pu traiter votre demande"),
}

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
        ("about 3.7 MB of files", "environ 3,7 Mo de fichiers"),
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


def html_text(letter: Letter) -> str:
    """The HTML body without its tags, on one line."""
    body = parsed(letter).get_body(("html",))
    assert isinstance(body, EmailMessage)
    shown = re.sub(r"<(?!<)[^<>]*>", " ", body.get_content().replace("&lt;", "‹"))
    return " ".join(shown.replace("‹", "<").replace("&#39;", "'").replace(NO_BREAK, " ").split())


def test_a_letter_is_plain_text_and_html_with_their_languages_marked(real: JinjaLetters) -> None:
    """A screen reader changes its voice where the language changes."""
    letter = written(real, plan_of(LetterKind.ACKNOWLEDGEMENT, language=Language.FRENCH))
    message = parsed(letter)
    assert message.get_content_type() == "multipart/alternative"
    assert [part.get_content_type() for part in message.iter_parts()] == ["text/plain", "text/html"]
    assert message["Content-Language"] == "fr, en"
    html = message.get_body(("html",))
    assert isinstance(html, EmailMessage)
    source = html.get_content()
    assert '<html lang="fr">' in source
    assert source.index('<section lang="fr">') < source.index('<section lang="en">')
    assert "<img" not in source
    assert "http" not in source


def test_the_outside_of_a_letter_stops_machines(real: JinjaLetters) -> None:
    """No receipts asked, no bulk mark, our own loop mark, one recipient."""
    message = parsed(written(real, plan_of(LetterKind.ACKNOWLEDGEMENT)))
    assert message["X-IMWU-Loop"] == "imwu-inbox"
    assert message["References"].split() == ["<6.abc@maple.example>", "<7.abc@maple.example>"]
    assert message["From"].addresses[0].addr_spec == "imwu-umit@unit.example"
    assert (
        message["From"].addresses[0].display_name
        == "International Mobility Workers Unit / Unité pour la mobilité internationale des travailleurs"
    )
    for name in ("Cc", "Bcc", "Precedence", "Disposition-Notification-To", "List-Unsubscribe", "Reply-To"):
        assert message[name] is None


@pytest.mark.parametrize(
    "identifier", ["no brackets", "<two words@maple.example>", "<a@b>\r\nBcc: x@y.example", "<é@maple.example>", "<>"]
)
def test_a_malformed_message_id_is_not_copied(real: JinjaLetters, identifier: str) -> None:
    """Nothing of a stranger's begins a header of ours."""
    plan = replace(plan_of(LetterKind.ACKNOWLEDGEMENT), in_reply_to=identifier, references=(identifier,))
    message = parsed(written(real, plan))
    assert message["In-Reply-To"] is None
    assert message["References"] is None
    assert message["Bcc"] is None


def test_a_long_thread_keeps_its_first_and_last_links(real: JinjaLetters) -> None:
    """And no line grows past what a relay takes."""
    chain = tuple(f"<{'x' * 60}.{number}@maple.example>" for number in range(100))
    letter = written(real, replace(plan_of(LetterKind.ACKNOWLEDGEMENT), in_reply_to=chain[-1], references=chain))
    kept = parsed(letter)["References"].split()
    assert (kept[0], kept[-1]) == (chain[0], chain[-1])
    assert len(kept) < 20
    assert max(len(line) for line in letter.content.split(b"\r\n")) <= 998


@pytest.mark.parametrize(("kind", "refusals"), KINDS)
def test_a_letter_is_seven_bit_with_proper_line_ends(
    real: JinjaLetters, kind: LetterKind, refusals: tuple[Refusal, ...]
) -> None:
    """Any relay takes it unchanged."""
    content = written(real, plan_of(kind, refusals, Language.FRENCH)).content
    assert content.isascii()
    assert b"\n" not in content.replace(b"\r\n", b"")
    assert all(len(line) <= 78 for line in content.split(b"\r\n"))


@pytest.mark.parametrize(("kind", "refusals"), KINDS)
def test_a_letter_names_nobody(real: JinjaLetters, kind: LetterKind, refusals: tuple[Refusal, ...]) -> None:
    """Not even the sender's own name: the subject of a request often holds the worker's."""
    letter = written(real, plan_of(kind, refusals))
    whole = letter.subject + letter.text + html_text(letter)
    for forbidden in ("Jane", "Roe", "maple", "UCI", "IUC", "nationalit", "birth", "naissance", "passport number"):
        assert forbidden not in whole


@pytest.mark.parametrize(("kind", "refusals"), KINDS)
def test_french_is_set_as_in_canada(real: JinjaLetters, kind: LetterKind, refusals: tuple[Refusal, ...]) -> None:
    """No-break spaces before colons and units and inside guillemets; none before ; ? and !; no straight quotes."""
    text = written(real, plan_of(kind, refusals, Language.FRENCH)).text.split(RULE)[0]
    assert not re.search(r"[^\S" + NO_BREAK + r"]:(?=\s)", text)
    assert not re.search(r"\s[;?!]", text)
    assert not re.search(r"«[^" + NO_BREAK + r"]|[^" + NO_BREAK + r"]»", text)
    assert not re.search(r"\d\s(?<!" + NO_BREAK + r")(?:Mo|Ko|ppp|h)\b", text)
    assert not re.search(r"\d\.\d", text)
    assert "'" not in text
    assert '"' not in text


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


def test_a_folder_without_letters_stops_the_start(tmp_path: Path) -> None:
    """Better at the start than at the first letter."""
    with pytest.raises(BadConfig, match=r"letter\.html\.j2"):
        JinjaLetters(
            folder=tmp_path,
            from_address="imwu-umit@unit.example",
            brand_en="Unit",
            brand_fr="Unité",
            limits=Limits(),
            zone=ZoneInfo("America/Toronto"),
        )
