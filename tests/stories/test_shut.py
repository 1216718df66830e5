"""What only an operator can put right: they are told what to do, nothing is lost, and it goes on by itself."""

from tests.stories.proof import nothing_doubled, read_by, said_by
from tests.stories.talk import conversation
from tests.stories.world import UNDO, World


def operators(world: World) -> list[str]:
    return [post.words for post in world.slack.channel("operators").messages.values()]


async def test_case_72_an_archived_channel_holds_what_is_for_it_until_somebody_opens_it_again(world: World) -> None:
    ada, card = await conversation(world)
    ben = world.agent("Ben")
    await ben.archives("support")
    for text in ("Is anybody there?", "It smokes now"):
        await ada.says(text)
    await ben.sees("Unarchive it", "operators")
    assert (await world.product.health()).well
    await ben.unarchives("support")
    await ben.sees("again. It was shut (is_archived)", "operators", timeout=30)
    await world.settles()
    assert said_by("Ada", world.slack.thread(card.channel, card)) == ["Hello?", "Is anybody there?", "It smokes now"]
    assert len(operators(world)) == 2
    assert (await world.product.health()).troubles == []
    nothing_doubled(world.slack)


async def test_case_72_revoked_tokens_shut_out_the_desk_until_they_are_given_back(world: World) -> None:
    ada, card = await conversation(world)
    await world.slack.shuts_out("token_revoked")
    await ada.says("Is anybody there?")
    await world.slack.changes.until(lambda: any(one.error == "token_revoked" for one in world.slack.refused))
    await world.telegram.quiet()
    await world.slack.lets_in()
    world.telegram.revokes_token()
    ben = world.agent("Ben")
    await ben.sees("@BotFather", "operators", timeout=30)
    health = await world.product.health()
    assert (health.well, "telegram" in health.shut_out) == (False, True)
    await ben.says("support", "I am here", card.ts)
    await world.slack.quiet()
    await world.sandbox.clock.forward(UNDO)
    await world.product.fired()
    world.telegram.restores_token()
    await ada.sees("I am here", timeout=60)
    await ben.sees("Telegram lets the bot in again", "operators", timeout=60)
    await world.settles()
    assert read_by(ada, ["I am here"]) == ["I am here"]
    assert said_by("Ada", world.slack.thread(card.channel, card)) == ["Hello?", "Is anybody there?"]
    assert any("Slack lets the desk in again" in alert for alert in operators(world))
    nothing_doubled(world.slack)
