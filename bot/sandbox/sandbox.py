"""The sandbox as a whole: both platforms, one clock, one plan of faults, the page, and people to play with."""

from typing import Any

from bot.sandbox.acting import Json, Platforms
from bot.sandbox.clock import Clock
from bot.sandbox.faults import Faults
from bot.sandbox.page_server import PageServer
from bot.sandbox.slack import manifest, posts
from bot.sandbox.slack.app import App
from bot.sandbox.slack.server import SlackServer
from bot.sandbox.telegram.people import Person
from bot.sandbox.telegram.server import TelegramServer

NAME = "Acme Support"
CUSTOMERS = (("Ada", "en"), ("王芳", "zh-hans"), ("Zofia", "pl"), ("Deniz", "tr"))
CHANNELS = ("support", "billing", "supervisors", "operators")
TEAMS = (  # name, channel, handle of the user group, members
    ("Support", "support", "support-agents", ("Ben", "Chloe")),
    ("Billing", "billing", "billing-agents", ("Dana",)),
)
SUPERVISOR = "Sam"
GUEST = "Gus"
UNDO_SECONDS = 5

CATEGORIES: tuple[Json, ...] = (
    {
        "name": "technical",
        "team": "Support",
        "label": {
            "en": "Something is broken",
            "zh_Hans": "出现故障",
            "zh_Hant": "發生故障",
            "tr": "Bir şey çalışmıyor",
            "pl": "Coś nie działa",
        },
    },
    {
        "name": "billing",
        "team": "Billing",
        "label": {
            "en": "Payments and invoices",
            "zh_Hans": "付款与发票",
            "zh_Hant": "付款與發票",
            "tr": "Ödemeler ve faturalar",
            "pl": "Płatności i faktury",
        },
    },
    {
        "name": "how-to",
        "team": "Support",
        "label": {
            "en": "How do I…?",
            "zh_Hans": "如何使用",
            "zh_Hant": "如何使用",
            "tr": "Nasıl yapılır?",
            "pl": "Jak to zrobić?",
        },
    },
)

CHAIN: Json = {
    "name": "late",
    "steps": [
        {"tell": "owner"},
        {"tell": "team", "after": "PT5M"},
        {"tell": "supervisors", "after": "PT10M"},
    ],
}

POLICIES: tuple[Json, ...] = (
    {
        "name": "VIPs",
        "when": {"tier": ["VIP"]},
        "first_response": "PT15M",
        "next_response": "PT15M",
        "resolution": "PT4H",
        "chain": "late",
    },
    {
        "name": "Urgent",
        "when": {"priority": ["urgent"]},
        "first_response": "PT15M",
        "next_response": "PT30M",
    },
    {
        "name": "Everybody",
        "calendar": "long hours",
        "first_response": "PT1H",
        "next_response": "PT2H",
    },
)
"""Short, so that moving the clock a little shows them."""
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
CALENDARS: tuple[Json, ...] = ({"name": "long hours", "hours": {day: ["06:00-24:00"] for day in DAYS}},)

SILENCE: Json = {
    "teams": [{"team": "Billing", "remind_after": "PT2H", "remind_again_after": "PT4H", "solve_after": "PT8H"}],
}
FOLLOW_UPS: tuple[Json, ...] = ({"name": "VIPs", "after_days": 1, "when": {"tier": ["VIP"]}},)
"""Only for one team and some customers, so that whoever moves the clock for something else is not written to."""


class Sandbox:
    """Everything on loopback. `port` is the page's; the platforms take any that is free."""

    def __init__(
        self, clock: Clock | None = None, port: int = 0, host: str = "127.0.0.1", *, topics: bool = False
    ) -> None:
        self.clock = clock or Clock()
        self.faults = Faults()
        self.telegram = TelegramServer(self.clock, self.faults, host=host, topics=topics)
        self.slack = SlackServer(self.clock, self.faults, host)
        self._page = PageServer(Platforms(self.clock, self.faults, self.telegram, self.slack), NAME, host, port)
        for name, language in CUSTOMERS:
            self.telegram.person(name, language)
        _people_the_workspace(self.slack)

    async def start(self) -> None:
        await self.telegram.start()
        await self.slack.start()
        await self._page.start()

    async def stop(self) -> None:
        await self._page.stop()
        await self.slack.stop()
        await self.telegram.stop()

    @property
    def page_url(self) -> str:
        return self._page.url

    def customer(self, name: str) -> Person:
        """The one of that name who is there; LookupError if nobody is."""
        for person in self.telegram.people:
            if person.name == name:
                return person
        raise LookupError(f"no customer is called {name}; there are {[one.name for one in self.telegram.people]}")

    def settings(self) -> dict[str, Any]:
        """The configuration of a desk that works on these platforms, as its file would have it."""
        slack = self.slack
        groups = {group.handle: group.id for group in slack.workspace.groups.values()}
        return {
            "telegram": {"token": self.telegram.token, "api_url": self.telegram.url},
            "slack": {
                "bot_token": slack.bot_token,
                "app_token": slack.app_token,
                "signing_secret": slack.signing_secret,
                "api_url": slack.url,
            },
            "http": {"port": 0},
            "desk": {"name": NAME, "default_language": "en", "timezone": "UTC", "tiers": ["VIP"]},
            "teams": [
                {"name": name, "channel": slack.channel(channel).id, "agents": [groups[handle]]}
                for name, channel, handle, _ in TEAMS
            ],
            "categories": [dict(category) for category in CATEGORIES],
            "chains": [dict(CHAIN)],
            "escalation": {"asked": CHAIN["name"]},
            "calendars": [dict(calendar) for calendar in CALENDARS],
            "policies": [dict(policy) for policy in POLICIES],
            "silence": dict(SILENCE),
            "follow_ups": [dict(rule) for rule in FOLLOW_UPS],
            "supervisors": {"channel": slack.channel("supervisors").id},
            "operators": {"channel": slack.channel("operators").id},
            "relay": {"undo_seconds": UNDO_SECONDS},
        }


def _people_the_workspace(slack: SlackServer) -> None:
    """The app is installed when everybody is there, so that it hears nothing of their coming."""
    slack.app.become(App(scopes=set(), events=set()))
    for name in CHANNELS:
        slack.channel(name)
    teams = [(handle, [slack.member(name) for name in names]) for _, _, handle, names in TEAMS]
    supervisor = slack.member(SUPERVISOR, admin=True)
    for handle, members in teams:
        slack.user_group(handle, [*members, supervisor])
    guest = slack.member(GUEST, guest=True)
    posts.join(slack.workspace, slack.channel("support"), guest.user)
    slack.app.become(manifest.everything())
