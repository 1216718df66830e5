"""`relaydesk sandbox`: the whole desk against a Telegram and a Slack of its own, for whoever wants to see it."""

import asyncio
import tempfile
from pathlib import Path
from typing import Any

from bot import logs
from bot.app.running import asked_to_stop, running
from bot.config import checked
from bot.manifest import manifest
from bot.sandbox.sandbox import Sandbox
from bot.web.listening import listening
from migrations import run as migrations

CAUSES = (("defect", "Something was broken"), ("unclear", "Our words were unclear"), ("wish", "A wish"))


async def sandbox(port: int, data: Path | None, *, topics: bool = False) -> None:
    """The desk against a Telegram and a Slack of its own, until Ctrl-C; its data goes with it unless kept."""
    logs.set_up("warning", "console")
    with tempfile.TemporaryDirectory(prefix="relaydesk-") as passing:
        here = data or Path(passing)
        here.mkdir(parents=True, exist_ok=True)
        url = f"sqlite:///{here / 'sandbox.db'}"
        await asyncio.to_thread(migrations.upgrade, url)
        town = Sandbox(port=port, topics=topics)
        try:
            with listening("127.0.0.1", port, "choose another one with --port"):
                await town.start()
            town.slack.install(manifest("Relaydesk", "socket", None))
            config = checked(_watchful(town.settings()) | {"database": {"url": url}})
            async with running(config, town.clock.now) as product:
                town.clock.on_move(lambda _: product.fired())
                print(f"Relaydesk's sandbox is open: {town.page_url}\nCtrl-C stops it.", flush=True)  # noqa: T201
                await asked_to_stop()
        finally:
            await town.stop()


def _watchful(settings: dict[str, Any]) -> dict[str, Any]:
    """The clock on the page shows what becomes of claims and of what nobody takes, and how customers are asked."""
    times = {"claim_within": "PT30M", "unclaimed_after": "PT5M"}
    surveys = {"scale": "1-5", "effort": True, "delay": "PT10M", "quiet": "off", "throttle": "PT1H"}
    nps = {"most_a_day": 20, "after": "P9D", "known_for": "P0D", "solved_tickets": 1}
    return settings | {
        "teams": [team | times for team in settings["teams"]],
        "surveys": surveys,
        "nps": nps,
        "causes": [{"name": name, "label": label} for name, label in CAUSES],
    }
