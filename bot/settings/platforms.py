"""Telegram and Slack: where they are, how we are let in, and who calls whom."""

from collections.abc import Iterator
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, SecretStr

from bot.config_faults import path, quoted
from bot.settings.kinds import AN_ADDRESS, Address, Section, Written, secret, table

STAND_INS: dict[str, Written] = {
    "telegram": {"token": "1:none", "webhook_secret": "none" * 4},
    "slack": {"bot_token": "xoxb-none", "app_token": "xapp-none", "signing_secret": "none" * 2},
}
"""Of the right shape, for whoever asks for what needs no secret."""


class Telegram(Section):
    token: Annotated[SecretStr, secret(r"\d+:[\w-]+")] = Field(description="the token @BotFather gave the bot")
    api_url: Annotated[Address, AfterValidator(lambda url: url.rstrip("/"))] = Field(
        "https://api.telegram.org", description=AN_ADDRESS
    )
    mode: Literal["polling", "webhook"] = Field("polling", description='"polling" or "webhook"')
    webhook_url: Address | None = Field(None, description=AN_ADDRESS)
    webhook_secret: Annotated[SecretStr, secret(r"[\w-]{16,256}")] | None = Field(
        None, description="16 to 256 letters, digits, - and _"
    )
    topics: Literal["auto", "off"] = Field("auto", description='"auto" or "off"')
    status_line: Literal["auto", "off"] = Field("auto", description='"auto" or "off"')


class Slack(Section):
    bot_token: Annotated[SecretStr, secret(r"xoxb-\S+")] = Field(description="a bot token, xoxb-...")
    app_token: Annotated[SecretStr, secret(r"xapp-\S+")] | None = Field(
        None, description="an app-level token, xapp-..."
    )
    signing_secret: Annotated[SecretStr, secret(r"\S{8,}")] | None = Field(
        None, description="the app's signing secret, 8 characters or more"
    )
    api_url: Annotated[Address, AfterValidator(lambda url: url.rstrip("/") + "/")] = Field(
        "https://slack.com/api/", description=AN_ADDRESS
    )
    mode: Literal["socket", "http"] = Field("socket", description='"socket" or "http"')
    request_url: Address | None = Field(None, description=AN_ADDRESS)


def missing_for_a_mode(written: Written) -> Iterator[str]:
    needs = (
        ("slack", "mode", "socket", "app_token", " (set RELAYDESK_SLACK__APP_TOKEN)"),
        ("slack", "mode", "http", "signing_secret", " (set RELAYDESK_SLACK__SIGNING_SECRET)"),
        ("telegram", "mode", "webhook", "webhook_url", ", where Telegram reaches this desk from outside"),
        ("telegram", "mode", "webhook", "webhook_secret", " (set RELAYDESK_TELEGRAM__WEBHOOK_SECRET)"),
    )
    defaults = {"slack": "socket", "telegram": "polling"}
    for section, key, value, needed, how in needs:
        given = table(written, section)
        if given.get(key, defaults[section]) == value and needed not in given:
            yield f"{path(section, needed)}: missing, {path(section, key)} = {quoted(value)} needs it{how}"
