"""What the console lets through to a person's terminal."""

import pytest

from imwu_inbox.cli.console import complain, say, say_table, tame

NAME = "\x1b[2Jpass\u202efdp.exe\r\x07"


def test_a_senders_words_command_no_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    """File names and subjects are shown to officers; an escape in one could clear or forge the screen."""
    say(NAME)
    complain(NAME)
    say_table(("file",), [(NAME,)])
    shown = capsys.readouterr()
    for letter in "\x1b\u202e\r\x07":
        assert letter not in shown.out + shown.err
    assert "pass" in shown.out


def test_letters_of_every_language_and_their_spaces_stay() -> None:
    """French keeps its no-break spaces, a letter its lines."""
    text = "Réponse\u00a0: « d’Été »\n\tŁódź 東京"
    assert tame(text) == text
