"""Codes and language are looked for in what the sender wrote now, not in the older messages below it."""

from dataclasses import replace

from imwu_inbox.adapters.mailparser_mime import MailParserMime
from imwu_inbox.domain.mail import Language
from imwu_inbox.domain.plain_judgement import codes_elsewhere, language
from imwu_inbox.settings import Settings, registers_of
from imwu_inbox.wiring.judging import rule_book
from tests.domain.papers import a_request

OWN = "Dear officers, please find attached the passport you asked for. The LMIA exemption code is C10. Kind regards."
QUOTED = """Le 3 mars 2026 à 10 h 12, RH <rh@erabliere.example> a écrit :
> Bonjour, veuillez trouver ci-joint notre demande d’opinion pour ce travailleur étranger temporaire.
> Le code de dispense de l’étude d’impact sur le marché du travail est C23, et nous vous remercions de votre aide.
> Nous vous prions d’agréer nos salutations distinguées et restons à votre disposition pour toute question.
"""


def test_an_older_message_gives_neither_code_nor_language() -> None:
    """An English answer above a French request: the code of the answer counts, and the letter begins in English."""
    book = rule_book(Settings(), registers_of(Settings()))
    request = a_request()
    for words, codes, spoken in (
        (f"{OWN}\n\n{QUOTED}", {"C10"}, Language.ENGLISH),
        (OWN, {"C10"}, Language.ENGLISH),
        (QUOTED.replace("> ", "").partition("\n")[2], {"C23"}, Language.FRENCH),
    ):
        mail = MailParserMime().parse_mail(
            f"Subject: Re: 2026\nContent-Type: text/plain; charset=utf-8\n\n{words}".encode()
        )
        asked = replace(
            request, joined=replace(request.joined, gated=replace(request.joined.gated, mail=mail)), files=()
        )
        assert {mention.code for mention in codes_elsewhere(asked, book)} == codes
        assert language(asked, (), book) is spoken
