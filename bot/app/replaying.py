"""What came in, could not be handled and was parked, once more."""

from bot import logs
from bot.app.joining import joined
from bot.app.product import Product
from bot.config import Config
from bot.delivery.reaching import reaching
from bot.engine import ledger
from bot.repairs import NotThere, not_parked, parked_there


async def parked_replay(config: Config, references: list[str]) -> None:
    """As if it had just come in. Raises `NotThere` for one that is not parked, or that fails again."""
    logs.set_up(config.logging.level, config.logging.format)
    await parked_there(config, references)
    async with joined(config, alone=False) as product:
        with reaching("Slack", config.slack.api_url):
            await product.refresh_roster()
        for reference in references:
            await _replayed(product, reference)


async def _replayed(product: Product, reference: str) -> None:
    kept = await product.door.database.read(ledger.parked_one, reference)
    if kept is None:
        raise not_parked(reference)
    intake = product.telegram if kept.source.startswith("telegram") else product.slack
    if await intake.replay(kept.payload, kept.reference) == "parked":
        raise NotThere(f"{kept.reference} failed again and stays parked; `relaydesk parked list` shows why")
