"""The signs of who sent a message, and where its answer would go."""

from dataclasses import replace

import pytest

from imwu_inbox.domain.answer_address import reply_address
from imwu_inbox.domain.auto_reply import may_answer
from imwu_inbox.domain.mail import ParsedMail
from imwu_inbox.domain.reply import Withheld
from tests.domain.test_auto_reply import OWN, letter, person


@pytest.mark.parametrize(
    "local",
    ["MAILER-DAEMON", "postmaster", "listserv", "majordomo", "owner-news", "news-owner", "news-request",
     "x-bounces", "bounces+1234", "noreply", "no-reply", "No_Reply", "do-not-reply", "donotreply",
     "ne-pas-repondre", "nepasrepondre", "ne_pas_repondre", "no.reply", "noreply+77", "calendar-noreply",
     "noreponse", "no-reponse", "pas-de-reponse", "pasdereponse", "rh-sans-reponse", "sans_réponse", "aucune-reponse",
     "ne-pas-répondre", "nerepondezpas", "ne-repondez-pas", "noresponse", "do-not-response", "auto-reply",
     "autoresponder", "reponse-automatique", "réponse_auto", "bounce", "bounces"],
)  # fmt: skip
def test_a_role_address_is_never_answered(local: str) -> None:
    """Behind these names sits no person."""
    assert may_answer(letter(sender=f"{local}@maple.example"), OWN).reason is Withheld.ROLE_ADDRESS


@pytest.mark.parametrize(
    "address",
    ["daemon.smith@maple.example", "hr-requests@maple.example", "hr@noreply-networks.example",
     "owner.jones@maple.example", "norbert.reponse@maple.example", "reponse@maple.example", "auto@maple.example",
     "service.reponses@maple.example", "pascal.de-reponse@maple.example",
     "arno.replyk@maple.example", "requests@maple.example", "lu.read@maple.example"],
)  # fmt: skip
def test_a_person_whose_name_holds_such_a_word_is_answered(address: str) -> None:
    """Words match whole and at the right place only."""
    assert may_answer(letter(sender=address), OWN).allowed


@pytest.mark.parametrize("address", ["IMWU-UMIT@unit.example", "imwu-umit+case@unit.example"])
def test_we_never_answer_ourselves(address: str) -> None:
    """Case and plus-tags do not hide us."""
    assert may_answer(letter(sender=address), OWN).reason is Withheld.OWN_ADDRESS


def test_a_reply_to_ourselves_is_never_answered() -> None:
    """A Reply-To that points back at us would loop."""
    mail = letter(reply_to=(person("imwu-umit@unit.example"),))
    assert may_answer(mail, OWN).reason is Withheld.OWN_ADDRESS


@pytest.mark.parametrize("address", ["", "Jane", "@maple.example", "jane@", "ja ne@maple.example", "jane@a@b.example"])
def test_an_unusable_address_gets_no_answer(address: str) -> None:
    """There is nobody to write to."""
    assert may_answer(letter(sender=address), OWN).reason is Withheld.NO_ADDRESS


def test_two_senders_get_no_answer() -> None:
    """An automatic answer goes to one address, never to several."""
    mail = ParsedMail(from_=(person("a@maple.example"), person("b@maple.example")))
    assert may_answer(mail, OWN).reason is Withheld.NO_ADDRESS


@pytest.mark.parametrize("address", ["officer@cbsa.gc.ca", "someone@gc.ca"])
def test_government_mail_is_left_to_a_person(address: str) -> None:
    """It may be a border officer's question."""
    assert may_answer(letter(sender=address), OWN).reason is Withheld.INTERNAL_SENDER


def test_a_domain_that_only_ends_alike_is_not_internal() -> None:
    """`notgc.ca` is somebody else."""
    assert may_answer(letter(sender="jane@notgc.ca"), OWN).allowed


@pytest.mark.parametrize("others", [1, 4])
def test_several_addresses_to_answer_to_are_left_to_an_officer(others: int) -> None:
    """Which is meant is not ours to guess, and an answer never goes to more than one."""
    people = tuple(person(f"a{number}@maple.example") for number in range(others + 1))
    permission = may_answer(letter(reply_to=people), OWN)
    assert (permission.reason, permission.is_certain) == (Withheld.AUTOMATIC_DOUBT, False)


def test_a_message_id_of_our_own_domain_is_one_of_our_letters_come_back() -> None:
    """However its headers were changed on the way; a domain below ours or beside it is somebody else's."""
    for message_id, allowed in (
        ("<2026-000007.ab@unit.example>", False),
        ("<1@UNIT.example>", False),
        ("<1@mail.unit.example>", True),
        ("<1@notunit.example>", True),
        (None, True),
    ):
        permission = may_answer(replace(letter(), message_id=message_id), OWN)
        assert permission.allowed is allowed
        assert permission.reason is (None if allowed else Withheld.OWN_ADDRESS)
    assert may_answer(replace(letter(), message_id="<1@unit.example>"), replace(OWN, letter_domain="")).allowed


def test_a_colleague_whose_server_writes_our_domain_is_no_machine() -> None:
    """A question of the house goes to a person, as any of the government's."""
    mail = replace(letter(sender="officer@unit.gc.ca"), message_id="<1@unit.gc.ca>")
    assert may_answer(mail, replace(OWN, letter_domain="unit.gc.ca")).reason is Withheld.INTERNAL_SENDER


def test_a_person_behind_a_no_reply_address_is_answered_where_the_unit_wants_it() -> None:
    """One ordinary Reply-To; as delivered such mail is left alone, and a robot's own name always is."""
    trusting = replace(OWN, trusts_reply_to=True)
    jane, noreply = (person("jane@maple.example"),), "no-reply@maple.example"
    asked = letter(sender=noreply, reply_to=jane)
    assert may_answer(asked, OWN).reason is Withheld.ROLE_ADDRESS
    assert may_answer(asked, trusting).allowed
    assert reply_address(asked) == jane[0]
    for mail in (
        letter(sender=noreply),
        letter(sender=noreply, reply_to=(person("ne-pas-repondre@maple.example"),)),
        letter(sender=noreply, reply_to=(*jane, person("joe@maple.example"))),
        letter(sender=noreply, reply_to=(person("nobody"),)),
        letter(sender="mailer-daemon@maple.example", reply_to=jane),
    ):
        assert may_answer(mail, trusting).reason is Withheld.ROLE_ADDRESS


def test_the_answer_goes_to_a_single_reply_to_else_to_from() -> None:
    """Several or broken Reply-To addresses are not trusted."""
    assert reply_address(letter(reply_to=(person("a@maple.example"),))) == person("a@maple.example")
    assert reply_address(letter()) == person("hr@maple.example")
    assert reply_address(letter(reply_to=(person("a@x.example"), person("b@x.example")))) == person("hr@maple.example")
    assert reply_address(letter(reply_to=(person("nobody"),))) == person("hr@maple.example")
    assert reply_address(letter(sender="nobody")) is None
