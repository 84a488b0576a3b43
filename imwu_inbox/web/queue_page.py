"""The officers' list: its views, filters, search, claims and saved views."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Annotated

from fastapi import APIRouter, Depends, Form, Query, Response
from fastapi.responses import JSONResponse, RedirectResponse

from imwu_inbox.domain.audit import Act, AuditEntry
from imwu_inbox.domain.claim import Claim, ClaimAnswer
from imwu_inbox.domain.deadline import local_date
from imwu_inbox.domain.officer import Right
from imwu_inbox.domain.queue import MOST_COUNTED, Asked, Question, QueueLine, Stage, View
from imwu_inbox.domain.queue_counts import Counts
from imwu_inbox.domain.saved_view import SavedView
from imwu_inbox.domain.search import may_be_number
from imwu_inbox.web import queue_view, told
from imwu_inbox.web.amounts import count
from imwu_inbox.web.catalogue import Words
from imwu_inbox.web.queue_forms import Asking, Chosen, Kept, Sought
from imwu_inbox.web.showing import ThePages
from imwu_inbox.web.told import Told
from imwu_inbox.web.visit import TheDesk, Visit, allowed, local
from imwu_inbox.wiring import Desk

SEE_OTHER = 303

router = APIRouter()
Reader = Annotated[Visit, Depends(allowed(Right.SEE_CASES))]
Worker = Annotated[Visit, Depends(allowed(Right.WORK_CASES))]


@router.get(queue_view.PATH)
def queue_page(visit: Reader, desk: TheDesk, pages: ThePages, asking: Annotated[Asking, Query()]) -> Response:
    """One page of the list."""
    question, asked = asking.question(), _asked(visit, desk)
    held = question.view is View.HELD and not question.words
    page, counts = desk.queue.page(question, asked), desk.queue.counts(asked)
    names = {account.name: account.display_name for account in desk.accounts.everyone()}
    return pages.show(
        visit,
        "queue.html.j2",
        question=question,
        page=page,
        rows=[] if held else _rows(page.lines, desk, visit, names, asked.today),
        held=desk.queue.held() if held else (),
        is_held=held,
        counts=counts,
        narrowed=queue_view.narrowed(question, pages.words.words(visit.language), visit.language, asked.today),
        urgent=_urgent(counts, pages.words.words(visit.language)),
        choices=desk.queue.choices(),
        names=names,
        saved=desk.saved_views.of(visit.officer.name),
        said=told.take(visit, desk),
        stages=(Stage.NEW, Stage.IN_REVIEW),
        due_days=desk.settings.limits.due_days,
        may_work=visit.officer.may(Right.WORK_CASES),
        here=queue_view.address(question),
    )


@router.get(queue_view.PATH + "/pulse")
def pulse(visit: Reader, desk: TheDesk, pages: ThePages, asking: Annotated[Asking, Query()], newest: int) -> Response:
    """The counts, and how many records came into this list since it was shown; for the script of the page."""
    question, asked = asking.question(), _asked(visit, desk)
    fresh = desk.queue.newer(question, asked, newest)
    words = pages.words.words(visit.language)
    counts = desk.queue.counts(asked)
    return JSONResponse(
        {
            "counts": {view.value: count(found, MOST_COUNTED) for view, found in counts.items()},
            "urgent": _urgent(counts, words),
            "none": [view.value for view, found in counts.items() if not found],
            "fresh": words("queue.fresh", n=fresh) if fresh else "",
        }
    )


@router.post("/search")
def search(visit: Reader, desk: TheDesk, sought: Annotated[Sought, Form()]) -> Response:
    """Look for words. A passport number is looked for as a whole and stands in no address: its records are kept."""
    words = sought.q.strip()
    if not may_be_number(words):
        return RedirectResponse(queue_view.address(Question(words=words)), SEE_OTHER)
    found = desk.queue.by_number(words)
    if visit.session:
        desk.sessions.keep_found(visit.session.key, found)
    desk.audit.write(AuditEntry(act=Act.SOUGHT, officer=visit.officer.name, at=visit.now, detail=f"found {len(found)}"))
    return RedirectResponse(queue_view.view_address(View.FOUND), SEE_OTHER)


@router.post(queue_view.PATH + "/claim")
def claim(visit: Worker, desk: TheDesk, chosen: Annotated[Chosen, Form()]) -> Response:
    """Take what is chosen, as far as nobody holds it."""
    me = visit.officer.name
    answers = {name: desk.claims.claim(name, me, visit.now) for name in chosen.references}
    told.leave(visit, desk, _sentences("queue.claimed", answers, desk))
    return _back(chosen)


@router.post(queue_view.PATH + "/release")
def release(visit: Worker, desk: TheDesk, chosen: Annotated[Chosen, Form()]) -> Response:
    """Give back what is chosen, as far as one holds it."""
    me = visit.officer.name
    answers = {name: desk.claims.release(name, me, visit.now) for name in chosen.references}
    told.leave(visit, desk, _sentences("queue.released", answers, desk))
    return _back(chosen)


@router.post(queue_view.PATH + "/views")
def save_view(visit: Reader, desk: TheDesk, kept: Annotated[Kept, Form()]) -> Response:
    """Keep the question of the page under a name."""
    back = local(kept.back, queue_view.PATH)
    view = SavedView(name=kept.name.strip(), question=back.partition("?")[2])
    if view.name and not desk.saved_views.save(visit.officer.name, view):
        told.leave(visit, desk, [Told(key="queue.too-many-views")])
    return RedirectResponse(back, SEE_OTHER)


@router.post(queue_view.PATH + "/views/remove")
def remove_view(visit: Reader, desk: TheDesk, kept: Annotated[Kept, Form()]) -> Response:
    """Keep it no longer."""
    desk.saved_views.remove(visit.officer.name, kept.name)
    return RedirectResponse(local(kept.back, queue_view.PATH), SEE_OTHER)


def _asked(visit: Visit, desk: Desk) -> Asked:
    found = visit.session.found if visit.session else ()
    zone = desk.settings.clock.zone
    return Asked(officer=visit.officer.name, today=local_date(visit.now, zone), found=found, zone=zone)


def _urgent(counts: Counts, words: Words) -> dict[View, str]:
    """What the heading says of the three views an officer looks at first."""
    said = {View.OVERDUE: "queue.overdue", View.TODAY: "queue.due-today", View.UNASSIGNED: "queue.unassigned"}
    return {view: words(key, n=counts[view]) for view, key in said.items()}


def _rows(
    lines: Sequence[QueueLine], desk: Desk, visit: Visit, names: Mapping[str, str], today: date
) -> list[queue_view.Row]:
    due_days = desk.settings.limits.due_days
    return [queue_view.row(line, today=today, due_days=due_days, names=names, me=visit.officer) for line in lines]


def _sentences(done_key: str, answers: Mapping[str, Claim], desk: Desk) -> list[Told]:
    """What came of an act on several records: how many it was done to, and why not to each of the others."""
    if not answers:
        return [Told(key="queue.none-selected")]
    done = sum(answer.answer is ClaimAnswer.DONE for answer in answers.values())
    sentences = [Told(key=done_key, values={"n": done})]
    for reference, answer in answers.items():
        match answer.answer:
            case ClaimAnswer.HELD:
                holder = desk.accounts.by_name(answer.holder)
                name = holder.display_name if holder else answer.holder
                sentences.append(Told(key="queue.held-by", values={"reference": reference, "name": name}))
            case ClaimAnswer.NOT_OPEN:
                sentences.append(Told(key="queue.not-open", values={"reference": reference}))
            case ClaimAnswer.ALREADY if done_key == "queue.released":
                sentences.append(Told(key="queue.not-held", values={"reference": reference}))
            case ClaimAnswer.DONE | ClaimAnswer.ALREADY:
                pass
    return sentences


def _back(chosen: Chosen) -> Response:
    place = local(chosen.back, queue_view.PATH)
    return RedirectResponse(f"{place}#r-{chosen.only}" if chosen.only.replace("-", "").isdigit() else place, SEE_OTHER)
