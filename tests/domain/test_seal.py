"""The seal: our letters prove themselves, and nothing else does."""

import pytest

from imwu_inbox.domain.seal import Seal, references_in

SEAL = Seal.under(b"a secret of 32 octets, invented..")
REFERENCE, DIGEST = "2026-000123", "0123456789abcdef"
OURS = SEAL.message_id(REFERENCE, DIGEST, "unit.example")


def test_a_message_id_of_ours_names_its_reference() -> None:
    """With and without its angles, within any text, as a report quotes it."""
    for text in (OURS, OURS.strip("<>"), f"Original-Envelope-Id: {OURS.strip('<>')}\r\n", f"References: <a@b> {OURS}"):
        assert list(SEAL.letters_named_in(text)) == [(REFERENCE, OURS)]
    assert SEAL.reference_shown(["<a@b.example>", OURS], "") == REFERENCE


@pytest.mark.parametrize(
    "message_id",
    [
        OURS.replace(REFERENCE, "2026-000124"), OURS.replace(DIGEST, DIGEST[::-1]), f"<{REFERENCE}@unit.example>",
        f"<{REFERENCE}.{DIGEST}.{'0' * 16}@unit.example>", "<>", "",
    ],
)  # fmt: skip
def test_what_was_changed_or_guessed_proves_nothing(message_id: str) -> None:
    """Another reference under our seal is a forgery."""
    assert SEAL.reference_shown([message_id], "") is None
    assert list(SEAL.letters_named_in(message_id)) == []


def test_another_installation_has_another_seal() -> None:
    """A secret that leaked there opens nothing here."""
    other = Seal.under(b"another secret of 32 octets......")
    assert other.reference_shown([OURS], f"[{REFERENCE} {SEAL.tag(REFERENCE)}]") is None
    assert repr(SEAL) == "Seal()"


def test_the_tag_in_a_subject_proves_a_reference_whatever_stands_around_it() -> None:
    """Answer marks, translations, lower case; a reference alone or with a wrong tag proves nothing."""
    tag = SEAL.tag(REFERENCE)
    for subject in (f"RE: [IMWU-UMIT {REFERENCE} {tag}] Demande reçue", f"tr : {REFERENCE} {tag.lower()}"):
        assert SEAL.reference_shown([], subject) == REFERENCE
    for subject in (REFERENCE, f"{REFERENCE} AAAAAAAA", f"2026-000124 {tag}", f"{REFERENCE} {tag}X"):
        assert SEAL.reference_shown([], subject) is None


def test_the_newest_letter_of_a_thread_counts() -> None:
    """Somebody answers a later letter in an older thread."""
    later = SEAL.message_id("2026-000200", DIGEST, "unit.example")
    assert SEAL.reference_shown([OURS, later], "") == "2026-000200"


def test_references_are_found_in_subjects() -> None:
    """Not in longer numbers."""
    assert references_in("About 2026-000123 and 2026-000124") == ("2026-000123", "2026-000124")
    assert references_in("Call 514-2026-0001234 or 12026-000123") == ()
