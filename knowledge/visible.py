"""What a reader of a document sees: text that its author hid is no text of the document.

Hidden text is how a document speaks to a program behind people's backs; nobody who approved the file has read it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Any

from knowledge.text import letters

if TYPE_CHECKING:
    from bs4 import BeautifulSoup
    from bs4.element import Tag

LEAST_POINTS = 2.0
"""Letters up to this size, in points or pixels, are not read by anybody."""
NEVER_SHOWN = (
    "script", "style", "noscript", "template", "title", "desc", "metadata", "datalist", "iframe", "object", "audio",
    "video", "canvas",
)  # fmt: skip
"""Elements whose text a browser does not show, or only where something else fails."""
NO_TEXT = frozenset({"script", "style", "noscript", "title"})
"""Of these, those that every page has; nobody hid text there."""
_HIDING = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)|opacity\s*:\s*0*(?:\.0+)?(?![\d.])"
    r"|color\s*:\s*transparent|text-indent\s*:\s*-\d{3,}|(?:left|top|right)\s*:\s*-\d{3,}"
)
_SIZE = re.compile(r"font-size\s*:\s*(\d*\.?\d+)(px|pt|em|rem|%)?")
_POINTS = {"em": 16.0, "rem": 16.0, "%": 0.16}
"""Size of one unit; 1 for points and pixels."""
_WHITE = re.compile(r"(?<!-)\bcolor\s*:\s*(?:#fff(?:fff)?\b|white\b|rgba?\(\s*255\s*,\s*255\s*,\s*255\b)")
_GROUND = re.compile(r"background(?:-color|-image)?\s*:\s*(?!#fff(?:fff)?\b|white\b|none\b|transparent\b|inherit\b)")
_AT_RULE = re.compile(r"@[^{;]*(?:;|\{(?:[^{}]*\{[^{}]*\})*[^{}]*\})")
_RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
_COMMENT = re.compile(r"<!--(?P<said>.*?)(?:-->|\Z)", re.DOTALL)
_UNSHOWN = re.compile(
    rf"<(?P<tag>{'|'.join(NEVER_SHOWN)})\b[^>]*>(?P<said>.*?)</(?P=tag)\s*>", re.DOTALL | re.IGNORECASE
)
_REFERENCE = re.compile(
    r"^ {0,3}\[(?!\^)[^\]\n]+\]:[ \t]*\S+(?:[ \t]+(?P<said>\"[^\"\n]*\"|'[^'\n]*'|\([^)\n]*\)))?[ \t]*$\n?", re.M
)
_MARKUP = re.compile(r"</?[a-zA-Z][^>]*>")
_VOID = frozenset(
    {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
)


def hiding(style: str) -> bool:
    """Whether a CSS declaration block hides what it is for, whatever lies behind the letters."""
    style = style.lower()
    sizes = (float(number) * _POINTS.get(unit, 1.0) for number, unit in _SIZE.findall(style))
    return bool(_HIDING.search(style)) or any(size <= LEAST_POINTS for size in sizes)


def drop_hidden(soup: BeautifulSoup) -> int:
    """Take out of a page what its attributes, styles and style sheet hide; how many characters that were."""
    grounded: set[int] = set()
    hidden: list[Tag] = []
    for selector, body in _rules(soup):
        if hiding(body) or _GROUND.search(body.lower()):
            chosen = _selected(soup, selector)
            hidden += chosen if hiding(body) else []
            grounded |= {id(tag) for tag in chosen} if _GROUND.search(body.lower()) else set()
    hidden += soup(NEVER_SHOWN)
    hidden += [tag for tag in soup(True) if _hidden_by(dict(tag.attrs)) or _white(tag, grounded)]
    count = _commented(soup)
    for tag in soup(NO_TEXT):
        tag.decompose()
    for tag in hidden:
        if not tag.decomposed:
            count += letters(tag.get_text(" "))
            tag.decompose()
    return count


def _commented(soup: BeautifulSoup) -> int:
    """Characters of a page's comments; taken out, so that they count once."""
    from bs4.element import Comment

    comments = soup.find_all(string=lambda said: isinstance(said, Comment))
    for comment in comments:
        comment.extract()
    return sum(letters(str(comment)) for comment in comments)


