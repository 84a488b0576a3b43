"""The button by which an officer takes up a request that was rejected for its size."""

from dataclasses import replace

from imwu_inbox.domain.case import CaseStatus
from imwu_inbox.domain.verdict import Refusal
from imwu_inbox.wiring import Desk
from tests.domain.papers import a_request
from tests.domain.seen_cases import case_file
from tests.web.browser import Browser
from tests.web.cases import put


def test_an_officer_asks_for_the_whole_of_what_was_too_large(officer: Browser, desk: Desk) -> None:
    """The button, that it was asked for, and that it failed; on no other record."""
    case = case_file(a_request())
    record = replace(case.record, status=CaseStatus.REJECTED, refusals=(Refusal.OVER_SIZE,))
    reference, other = put(desk, replace(case, record=record)), put(desk, case_file(a_request()))
    act = f"/case/{reference}/whole"
    data = officer.open(f"/case/{reference}").fields(act)
    for _ in range(2):
        answer = officer.client.post(act, data=data, headers={"origin": officer.site.url}, follow_redirects=False)
        assert answer.status_code == 303
    (errand,) = desk.errands.waiting()
    assert (errand.reference, errand.officer) == (reference, "officer")
    waiting = officer.open(f"/case/{reference}")
    assert (
        len(waiting.all("//div[@class='case-banners']//p[@role='status']")),
        waiting.all(f"//form[@action='{act}']"),
    ) == (1, [])
    desk.errands.fail(reference)
    failed = officer.open(f"/case/{reference}")
    assert (
        len(failed.all("//div[@class='case-banners']//p[@role='status']")),
        len(failed.all(f"//form[@action='{act}']")),
    ) == (1, 1)
    assert not officer.open(f"/case/{other}").all("//form[contains(@action, '/whole')]")
    refused = officer.client.post(f"/case/{other}/whole", data=data, headers={"origin": officer.site.url})
    assert refused.status_code == 404
