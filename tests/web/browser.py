"""A browser without JavaScript: it follows links, fills in forms that are there, and judges each page."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from lxml import html
from starlette.testclient import TestClient

from imwu_inbox.domain.mail import Language
from imwu_inbox.domain.officer import Account, Role
from imwu_inbox.web import Site, make_app
from imwu_inbox.wiring import Desk
from tests.web.judge import faults

PASSWORD = "correct horse battery"


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A reply that was shown."""

    status: int
    path: str
    text: str
    headers: Mapping[str, str]
    tree: html.HtmlElement

    @property
    def words(self) -> str:
        """What is read on the page, with single spaces."""
        return " ".join("".join(self.tree.xpath("//body")[0].itertext()).split())

    @property
    def heading(self) -> str:
        """Its one heading."""
        return " ".join("".join(self.tree.xpath("//h1")[0].itertext()).split())

    def all(self, xpath: str) -> list[html.HtmlElement]:
        """What is found on the page."""
        return list(self.tree.xpath(xpath))

    def fields(self, action: str) -> dict[str, str]:
        """The form of this action with what stands in it. Raises: AssertionError when the page has none."""
        forms = [form for form in self.all("//form") if form.get("action") == action]
        assert forms, f"no form leads to {action}: {[form.get('action') for form in self.all('//form')]}"
        return {name: value or "" for name, value in forms[0].form_values()}


@dataclass(kw_only=True)
class Browser:
    """One browser on these pages."""

    desk: Desk
    site: Site
    language: Language = Language.ENGLISH
    client: TestClient = field(init=False)

    def __post_init__(self) -> None:
        """Open it on the site's address, without following anything by itself."""
        app = make_app(self.desk, self.site)
        self.client = TestClient(app, base_url=self.site.url, follow_redirects=False, raise_server_exceptions=False)
        self.speak(self.language)

    def speak(self, language: Language) -> None:
        """Choose the language, as the link on each page does."""
        self.language = language
        assert self.client.get(f"/language/{language.value}").status_code == 303

    def open(self, path: str, *, status: int = 200) -> Page:
        """Go to a page, wherever it leads, and judge it."""
        reply = self.client.get(path, headers={"sec-fetch-mode": "navigate"})
        for _ in range(5):
            if reply.status_code not in (302, 303):
                break
            path = reply.headers["location"]
            reply = self.client.get(path)
        return self._judged(reply, path, status)

    def submit(self, page: Page, action: str, *, status: int = 200, **filled: str) -> Page:
        """Fill in a form that the page has and send it, as a person does."""
        data = {**page.fields(action), **filled}
        reply = self.client.post(action, data=data, headers={"origin": self.site.url})
        if reply.status_code == 303:
            return self.open(reply.headers["location"], status=status)
        return self._judged(reply, action, status)

    def sign_in(self, name: str, *, password: str = PASSWORD, status: int = 200) -> Page:
        """Sign in through the form."""
        return self.submit(self.open("/signin"), "/signin", user=name, password=password, status=status)

    def _judged(self, reply: object, path: str, status: int) -> Page:
        text, headers, found = reply.text, reply.headers, reply.status_code  # type: ignore[attr-defined]
        assert found == status, f"{path} answered {found}: {text[:2000]}"
        wrong = faults(found, headers, text)
        assert not wrong, f"{path} in {self.language}: " + "; ".join(wrong)
        assert headers["content-language"] == self.language.value
        return Page(status=found, path=path, text=text, headers=headers, tree=html.document_fromstring(text))


def enter(desk: Desk, role: Role, *, name: str = "", display_name: str = "") -> Account:
    """An account of this role with the password of the tests."""
    account = Account(
        name=name or role.value,
        display_name=display_name or f"Maya {role.value.title()}",
        role=role,
        secret=desk.passwords.hashed(PASSWORD),
    )
    desk.accounts.add(account)
    return account
