"""Looks at a reply as a strict reader of the design: whatever it finds is a fault of the page."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from itertools import pairwise

from lxml import html

from imwu_inbox.web.headers import ALWAYS

_LOCAL = re.compile(r"(/(?!/)|#|\?|mailto:)")
_LABELLED = ["input", "select", "textarea"]
_UNLABELLED_KINDS = {"hidden", "submit", "button"}
_POINTERS = ("aria-labelledby", "aria-describedby", "aria-controls", "for")


def faults(status: int, headers: Mapping[str, str], text: str) -> list[str]:
    """Everything that is wrong with a page, one sentence each."""
    page = html.document_fromstring(text)
    return [
        *_of_headers(headers),
        *_of_language(headers, page),
        *_of_what_runs(page),
        *_of_structure(page),
        *_of_names(page),
        *_of_forms(page),
    ] + ([f"an error page of status {status} without a way back"] if status >= 400 and not page.xpath("//a") else [])


def _of_headers(headers: Mapping[str, str]) -> Iterator[str]:
    for name, value in ALWAYS.items():
        if headers.get(name) != value:
            yield f"header {name} is {headers.get(name)!r}"
    if "no-store" not in headers.get("cache-control", ""):
        yield "the page may be kept by a cache"


def _of_language(headers: Mapping[str, str], page: html.HtmlElement) -> Iterator[str]:
    if page.get("lang") not in ("en", "fr") or page.get("lang") != headers.get("content-language"):
        yield f"the page says it is in {page.get('lang')}, its header {headers.get('content-language')}"
    if not page.xpath("//a[@hreflang and @lang]"):
        yield "there is no way to the other language"


def _of_what_runs(page: html.HtmlElement) -> Iterator[str]:
    yield from (f"a style stands in <{element.tag}>" for element in page.xpath("//*[@style]"))
    yield from ("a <style> stands in the page" for _ in page.xpath("//style"))
    for script in page.xpath("//script"):
        if not script.get("src") or (script.text or "").strip():
            yield "a script stands in the page"
    for element in page.iter():
        for name, value in element.attrib.items():
            if name.startswith(("on", "hx-on")):
                yield f"<{element.tag}> runs {name}"
            if name in ("href", "src", "action", "formaction", "hx-get", "hx-post") and not _LOCAL.match(value):
                yield f"<{element.tag}> leads to {value[:60]}"


def _of_structure(page: html.HtmlElement) -> Iterator[str]:
    for what, count in (("//h1", 1), ("//main[@id='main']", 1), ("//head/title", 1), ("//main", 1)):
        if len(page.xpath(what)) != count:
            yield f"{len(page.xpath(what))} of {what}"
    if not "".join(page.xpath("//head/title//text()")).strip():
        yield "the title is empty"
    first = page.xpath("//body//a[@href]")
    if not first or first[0].get("href") != "#main":
        yield "the first link does not skip to the content"
    twice = [name for name, count in Counter(page.xpath("//@id")).items() if count > 1]
    yield from (f"the id {name} is given twice" for name in twice)
    levels = [int(heading.tag[1]) for heading in page.xpath("//main//*[self::h1 or self::h2 or self::h3 or self::h4]")]
    if any(after > before + 1 for before, after in pairwise(levels)):
        yield f"headings skip a level: {levels}"
    for table in page.xpath("//table"):
        if not table.xpath("caption") or not table.xpath(".//th[@scope]"):
            yield "a table without caption or without headers"


def _of_names(page: html.HtmlElement) -> Iterator[str]:
    ids = set(page.xpath("//@id"))
    for element in page.iter():
        for pointer in _POINTERS:
            yield from (
                f"{pointer} of <{element.tag}> names {name}, which is not there"
                for name in element.get(pointer, "").split()
                if name not in ids
            )
    navigations = page.xpath("//nav")
    if len(navigations) > 1 or any(not (nav.get("aria-label") or nav.get("aria-labelledby")) for nav in navigations):
        names = [nav.get("aria-label") or nav.get("aria-labelledby") for nav in navigations]
        if None in names or len(set(names)) != len(names):
            yield f"navigations are named {names}"
    for element in page.xpath("//a[@href] | //button"):
        said = "".join(element.itertext()).strip() or element.get("aria-label") or element.get("title")
        if not said:
            yield f"a <{element.tag}> that says nothing"
    yield from ("a picture without alt" for _ in page.xpath("//img[not(@alt)]"))
    yield from (
        "a drawing is neither named nor hidden"
        for _ in page.xpath(
            "//svg[not(ancestor-or-self::*[@aria-hidden='true'])"
            " and not((@role='img' or @role='group') and @aria-label)]"
        )
    )


def _of_forms(page: html.HtmlElement) -> Iterator[str]:
    labelled = set(page.xpath("//label/@for"))
    for field in page.xpath("|".join(f"//{tag}" for tag in _LABELLED)):
        if field.get("type") in _UNLABELLED_KINDS:
            continue
        named = field.get("aria-label") or field.get("aria-labelledby") or field.get("id") in labelled
        if not named and not field.xpath("ancestor::label"):
            yield f"a field {field.get('name')} without a label"
    for form in page.xpath("//form"):
        method = form.get("method", "get").lower()
        if method == "post" and not form.xpath(".//input[@name='csrf' and string-length(@value) > 40]"):
            yield f"the form {form.get('action')} has no token"
        if method not in ("get", "post") or not form.get("action"):
            yield "a form without action or with a strange method"
