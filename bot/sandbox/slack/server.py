"""The local Slack itself: started, peopled, broken on purpose, looked at."""

from collections.abc import Iterable
from typing import Any

from aiohttp import web

from bot.sandbox.changes import PATIENCE, Changes
from bot.sandbox.clock import Clock
from bot.sandbox.faults import Faults
from bot.sandbox.slack import manifest, posts
from bot.sandbox.slack.api import Api
from bot.sandbox.slack.envelopes import Deliveries, Patience
from bot.sandbox.slack.events import VERIFICATION_TOKEN, Subscriptions
from bot.sandbox.slack.http_mode import Requests
from bot.sandbox.slack.interactions import Interactions
from bot.sandbox.slack.limits import RateLimits
from bot.sandbox.slack.member import Member
from bot.sandbox.slack.picture import picture
from bot.sandbox.slack.refusals import Call, Refusal
from bot.sandbox.slack.responses import ResponseUrls
from bot.sandbox.slack.sockets import Sockets
from bot.sandbox.slack.triggers import Triggers
from bot.sandbox.slack.web_api import LARGEST_BODY, WebApi
from bot.sandbox.slack.workspace import HOME_TEAM, OTHER_TEAM, Channel, Message, User, UserGroup, Workspace

Json = dict[str, Any]


