"""Signs that a model takes for one another are told by what stands around them."""

import pytest

from imwu_inbox.adapters.tesseract_ocr.typography import as_set
from imwu_inbox.domain.documents import Word


def printed(*lines: str) -> list[Word]:
    """Words of lines one under another."""
    return [
        Word(text=text, box=(0.1 + 0.05 * column, 0.1 * row, 0.14 + 0.05 * column, 0.1 * row + 0.02), confidence=0.9)
        for row, line in enumerate(lines)
        for column, text in enumerate(line.split())
    ]


def told(*lines: str) -> str:
    """What the words of these lines say once they are looked at together."""
    return " ".join(word.text for word in as_set(printed(*lines)))


def test_a_point_before_an_item_is_a_bullet_and_a_plus_in_a_sum_is_none() -> None:
    """The models know no bullet."""
    assert told("+ Passport", "two + two") == "• Passport two + two"


def test_the_number_of_an_item_bears_a_point_where_its_neighbour_counts_on() -> None:
    """The comma of a date stays, though it begins a line."""
    assert (
        told("3. Place of work", "work goes on", "4, Hours of work") == "3. Place of work work goes on 4. Hours of work"
    )
    assert told("1, Position", "2. Term") == "1. Position 2. Term"
    assert told("10. Rights", "on October", "17, 2026 in") == "10. Rights on October 17, 2026 in"
    assert told("12, Rue du Port", "Montréal") == "12, Rue du Port Montréal"


@pytest.mark.parametrize(
    ("read", "meant"),
    [
        ('(“the Artist")', "(“the Artist”)"),
        ("“Employer'), and", "“Employer”), and"),
        ("(‘the Contractor”).", "(“the Contractor”)."),
        ('‘the Company"', "“the Company”"),
        ("“the workers' camp”", "“the workers' camp”"),
        ("the employer's house and the workers' camp", "the employer's house and the workers' camp"),
        ('"typed" so', '"typed" so'),
        ("‘single’ and “double”", "‘single’ and “double”"),
        ("5' 11\" tall", "5' 11\" tall"),
        ("“one” and \"two'", "“one” and “two”"),
        ("‘The work goes on", "The work goes on"),
        ("in the ‘90s", "in the ‘90s"),
        ("‘typed’ so", "‘typed’ so"),
    ],
)
def test_quotation_marks_are_double_on_both_sides_or_on_none(read: str, meant: str) -> None:
    """An apostrophe is no quotation mark."""
    assert told(read) == meant


def test_a_tilde_that_stands_alone_is_a_dash() -> None:
    """About five stays."""
    assert told("Contract ~ 2", "~5 days") == "Contract – 2 ~5 days"


def test_boxes_and_confidence_stay_as_they_were() -> None:
    """Only the sign is another."""
    words = printed('“Artist"')
    (word,) = as_set(words)
    assert (word.box, word.confidence) == (words[0].box, words[0].confidence)
