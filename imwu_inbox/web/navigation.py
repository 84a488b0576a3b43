"""The pages named in the bar at the top, as far as the visitor may open them."""

from dataclasses import dataclass, replace

from imwu_inbox.domain.officer import Right
from imwu_inbox.web.visit import Visit


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One page. `key` is its name in the catalogue; `others` are pages reached through it."""

    path: str
    key: str
    right: Right
    others: tuple[str, ...] = ()
    is_here: bool = False


PAGES: tuple[Entry, ...] = (
    Entry(path="/queue", key="queue.nav", right=Right.SEE_CASES),
    Entry(path="/dashboard", key="dashboard.nav", right=Right.SEE_CASES),
    Entry(path="/ledger", key="ledger.nav", right=Right.SEE_LEDGER, others=("/shelf",)),
    Entry(path="/audit", key="audit.nav", right=Right.SEE_AUDIT),
    Entry(path="/accounts", key="site.accounts", right=Right.MANAGE_USERS),
)
"""In their order on the bar."""


def entries(visit: Visit) -> tuple[Entry, ...]:
    """What this visitor sees on the bar; nothing before signing in."""
    account, path = visit.account, visit.request.url.path
    return tuple(
        replace(entry, is_here=path.startswith((entry.path, *entry.others)))
        for entry in PAGES
        if account is not None and account.may(entry.right)
    )
