"""What somebody typed in Slack, as the desk's words; mentions, channels and links become words on the way."""

import re
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from bot.desk.practice import Practice
from bot.desk.words import Span, Style, Words

Json = dict[str, Any]

_STYLES = {
    "bold": Style.BOLD,
    "italic": Style.ITALIC,
    "strike": Style.STRIKE,
    "underline": Style.UNDERLINE,
    "code": Style.CODE,
}
_ANGLE = re.compile(r"<([^<>\s][^<>]*)>")
_LABELLED = re.compile(r"<(?:@|#|!subteam\^)(\w+)\|([^<>]+)>")
_NO_SIGN = re.compile("[\0\ud800-\udfff]")
"""Code points that are no characters by themselves, and that no database takes."""
_BULLETS = ("•", "◦", "▪")
DEEPEST = 8
"""Levels of a list: more, Slack does not show."""


class Heard(NamedTuple):
    """`mentions` are the internal names among the words: of people, groups, channels, everybody here."""

    words: Words
    mentions: tuple[str, ...] = ()


class Pen:
    """Writes words from their beginning to their end."""

    def __init__(self, names: Mapping[str, str]) -> None:
        self.names = names
        self.text = ""
        self.spans: list[Span] = []
        self.mentions: list[str] = []

    def write(self, text: str, styles: list[Style], target: str = "") -> None:
        start = len(self.text)
        self.text += text
        looks = [(style, "") for style in styles] + ([(Style.LINK, target)] if target else [])
        self.spans += [Span(style, start, len(self.text), to) for style, to in looks if text]

    def mention(self, sign: str, name: str, styles: list[Style]) -> None:
        said = name if name.startswith(sign) else f"{sign}{name}"
        self.mentions.append(said)
        self.write(said, styles)

    def within(self, style: Style, start: int) -> None:
        """Everything since `start` looks like that."""
        if len(self.text) > start:
            self.spans.append(Span(style, start, len(self.text)))

    def fresh_line(self) -> None:
        if self.text and not self.text.endswith("\n"):
            self.text += "\n"

    @property
    def heard(self) -> Heard:
        words = Words(self.text, tuple(self.spans)).trimmed()
        return Heard(words, tuple(dict.fromkeys(self.mentions)))


def heard(blocks: list[Json], text: str, people: Mapping[str, str], practice: Practice) -> Heard:
    """From the rich text of a message, or from its mrkdwn where there is none. `people` are names by id."""
    pen = Pen(known_names(text, people, practice))
    rich = [element for block in blocks if block.get("type") == "rich_text" for element in block["elements"]]
    for element in rich:
        _part(pen, element)
    if not rich:
        _mrkdwn(pen, text)
    return pen.heard


def known_names(text: str, people: Mapping[str, str], practice: Practice) -> dict[str, str]:
    """Names by id: agents', the teams' channels and groups', and whatever the event itself says."""
    teams = {team.channel: team.name for team in practice.teams}
    groups = {group: team.name for team in practice.teams for group in team.agents if group.startswith("S")}
    return teams | groups | dict(_LABELLED.findall(text)) | dict(people)


def _part(pen: Pen, element: Json) -> None:
    start = len(pen.text)
    match element["type"]:
        case "rich_text_list":
            _list(pen, element)
        case "rich_text_quote":
            _alone(pen, element, Style.QUOTE)
        case "rich_text_preformatted":
            _alone(pen, element, Style.PRE)
        case _:
            if start and pen.spans and pen.spans[-1].end == start and pen.spans[-1].style in (Style.QUOTE, Style.PRE):
                pen.fresh_line()
            _inlines(pen, element)


def _alone(pen: Pen, element: Json, style: Style) -> None:
    pen.fresh_line()
    start = len(pen.text)
    _inlines(pen, element)
    pen.within(style, start)


def _list(pen: Pen, element: Json) -> None:
    indent, first = min(max(element.get("indent", 0), 0), DEEPEST), element.get("offset", 0) + 1
    for number, item in enumerate(element["elements"], first):
        pen.fresh_line()
        bullet = f"{number}." if element.get("style") == "ordered" else _BULLETS[min(indent, 2)]
        pen.write("   " * indent + f"{bullet} ", [])
        _inlines(pen, item)
    pen.fresh_line()


def _inlines(pen: Pen, element: Json) -> None:
    for inline in element.get("elements", []):
        _inline(pen, inline, _styles(inline))


def _styles(inline: Json) -> list[Style]:
    return [style for name, style in _STYLES.items() if inline.get("style", {}).get(name)]


def _inline(pen: Pen, inline: Json, styles: list[Style]) -> None:
    match inline:
        case {"type": "text", "text": str(text)}:
            pen.write(text, styles)
        case {"type": "link", "url": str(url)}:
            _link(pen, url, inline.get("text") or "", styles)
        case {"type": "user", "user_id": str(who)}:
            pen.mention("@", pen.names.get(who, "a colleague"), styles)
        case {"type": "usergroup", "usergroup_id": str(group)}:
            pen.mention("@", pen.names.get(group, "a team"), styles)
        case {"type": "channel", "channel_id": str(channel)}:
            pen.mention("#", pen.names.get(channel, "a channel"), styles)
        case {"type": "broadcast", "range": str(everyone)}:
            pen.mention("@", everyone, styles)
        case {"type": "emoji", "name": str(name)}:
            pen.write(_emoji(name, inline.get("unicode", "")), styles)
        case _:
            pen.write(str(inline.get("fallback") or inline.get("text") or inline.get("value") or ""), styles)


def _link(pen: Pen, url: str, label: str, styles: list[Style]) -> None:
    """An address that says itself needs no span: every platform finds it."""
    if not label or label == url:
        pen.write(url, styles)
    else:
        pen.write(label, styles, url)


def _emoji(name: str, code_points: str) -> str:
    """The character; a workspace's own emoji has none and keeps its name."""
    try:
        sign = "".join(chr(int(point, 16)) for point in code_points.split("-"))
    except (ValueError, OverflowError):
        return f":{name}:"
    return f":{name}:" if _NO_SIGN.search(sign) else sign


def _mrkdwn(pen: Pen, text: str) -> None:
    """Without rich text only what stands between angle brackets has a meaning; the rest is as it reads."""
    end = 0
    for match in _ANGLE.finditer(text):
        pen.write(_unescaped(text[end : match.start()]), [])
        for inline in _angle(match[1]):
            _inline(pen, inline, [])
        end = match.end()
    pen.write(_unescaped(text[end:]), [])


def _angle(inside: str) -> Iterator[Json]:
    target, _, label = inside.partition("|")
    if target.startswith("!date^"):
        yield {"type": "text", "text": _unescaped(label)}
    elif target.startswith("!subteam^"):
        yield {"type": "usergroup", "usergroup_id": target.removeprefix("!subteam^")}
    elif target.startswith("!"):
        yield {"type": "broadcast", "range": target[1:]}
    elif target.startswith("@"):
        yield {"type": "user", "user_id": target[1:]}
    elif target.startswith("#"):
        yield {"type": "channel", "channel_id": target[1:]}
    else:
        yield {"type": "link", "url": _unescaped(target), "text": _unescaped(label)}


def _unescaped(text: str) -> str:
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
