"""Whether the live set-up can work: asks Telegram, Slack and the database, and changes nothing anywhere.

One finding for each thing that can be right or wrong by itself. What cannot be asked, because something before it
failed, is left out rather than guessed.
"""

import asyncio
from collections.abc import AsyncIterator, Iterator
from typing import Any

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from telegram import Bot, User
from telegram.error import InvalidToken, TelegramError

from bot import chain_findings
from bot.config import Config
from bot.delivery import slack_clients
from bot.delivery.roster import read_roster
from bot.delivery.telegram_request import telegram_bot
from bot.desk.practice import Practice
from bot.desk.service_levels.policies import unreachable
from bot.findings import Finding, fault, fine
from bot.manifest import SCOPES
from bot.promises_in_words import in_words, known, team_in_words
from bot.reachability import reachable

REINSTALL = "update the app from `relaydesk manifest` and install it to the workspace again"


async def check(config: Config) -> list[Finding]:
    """Every finding, in the order of the configuration. Takes seconds; raises nothing for what it finds."""
    found = [fine("configuration", "complete and without contradictions"), *_policies(config.practice())]
    found += _teams(config.practice())
    found += chain_findings.used(config.practice())
    found += [finding async for finding in _telegram(config)]
    found += [finding async for finding in _slack(config)]
    found += [finding async for finding in reachable(config)]
    found.append(await asyncio.to_thread(_database, config.database.url.get_secret_value()))
    return found


def _policies(practice: Practice) -> Iterator[Finding]:
    lost = unreachable(practice.policies, known(practice))
    for policy in practice.policies:
        what = f"policies.{policy.name}"
        if policy in lost:
            earlier = "those before it take all its tickets"
            yield fault(what, earlier, "move it above them, or take it out: the first that fits counts")
        else:
            yield fine(what, in_words(policy))


def _teams(practice: Practice) -> Iterator[Finding]:
    for team in practice.teams:
        if said := team_in_words(team):
            yield fine(f"teams.{team.name}", said)


async def _telegram(config: Config) -> AsyncIterator[Finding]:
    bot = telegram_bot(config.telegram.token.get_secret_value(), config.telegram.api_url)
    try:
        async with bot:
            yield fine("telegram.token", f"the bot is @{bot.username}")
            yield await _webhook(bot, config)
            yield _topics(bot.bot, config)
    except InvalidToken:
        yield fault("telegram.token", "Telegram does not know this token", "take it from @BotFather again")
    except TelegramError as error:
        yield fault("telegram.api_url", error, "see that this address is right and can be reached from here")


def _topics(bot: User, config: Config) -> Finding:
    """Either way is as good; but who expects topics is told why there are none."""
    what = "telegram.topics"
    if config.telegram.topics == "off":
        return fine(what, "off by this setting: each customer has one chat")
    if not bot.has_topics_enabled:
        return fine(what, "none: Threaded Mode is not on for this bot in @BotFather's mini app")
    if bot.allows_users_to_create_topics:
        return fine(what, "on; customers may make and delete topics too, unless @BotFather's mini app forbids it")
    return fine(what, "on: each ticket has a topic of its own in its customer's chat")


async def _webhook(bot: Bot, config: Config) -> Finding:
    """What Telegram says of whom it calls. It remembers its last failure for ever, so only what waits makes it one."""
    wanted = config.telegram.webhook_url or "" if config.telegram.mode == "webhook" else ""
    info = await bot.get_webhook_info()
    if info.url and info.url != wanted:
        return fault(
            "telegram.mode",
            f"another program has Telegram call {info.url}",
            "stop it and delete its webhook, or use a bot of the desk's own",
        )
    waiting = f"; {info.pending_update_count} updates wait" if info.pending_update_count else ""
    if info.url and info.last_error_message and waiting:
        cure = "see that Telegram can reach this address, and that the desk runs"
        return fault("telegram.mode", f"Telegram could not call us: {info.last_error_message}{waiting}", cure)
    if wanted and not info.url:
        return fine("telegram.mode", f"webhook; the desk tells Telegram where to call when it starts{waiting}")
    return fine("telegram.mode", f"{config.telegram.mode}, and nobody else takes what customers write{waiting}")


async def _slack(config: Config) -> AsyncIterator[Finding]:
    timeout = aiohttp.ClientTimeout(total=slack_clients.SECONDS)
    async with aiohttp.ClientSession(timeout=timeout) as session:
        client = slack_clients.calm(config.slack.bot_token.get_secret_value(), config.slack.api_url, session)
        async for finding in _workspace(client, config):
            yield finding


async def _workspace(client: AsyncWebClient, config: Config) -> AsyncIterator[Finding]:
    try:
        who = await client.auth_test()
    except SlackApiError as error:
        yield fault("slack.bot_token", _said(error), "take the Bot User OAuth Token from the app's page again")
        return
    except (aiohttp.ClientError, OSError, TimeoutError) as error:
        yield fault("slack.api_url", error, "see that this address is right and can be reached from here")
        return
    yield fine("slack.bot_token", f"the bot is @{who['user']} in {who['team']}")
    yield scopes({name.lower(): value for name, value in who.headers.items()}.get("x-oauth-scopes"))
    if config.slack.mode == "socket":
        yield await _app_token(client, config)
    for place, channel in _channels(config):
        yield await _channel(client, place, channel, (str(who["user"]), str(who["user_id"])))
    for place, agent in _agents(config):
        yield await (_user_group if agent.startswith("S") else _member)(client, place, agent)
    async for finding in _chains(client, config.practice(), str(who["team_id"])):
        yield finding


