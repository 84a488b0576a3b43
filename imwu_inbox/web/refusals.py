"""Why a page is not shown. Each becomes a page of its own in `errors_page`."""


class Refusal(Exception):
    """A request that is not answered with what it asked for."""


class NotSignedIn(Refusal):
    """Nobody is signed in, or the session is over."""


class Forbidden(Refusal):
    """The person's role does not have the right."""


class Forged(Refusal):
    """A form that came from elsewhere, or from a page of an earlier session."""


class NotThere(Refusal):
    """There is no such page or record."""
