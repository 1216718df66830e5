"""What those who run the desk are told, in whole sentences. Never an error's text: it may be a customer's words."""

from datetime import datetime

from bot.desk.troubles.tables import SLACK, STEPS, TELEGRAM

_KEPT = "Until then nothing is given up: what waits is kept, and goes out by itself in its order."

_SHUT = "The token in slack.bot_token no longer opens it: install the app anew, set the token it gives, and restart."
_RIGHTS = "The app lacks a right: install it anew from what `relaydesk manifest` prints, and restart."
_LET_IN = {
    "account_inactive": "The app was deactivated or removed: install it again, set its token, and restart.",
    "access_denied": "Ask an administrator of the workspace to allow the app.",
    "ekm_access_denied": "An administrator has suspended writing: ask them to allow it again.",
    "missing_scope": _RIGHTS,
    "no_permission": _RIGHTS,
    "org_login_required": "The workspace is being moved: it opens again by itself.",
    "team_access_not_granted": "Ask an administrator of the organisation to give the app access to the workspace.",
}
_ANOTHER = "or give its team another channel in the settings and restart"
_OPENED = {
    "is_archived": f"the channel is archived. Unarchive it, {_ANOTHER}",
    "not_in_channel": "the app was removed from the channel. Bring it back with `/invite`",
    "channel_not_found": "the channel was deleted, or is private and the app was removed from it. Bring the app back "
    f"with `/invite`, {_ANOTHER}",
    "restricted_action": "only some members may post there. Let the app post in the channel's settings",
}


def parked(source: str, fault: Exception, reference: str) -> str:
    return (
        f"An update from {source} could not be handled ({type(fault).__name__}). It is kept as {reference}: "
        f"`relaydesk parked list` shows it, `relaydesk parked replay {reference}` tries it again."
    )


def given_up(what: str, lane: str, letter: int) -> str:
    return (
        f"Something could not be delivered ({what} for {lane}). It is kept as {letter}: `relaydesk outgoing list` "
        f"says why, `relaydesk outgoing retry {letter}` sends it again."
    )


def trouble(place: str, code: str) -> str:
    """What is wrong, what is to be done, and what happens to what waits."""
    if place == TELEGRAM:
        return (
            "Telegram no longer knows the bot's token, so customers can neither write nor be answered. Take the token "
            f"from @BotFather, set telegram.token and restart. {_KEPT} What customers write, Telegram keeps for a day."
        )
    if place == STEPS:
        return (
            "What is due has waited for more than a minute: deadlines are not judged and answers not sent in time. The "
            "log says what fails (`a deadline failed`); if it says nothing, restart the desk."
        )
    if place == SLACK:
        return f"Slack does not let the desk in ({code}). {_LET_IN.get(code, _SHUT)} {_KEPT}"
    return f"Nothing can be posted in {_mention(place)} ({code}): {_OPENED.get(code, 'open it again')}. {_KEPT}"


def over(place: str, code: str, since: datetime) -> str:
    if place == STEPS:
        return f"What is due is done in time again. It was not since {since:%Y-%m-%d %H:%M} UTC."
    where = {TELEGRAM: "Telegram lets the bot in", SLACK: "Slack lets the desk in"}
    again = where.get(place, f"Posts arrive in {_mention(place)}")
    return f"{again} again. It was shut ({code}) since {since:%Y-%m-%d %H:%M} UTC; what waited goes out now."


def left_for_good(channel: str, tickets: int) -> str:
    many = "1 open ticket goes" if tickets == 1 else f"{tickets} open tickets go"
    return f"{many} on in the channels that the settings name now, as nothing could be posted in <#{channel}>."


def restarted(steps: int) -> str:
    was = "1 step that was due had been lost" if steps == 1 else f"{steps} steps that were due had been lost"
    return f"{was}, and now runs: an answer or an alert came late. If it happens again, please report it with the log."


def _mention(place: str) -> str:
    return f"<#{place.partition(':')[2]}>"
