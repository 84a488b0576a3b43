"""What our own mail server found of a sender, and what others only say."""

import pytest

from imwu_inbox.domain.authentication import Authentication, OwnServer, authentication_in, authentication_of
from imwu_inbox.domain.mail import ParsedMail

OURS = OwnServer(name="mx.unit.example")
UNNAMED = OwnServer(is_unnamed=True)


def found(*values: str, server: OwnServer = OURS) -> Authentication | None:
    """What is believed of these headers, the topmost first."""
    headers = [("Received", "by mx.unit.example"), *(("authentication-results", value) for value in values)]
    return authentication_of(ParsedMail(headers=tuple(headers)), server)


def test_all_three_checks_are_read() -> None:
    """In the words of the standard, with versions, comments and whatever else stands there."""
    said = (
        "MX.Unit.Example 1; dkim=pass (2048-bit key) header.d=maple.example header.i=@maple.example;\r\n"
        " SPF/1 = SoftFail (mx: domain of hr@maple.example) smtp.mailfrom=hr@maple.example; arc=none;"
        ' dmarc=fail reason="p=reject; dmarc=pass" policy.dmarc=none header.from=maple.example'
    )
    assert found(said) == Authentication(dkim="pass", spf="softfail", dmarc="fail")
    assert found(said) is not None
    assert found("mx.unit.example; none") == Authentication()


@pytest.mark.parametrize(("top", "lower"), [("pass", "fail"), ("fail", "pass")])
def test_a_lower_header_of_our_name_does_not_count(top: str, lower: str) -> None:
    """It came with the message: whoever sent it wrote what they liked."""
    verdict = found(f"mx.unit.example; dmarc={top}", f"mx.unit.example; dmarc={lower}; spf={lower}; dkim={lower}")
    assert verdict == Authentication(dmarc=top)


def test_headers_of_other_servers_do_not_count_wherever_they_stand() -> None:
    """Not above ours, not below, and not one whose name only holds ours."""
    others = ("mx.other.example; dmarc=fail", "mx.unit.example.evil.example; dmarc=fail", "dmarc=fail")
    assert found(*others) is None
    assert found(others[0], "mx.unit.example; dmarc=pass", others[1]) == Authentication(dmarc="pass")
    assert found("mx.unit.example; dmarc=pass", server=OwnServer()) is None


def test_a_server_that_writes_no_name_is_believed_in_the_topmost_header_only() -> None:
    """As Microsoft 365 does; a topmost header with a name is not that server's."""
    own = "spf=fail (sender IP is 192.0.2.1) smtp.mailfrom=a.example; dkim=pass (ok) header.d=x;dmarc=pass action=none"
    assert found(own, "dmarc=fail", server=UNNAMED) == Authentication(dkim="pass", spf="fail", dmarc="pass")
    assert found("mx.evil.example; dmarc=pass", own, server=UNNAMED) is None
    assert found("mx.evil.example 1; dmarc=pass", own, server=UNNAMED) is None
    assert found(server=UNNAMED) is None


@pytest.mark.parametrize(
    "hidden",
    ["(dmarc=fail)", "(a (nested; dmarc=fail) one)", '"; dmarc=fail"', 'reason="a \\"quoted; dmarc=fail"',
     "x-dmarc=fail", "; policy.dmarc=fail", "; dmarc-x=fail", "(open; "],
)  # fmt: skip
def test_words_in_comments_quotes_and_properties_are_no_finding(hidden: str) -> None:
    """They may quote the sender."""
    assert found(f"mx.unit.example; spf=pass {hidden}") == Authentication(spf="pass")


def test_one_good_signature_beside_a_broken_one_is_a_good_one() -> None:
    """A list or a gateway on the way broke the other."""
    for said in ("dkim=fail; dkim=pass", "dkim=pass; dkim=fail"):
        verdict = found(f"mx.unit.example; {said}")
        assert verdict is not None
        assert (verdict.dkim, verdict.failed) == ("pass", ())


def test_what_failed_is_named_and_a_weaker_word_is_no_failure() -> None:
    """A forwarded message often has softfail or none."""
    assert Authentication(dkim="fail", spf="softfail", dmarc="fail").failed == ("dkim", "dmarc")
    assert Authentication(dkim="temperror", spf="none").failed == ()


def test_what_was_kept_is_read_with_care() -> None:
    """An older record has none, and no word of a stranger reaches a page."""
    kept = {"authentication": {"dkim": "pass", "spf": "<b>", "dmarc": 7, "arc": "fail"}}
    assert authentication_in(kept) == Authentication(dkim="pass")
    assert authentication_in({}) is None
    assert authentication_in({"authentication": None}) is None
    assert found("mx.unit.example; dmarc=bestguesspass; spf=fail") == Authentication(spf="fail")