class SlackServer:
    """One workspace with one app in it. Without `install` the app may do everything."""

    bot_token = "xoxb-sandbox-bot"  # noqa: S105  not a secret: it opens nothing but this sandbox
    app_token = "xapp-1-sandbox-app"  # noqa: S105
    team_id = HOME_TEAM

    def __init__(
        self,
        clock: Clock,
        faults: Faults,
        host: str = "127.0.0.1",
        port: int = 0,
        *,
        patience: Patience | None = None,
        signing_secret: str = "sandbox-signing-secret",  # noqa: S107
    ) -> None:
        self.clock = clock
        self.faults = faults
        self.host = host
        self.port = port
        self.signing_secret = signing_secret
        self.app = manifest.everything()
        self.patience = patience or Patience()
        self.workspace = Workspace(clock.now)
        self.sockets = Sockets(self.workspace.app_id)
        self.deliveries = Deliveries(self.sockets, self.patience, faults)
        self.triggers = Triggers(self.patience.trigger)
        self._api = Api(self.workspace, self.triggers, self.sockets, self.app)
        self._web = WebApi(self._api, faults, self.bot_token, self.app_token)
        self._urls = ResponseUrls(self.workspace, self.refused)
        self._interactions = Interactions(self.workspace, self.deliveries, self.triggers, self._urls, self.refused)
        self._subscriptions = Subscriptions(self.workspace, self.app)
        self.workspace.listeners.append(self._deliver)
        self._members: dict[str, Member] = {}
        self._runner: web.AppRunner | None = None

    # Running

    async def start(self) -> None:
        app = web.Application(client_max_size=LARGEST_BODY)
        app.add_routes(self._web.routes())
        app.add_routes([web.get("/link/{ticket}", self.sockets.handle)])
        app.add_routes([web.post("/response/{secret}", self._urls.handle)])
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.5)
        await self._runner.setup()
        await web.TCPSite(self._runner, self.host, self.port).start()
        self.port = self._runner.addresses[0][1]
        self._api.origin = self._urls.origin = f"http://{self.host}:{self.port}"

    async def stop(self) -> None:
        await self.deliveries.stop()
        await self.sockets.close()
        if self._runner:
            await self._runner.cleanup()

    @property
    def url(self) -> str:
        """What `slack.api_url` is set to."""
        return f"{self._api.origin}/api/"

    def install(self, described: Json) -> None:
        """The app is what its manifest says from now on. Raises ValueError for what Slack would not install."""
        self.app.become(manifest.read(described))

    async def shuts_out(self, error: str = "token_revoked") -> None:
        """The bot's token opens nothing from now on, until `lets_in`."""
        self.app.shut_out = error

    async def lets_in(self) -> None:
        self.app.shut_out = ""

    async def http_mode(self, request_url: str, signing_secret: str | None = None) -> None:
        """Events and interactivity go to that address. Raises ValueError if it does not answer the challenge."""
        road = Requests(request_url, signing_secret or self.signing_secret)
        try:
            await road.verify(VERIFICATION_TOKEN)
        except BaseException:
            await road.close()
            raise
        await self.deliveries.turn_to(road)

    async def connected(self, number: int = 1, timeout: float = PATIENCE) -> None:  # noqa: ASYNC109 - as in a story
        """Returns when so many sockets of the app can be used."""
        await self.sockets.connected(number, timeout)

    # The workspace and its people

    @property
    def bot_user_id(self) -> str:
        return self.workspace.bot.id

    @property
    def bot_id(self) -> str:
        return str(self.workspace.bot.bot_id)

    def channel(self, name: str, *, private: bool = False, shared: bool = False, bot: bool = True) -> Channel:
        """Made if it is not there, with every member of the home workspace and, if `bot`, the app in it."""
        found = self.workspace.channel_named(name)
        if found:
            return found
        everyone = [user.id for user in self._home_members() if not private]
        inside = [*everyone, *([self.bot_user_id] if bot else [])]
        channel = Channel(self.workspace.new_id("C"), name, "group" if private else "channel", self._now(), inside)
        channel.shared = shared
        self.workspace.channels[channel.id] = channel
        self.changes.happened()
        return channel

    def member(
        self,
        name: str,
        *,
        guest: bool = False,
        stranger: bool = False,
        admin: bool = False,
        locale: str = "en-GB",
    ) -> Member:
        """Made if they are not there. Members are in all public channels, guests and strangers where they join."""
        for member in self._members.values():
            if member.name == name:
                return member
        user = User(self.workspace.new_id("U"), name.casefold().replace(" ", "."), name, guest=guest, admin=admin)
        user.team, user.locale = OTHER_TEAM if stranger else HOME_TEAM, locale
        self.workspace.users[user.id] = user
        if not (guest or stranger):
            for channel in self.workspace.channels.values():
                if channel.kind == "channel":
                    channel.members.append(user.id)
        member = Member(user, self._api, self._interactions)
        self._members[user.id] = member
        self.changes.happened()
        return member

    def members(self) -> list[Member]:
        return list(self._members.values())

    def user_group(self, handle: str, members: Iterable[Member] | None = None) -> UserGroup:
        """Made if it is not there. Given members, it has those from now on, and the app hears of the change."""
        users = [member.id for member in members or ()]
        group = next((one for one in self.workspace.groups.values() if one.handle == handle), None)
        if group is None:
            group = UserGroup(self.workspace.new_id("S"), handle, handle.title(), users, self._now(), self._now())
            self.workspace.groups[group.id] = group
            self.changes.happened()
        elif members is not None:
            self._regroup(group, users)
        return group

    def _regroup(self, group: UserGroup, users: list[str]) -> None:
        before, group.users = group.users, users
        changed = {
            "added_users": [user for user in users if user not in before],
            "removed_users": [user for user in before if user not in users],
        }
        group.updated = self._now()
        self._group_event("subteam_members_changed", group, changed)
        self._group_event("subteam_updated", group, {})

    def _group_event(self, kind: str, group: UserGroup, changed: Json) -> None:
        facts: Json = {"subteam_id": group.id, "team_id": HOME_TEAM, "date_update": group.updated} | changed
        if kind != "subteam_members_changed":
            facts = {"subteam": {"id": group.id, "handle": group.handle, "users": group.users}}
        self.workspace.happened({"type": kind, "event_ts": self.workspace.new_ts()} | facts)

    async def invites_bot(self, channel: Channel) -> None:
        posts.join(self.workspace, channel, self.workspace.bot)

    async def removes_bot(self, channel: Channel) -> None:
        posts.leave(self.workspace, channel, self.workspace.bot)

    def _home_members(self) -> list[User]:
        users = self.workspace.users.values()
        return [user for user in users if not (user.bot_id or user.guest or user.stranger)]

    def _now(self) -> int:
        return self.workspace.seconds()

    # What is there and what is under way

    def message(self, channel: Channel, ts: str) -> Message:
        return channel.messages[ts]

    def thread(self, channel: Channel, root: Message | str) -> list[Message]:
        """The replies, oldest first."""
        return channel.replies(root.root if isinstance(root, Message) else root)

    @property
    def changes(self) -> Changes:
        return self.workspace.changes

    def snapshot(self) -> Json:
        return picture(self.workspace)

    @property
    def calls(self) -> list[Call]:
        return self._web.calls

    def called(self, method: str) -> list[Call]:
        return [call for call in self.calls if call.method == method]

    @property
    def refused(self) -> list[Refusal]:
        """All that was refused, races included; faults made on purpose are not among them."""
        return self._web.refused

    @property
    def invalid(self) -> list[Refusal]:
        """What no correct app would have sent."""
        return [refusal for refusal in self.refused if refusal.invalid]

    @property
    def rate_limits(self) -> RateLimits:
        return self._web.limits

    def pending(self) -> int:
        return self.deliveries.pending()

    async def quiet(self, timeout: float = PATIENCE) -> None:  # noqa: ASYNC109 - as in a story
        """Returns when all that was sent so far is acknowledged or given up. Raises TimeoutError."""
        await self.deliveries.quiet(timeout)

    def inject(self, event: Json) -> None:
        """An event of any shape, sent as it is: kinds nobody knows, payloads nobody can read."""
        self.deliveries.event(self._subscriptions.wrapped(event, None))

    def _deliver(self, event: Json, channel: Channel | None) -> None:
        if self._subscriptions.wanted(event, channel):
            self.deliveries.event(self._subscriptions.wrapped(event, channel))
