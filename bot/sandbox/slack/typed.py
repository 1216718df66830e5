"""What a member types becomes mrkdwn text and a rich_text block, as Slack's own composer makes them.

Understood: *bold*, _italic_, ~strike~, `code`, ``` fences, > quotes, @names, #channels, links, :emoji: and the
characters themselves. Lists are not.
"""

import re
from collections.abc import Iterator
from typing import Any

from bot.sandbox.slack.emoji import CHARACTERS, NAMES, code_points, known
from bot.sandbox.slack.words import escaped, unescaped
from bot.sandbox.slack.workspace import Workspace

Json = dict[str, Any]

_CODE = r"```(?s:.+?)```|`[^`\n]+`"
_RAW = r"<(?:@[UW]\w+|#C\w+(?:\|[^>]*)?|!(?:here|channel|everyone|subteam\^\w+)(?:\|[^>]*)?)>"
_URL = r"https?://[^\s<>|*~]*[^\s<>|*~.,;:!?)\]'\"]"
_NAME = r"(?<!\w)(?P<sign>[@#])(?P<name>\w(?:[\w.-]*\w)?)"
_TYPED = re.compile(rf"(?P<code>{_CODE})|(?P<raw>{_RAW})|(?P<url>{_URL})|{_NAME}")
_SIGNS = re.compile("|".join(re.escape(sign) + "\ufe0f?" for sign in sorted(NAMES, key=len, reverse=True)))

_PIECES = re.compile(r"```(?P<pre>(?s:.+?))```\n?|(?P<quote>(?:^&gt; ?[^\n]*(?:\n|$))+)", re.MULTILINE)
_INLINE = re.compile(
    r"<(?P<angle>[^<>]+)>"
    r"|(?<!\w)(?P<mark>[*_~`])(?P<inside>(?=\S)(?:.+?)(?<=\S))(?P=mark)(?!\w)"
    r"|:(?P<emoji>[a-z0-9+_'-]+(?:::skin-tone-[2-6])?):"
)
_STYLES = {"*": "bold", "_": "italic", "~": "strike", "`": "code"}


def mrkdwn(typed: str, workspace: Workspace) -> str:
    """The message's `text`: names resolved, emoji as :names:, everything else escaped."""
    parts: list[str] = []
    end = 0
    for match in _TYPED.finditer(typed):
        parts.append(_plain(typed[end : match.start()]))
        parts.append(_token(match, workspace))
        end = match.end()
    return "".join([*parts, _plain(typed[end:])])


def _plain(text: str) -> str:
    return _SIGNS.sub(lambda match: f":{NAMES[match[0].removesuffix(chr(0xFE0F))]}:", escaped(text))


def _token(match: re.Match[str], workspace: Workspace) -> str:
    if match["code"]:
        return escaped(match["code"])
    if match["raw"]:
        return match["raw"]
    if match["url"]:
        return f"<{escaped(match['url'])}>"
    return _named(match["sign"], match["name"], workspace) or match[0]


def _named(sign: str, name: str, workspace: Workspace) -> str | None:
    if sign == "#":
        channel = workspace.channel_named(name)
        return f"<#{channel.id}|{name}>" if channel else None
    if name in ("here", "channel", "everyone"):
        return f"<!{name}>"
    wanted = name.casefold()
    user = next((u for u in workspace.users.values() if wanted in (u.name, u.real_name.casefold())), None)
    if user:
        return f"<@{user.id}>"
    group = next((g for g in workspace.groups.values() if g.handle == wanted), None)
    return f"<!subteam^{group.id}>" if group else None


def rich_text(text: str, block_id: str) -> Json:
    """The rich_text block of an mrkdwn text."""
    return {"type": "rich_text", "block_id": block_id, "elements": list(_pieces(text))}


def said(workspace: Workspace, typed: str) -> Json:
    """The text and the blocks of a message that a member typed."""
    text = mrkdwn(typed, workspace)
    return {"text": text, "blocks": [rich_text(text, workspace.new_id("k"))]}


def _pieces(text: str) -> Iterator[Json]:
    end = 0
    for match in _PIECES.finditer(text):
        yield from _section(text[end : match.start()])
        yield _preformatted(match["pre"]) if match["pre"] else _quote(match["quote"])
        end = match.end()
    yield from _section(text[end:])


def _section(text: str) -> Iterator[Json]:
    if text:
        yield {"type": "rich_text_section", "elements": list(_inline(text, {}))}


def _preformatted(text: str) -> Json:
    elements = [{"type": "text", "text": unescaped(text.strip("\n"))}]
    return {"type": "rich_text_preformatted", "elements": elements, "border": 0}


def _quote(text: str) -> Json:
    bare = re.sub(r"^&gt; ?", "", text.rstrip("\n"), flags=re.MULTILINE)
    return {"type": "rich_text_quote", "elements": list(_inline(bare, {}))}


def _inline(text: str, style: Json) -> Iterator[Json]:
    end = 0
    for match in _INLINE.finditer(text):
        found = list(_marked(match, style))
        if found:
            yield from _words(text[end : match.start()], style)
            yield from found
            end = match.end()
    yield from _words(text[end:], style)


def _marked(match: re.Match[str], style: Json) -> Iterator[Json]:
    if match["angle"]:
        yield _angle(match["angle"]) | _styled(style)
    elif match["emoji"]:
        yield from _emoji(match["emoji"], style)
    elif match["mark"] == "`":
        yield from _words(match["inside"], style | {"code": True})
    else:
        yield from _inline(match["inside"], style | {_STYLES[match["mark"]]: True})


def _emoji(name: str, style: Json) -> Iterator[Json]:
    stored = known(name)
    if stored:
        plain, _, tone = stored.partition("::skin-tone-")
        unicode = code_points(plain) + (f"-{0x1F3F9 + int(tone):x}" if tone else "")
        yield {"type": "emoji", "name": plain, "unicode": unicode} | _styled(style)


def _angle(inside: str) -> Json:
    target, _, label = inside.partition("|")
    if target.startswith("@"):
        return {"type": "user", "user_id": target[1:]}
    if target.startswith("#"):
        return {"type": "channel", "channel_id": target[1:]}
    if target.startswith("!subteam^"):
        return {"type": "usergroup", "usergroup_id": target.removeprefix("!subteam^")}
    if target in ("!here", "!channel", "!everyone"):
        return {"type": "broadcast", "range": target[1:]}
    if target.startswith("!date^"):
        return {"type": "text", "text": unescaped(label)}
    link = {"type": "link", "url": unescaped(target)}
    return link | ({"text": unescaped(label)} if label else {})


def _words(text: str, style: Json) -> Iterator[Json]:
    if text:
        yield {"type": "text", "text": unescaped(text)} | _styled(style)


def _styled(style: Json) -> Json:
    return {"style": style} if style else {}


def character(name: str) -> str:
    """The sign of an emoji, for showing; its name between colons if the sandbox does not know it."""
    return CHARACTERS.get(name.partition("::")[0], f":{name}:")
