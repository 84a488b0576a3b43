"""Messages saved by Outlook as .msg and attached as a file."""

from fixtures.makers.ole_files import Tree, ole_of
from imwu_inbox.adapters.outlook_msg import open_outlook_message
from imwu_inbox.domain.containers import Allowance, LeftInside, Unpacked
from tests.adapters.mail_bytes import PDF, TEXT, attached, mixed, read, zipped
from tests.adapters.outlook_bytes import embedded, file_of, message_of

LARGE = PDF * 20

ALL = Allowance()


def opened(message: Tree, most: Allowance = ALL) -> Unpacked:
    """What is taken out of this message."""
    unpacked = open_outlook_message(ole_of(message), most=most)
    assert unpacked is not None
    return unpacked


def test_its_files_are_listed_beside_it_large_and_small() -> None:
    """Small and large ones lie in different places of the file."""
    message = message_of(file_of("passport.pdf", PDF), file_of("scan.pdf", LARGE))
    mail = read(mixed(TEXT, attached("Request.msg", ole_of(message), "application/vnd.ms-outlook")))
    assert [(file.path, file.content) for file in mail.attachments[1:]] == [
        ("2!passport.pdf", PDF),
        ("2!scan.pdf", LARGE),
    ]
    assert mail.attachments[0].name == "Request.msg"
    assert mail.attachments[1].media_type == "application/pdf"
    assert mail.is_wholly_read


def test_french_letters_survive_in_any_codepage() -> None:
    """Old Outlook writes eight bits in the codepage that the message names."""
    for codepage in ("", "cp1252", "cp850"):
        message = message_of(file_of("Passeport Côté.pdf", PDF, codepage=codepage), codepage=int(codepage[2:] or 1252))
        assert [file.name for file in opened(message).files] == ["Passeport Côté.pdf"]


def test_a_message_in_the_message_gives_its_files_too() -> None:
    """The subject of the inner one is the step that leads to them."""
    inner = message_of(file_of("form.pdf", PDF), subject="Demande d'opinion")
    files = opened(message_of(file_of("passport.pdf", LARGE), embedded(inner))).files
    assert [(file.within, file.name) for file in files] == [("", "passport.pdf"), ("Demande d'opinion", "form.pdf")]
    mail = read(mixed(TEXT, attached("Request.msg", ole_of(message_of(embedded(inner))))))
    assert mail.attachments[1].path == "2!Demande d'opinion!form.pdf"


def test_a_picture_of_the_text_is_told_from_a_scan() -> None:
    """Only a picture with a place in the text is one."""
    logo = file_of("logo.png", PDF, media_type="image/png", content_id="logo@x")
    files = opened(message_of(logo, file_of("scan.png", PDF, media_type="image/png"))).files
    assert [file.is_shown for file in files] == [True, False]


def test_an_archive_in_it_is_opened() -> None:
    """One container within another is."""
    message = message_of(file_of("papers.zip", zipped({"passport.pdf": PDF})))
    mail = read(mixed(TEXT, attached("Request.msg", ole_of(message))))
    assert [file.path for file in mail.attachments] == ["2", "2!papers.zip", "2!papers.zip!passport.pdf"]


def test_what_stays_inside_is_said() -> None:
    """Too many, too large, or no file at all but a hint at one."""
    message = message_of(file_of("a.pdf", PDF), file_of("b.pdf", PDF))
    assert opened(message, Allowance(files=1)).left_inside == (LeftInside.TOO_MANY,)
    assert opened(message, Allowance(total_bytes=len(PDF))).left_inside == (LeftInside.TOO_LARGE,)
    linked: Tree = {"__properties_version1.0": bytes(8)}
    assert opened(message_of(linked)).left_inside == (LeftInside.NOT_READ,)


def test_other_ole_files_are_no_messages() -> None:
    """A word-processor file of the old kind is one paper."""
    assert open_outlook_message(ole_of({"WordDocument": PDF}), most=ALL) is None
    assert open_outlook_message(PDF, most=ALL) is None


def test_any_beginning_of_one_can_be_read() -> None:
    """A cut-off file stops nothing, and nothing is missed without being said."""
    whole = ole_of(message_of(file_of("passport.pdf", PDF), file_of("scan.pdf", LARGE)))
    for length in range(0, len(whole), 509):
        unpacked = open_outlook_message(whole[:length], most=ALL)
        assert unpacked is None or unpacked.left_inside or [file.content for file in unpacked.files] == [PDF, LARGE]
