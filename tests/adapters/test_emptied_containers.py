"""What the reader of papers says of a container: nothing is hidden in one whose files were all taken out."""

import pytest

from fixtures.makers.ole_files import ole_of
from imwu_inbox.domain.documents import Opened
from tests.adapters.mail_bytes import PDF, tnef_of, zipped
from tests.adapters.outlook_bytes import file_of, message_of
from tests.readings import TODAY, reader


@pytest.mark.parametrize(
    "content",
    [
        zipped({"passport.pdf": PDF}),
        tnef_of(b"passport.pdf", "passport.pdf", PDF),
        ole_of(message_of(file_of("passport.pdf", PDF))),
    ],
    ids=["zip", "winmail.dat", "msg"],
)
def test_an_emptied_container_hides_nothing(content: bytes) -> None:
    """Its files are papers of their own; the type that raises a flag stays told."""
    reading = reader().read_file(content, name="x", today=TODAY)
    assert (reading.opened, reading.documents) == (Opened.OK, ())
    assert reading.why is None
    assert reading.media_type != "application/octet-stream"


@pytest.mark.parametrize(
    "content", [zipped({"passport.pdf": PDF})[:-30], tnef_of(b"a.pdf", "a.pdf", PDF)[:-300]], ids=["zip", "winmail.dat"]
)
def test_a_container_that_was_not_emptied_may_hide_a_paper(content: bytes) -> None:
    """It counts as unopened, so nothing is turned away for what it may hold."""
    assert reader().read_file(content, name="x", today=TODAY).opened is not Opened.OK


def test_a_message_attached_as_a_file_says_what_its_writer_said() -> None:
    """Its coded parts are papers of their own, and no text."""
    coded = b"JVBERi0x" * 4000
    content = (
        b"From: a@example.org\r\nSubject: Our request\r\nMIME-Version: 1.0\r\n"
        b"Content-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\nContent-Type: text/plain\r\n\r\nDear Officer\r\n"
        b"--x\r\nContent-Type: application/pdf\r\nContent-Transfer-Encoding: base64\r\n\r\n" + coded + b"\r\n--x--\r\n"
    )
    reading = reader().read_file(content, name="x", today=TODAY)
    assert (reading.media_type, reading.page_count, reading.is_whole) == ("message/rfc822", 1, True)
    assert "Dear Officer" in reading.documents[0].text


def test_a_message_without_a_word_hides_nothing() -> None:
    """Its files were taken out."""
    content = b"From: a@example.org\r\nMIME-Version: 1.0\r\nContent-Type: text/plain\r\n\r\n"
    reading = reader().read_file(content, name="x", today=TODAY)
    assert (reading.opened, reading.is_whole, reading.documents) == (Opened.OK, True, ())