async def _chains(client: AsyncWebClient, practice: Practice, home: str) -> AsyncIterator[Finding]:
    for place, group in chain_findings.groups(practice):
        yield await _user_group(client, place, group)
    if practice.chains or practice.escalating.deputies or practice.rota.shifts:
        agents = {member.id for member in await read_roster(client, practice, home)}
        for finding in chain_findings.heard(practice, agents):
            yield finding


def _said(error: SlackApiError) -> str:
    """Slack's own word for what was wrong."""
    return f"Slack says {error.response.get('error', error)}"


def scopes(granted: str | None) -> Finding:
    """`granted` is what Slack says in the header of its answer: names with commas between them, if it says any."""
    if granted is None:
        return fine("slack scopes", "Slack did not say which the token has, so they were not checked")
    lacking = sorted(set(SCOPES) - {scope.strip() for scope in granted.split(",")})
    if lacking:
        return fault("slack scopes", f"the token lacks {', '.join(lacking)}", REINSTALL)
    return fine("slack scopes", "all that is needed")


async def _app_token(client: AsyncWebClient, config: Config) -> Finding:
    token = config.slack.app_token
    try:
        await client.apps_connections_open(app_token=token.get_secret_value() if token else "")
    except SlackApiError as error:
        cure = "make an app-level token with connections:write on the app's page, and see that Socket Mode is on"
        return fault("slack.app_token", _said(error), cure)
    return fine("slack.app_token", "Socket Mode is open to us")


def _channels(config: Config) -> list[tuple[str, str]]:
    """Where each channel is named, and its id."""
    teams = [(f"teams[{number}].channel", team.channel) for number, team in enumerate(config.teams)]
    return [
        *teams,
        ("supervisors.channel", config.supervisors.channel),
        ("operators.channel", config.operators.channel),
    ]


async def _channel(client: AsyncWebClient, place: str, channel: str, us: tuple[str, str]) -> Finding:
    """`us` are the bot's name and id. Whether it may post is asked, and not tried: nobody is to see a test."""
    bot, our_id = us
    try:
        info = (await client.conversations_info(channel=channel))["channel"]
    except SlackApiError as error:
        return fault(place, f"{_said(error)} of {channel}", f"correct the id, or invite the bot there: /invite @{bot}")
    if info.get("is_archived"):
        return fault(place, f"#{info['name']} is archived", "unarchive it or name another channel")
    if not info.get("is_member"):
        return fault(place, f"the bot is not in #{info['name']}", f"write there: /invite @{bot}")
    if _only_for_some(info, our_id):
        cure = f"let @{bot} post there, in the channel's settings, or name another channel"
        return fault(place, f"only some may post in #{info['name']}", cure)
    return fine(place, f"#{info['name']}, of which the bot is a member")


def _only_for_some(channel: dict[str, Any], us: str) -> bool:
    """Slack says so for some channels; for the others, a member may post."""
    among = (channel.get("properties") or {}).get("posting_restricted_to") or {}
    return bool(channel.get("is_read_only")) or bool(among and us not in among.get("user", ()))


def _agents(config: Config) -> list[tuple[str, str]]:
    """Where each member or user group is named, and its id."""
    return [
        (f"teams[{team}].agents[{number}]", agent)
        for team, each in enumerate(config.teams)
        for number, agent in enumerate(each.agents)
    ]


async def _user_group(client: AsyncWebClient, place: str, group: str) -> Finding:
    try:
        members = (await client.usergroups_users_list(usergroup=group))["users"]
    except SlackApiError as error:
        return fault(place, f"{_said(error)} of {group}", "correct the id, or enable the user group in Slack")
    if not members:
        return fault(place, f"nobody is in the user group {group}", "add the team's agents to it in Slack")
    return fine(place, f"a user group of {len(members)}")


async def _member(client: AsyncWebClient, place: str, member: str) -> Finding:
    try:
        user = (await client.users_info(user=member))["user"]
    except SlackApiError as error:
        return fault(place, f"{_said(error)} of {member}", "correct the member id: profile, More, Copy member ID")
    for mark, meaning in (
        ("deleted", "is deactivated"),
        ("is_bot", "is an app"),
        ("is_restricted", "is a guest"),
        ("is_stranger", "is from another workspace"),
    ):
        if user.get(mark):
            cure = "name a full member of this workspace; nobody else may act on tickets"
            return fault(place, f"@{user['name']} {meaning}", cure)
    return fine(place, f"@{user['name']}")


def _database(url: str) -> Finding:
    """Waits for the database; not for the event loop."""
    from migrations.opening import CURE, Unreachable
    from migrations.standing import NotMigrated, current, expect_usable, head, is_ahead

    try:
        at, newest = current(url), head()
        if is_ahead(at):
            expect_usable(url)
            return fine("database.url", f"reached, and further on ({at}) than this version needs ({newest})")
    except NotMigrated as older:
        return fault("database.url", older, "install the version that migrated it, or a newer one")
    except Unreachable as error:
        return fault("database.url", error.why, CURE)
    except Exception as error:  # whatever a driver raises, the operator is to read it as a finding
        return fault("database.url", error, CURE)
    if at != newest:
        return fault("database.url", f"the tables are at {at or 'nothing yet'}, not at {newest}", "relaydesk migrate")
    return fine("database.url", f"reached, and up to date ({at})")