def _rules(soup: BeautifulSoup) -> Iterator[tuple[str, str]]:
    """(selector, declarations); what holds for print or small screens alone is left out."""
    for sheet in soup("style"):
        text = re.sub(r"/\*.*?\*/", "", sheet.get_text(), flags=re.DOTALL)
        for selector, body in _RULE.findall(_AT_RULE.sub("", text)):
            yield selector.strip(), body


def _selected(soup: BeautifulSoup, selector: str) -> list[Tag]:
    from soupsieve import SelectorSyntaxError

    try:
        return list(soup.select(selector))
    except (SelectorSyntaxError, NotImplementedError):  # ::before, :hover: of no element as it stands
        return []


def _hidden_by(attributes: dict[str, Any]) -> bool:
    unheard = str(attributes.get("aria-hidden") or "").lower() == "true"  # decoration, by the standard's own word
    return "hidden" in attributes or unheard or hiding(str(attributes.get("style") or ""))


def _white(tag: Tag, grounded: set[int]) -> bool:
    """White letters where neither the element nor any around it has a ground of its own."""
    attributes = {name: str(value).lower() for name, value in tag.attrs.items()}
    font = attributes.get("color", "") in {"#fff", "#ffffff", "white"}
    if not (font or _WHITE.search(attributes.get("style", ""))):
        return False
    around = (tag, *tag.parents)
    return not any(
        id(one) in grounded or one.get("bgcolor") or _GROUND.search(str(one.get("style") or "").lower())
        for one in around
    )


def shown_markdown(text: str) -> tuple[str, int]:
    """A Markdown text without comments, link definitions and hidden elements; how many characters those hid."""
    found: list[str] = []

    def dropped(match: re.Match[str]) -> str:
        groups = match.groupdict()
        if (groups.get("tag") or "").lower() not in NO_TEXT:
            found.append(groups["said"] or "")
        return ""

    for pattern in (_COMMENT, _UNSHOWN, _REFERENCE):
        text = pattern.sub(dropped, text)
    if "<" in text:
        finder = _Hidden(text)
        finder.feed(text)
        finder.close()
        for start, end in reversed(finder.spans()):
            found.append(text[start:end])
            text = text[:start] + text[end:]
    return text, sum(letters(_MARKUP.sub(" ", said)) for said in found)


class _Hidden(HTMLParser):
    """Where the hidden elements of a text begin and end, by their places in it."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self._text = text
        self._starts = [0]
        for line in text.split("\n"):
            self._starts.append(self._starts[-1] + len(line) + 1)
        self._open: list[str] = []
        self._since = -1
        self._found: list[tuple[int, int]] = []

    def set_cdata_mode(self, elem: str, **_: object) -> None:
        """None here: a tag that is named and never closed ("the tag <script>") must not hide what comes after it."""

    def _at(self) -> int:
        line, column = self.getpos()
        return self._starts[line - 1] + column

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Notes where something hidden begins; inside of it, what must be closed before it ends."""
        if tag in _VOID:
            return
        if self._open:
            self._open.append(tag)
        elif _hidden_by(dict(attrs)):
            self._since, self._open = self._at(), [tag]

    def handle_endtag(self, tag: str) -> None:
        """Ends the hidden element when its own tag closes."""
        if tag not in self._open:
            return
        while self._open.pop() != tag:
            pass
        if not self._open:
            closing = self._text.find(">", self._at())
            self._found.append((self._since, closing + 1 if closing >= 0 else len(self._text)))

    def spans(self) -> list[tuple[int, int]]:
        """(first, behind the last) of each; what is hidden and never closed goes to the end, as a browser has it."""
        return [*self._found, (self._since, len(self._text))] if self._open else self._found
