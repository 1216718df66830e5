"""The main job: a customer writes, an agent claims and answers, it is solved and can come back."""

from tests.stories.conftest import BOTH_WAYS
from tests.stories.world import World


@BOTH_WAYS
async def test_a_question_is_answered_solved_and_comes_back(world: World) -> None:
    ada, ben = world.customer("Ada"), world.agent("Ben")
    await ada.says("My invoice is wrong")
    await ada.sees("#1001")
    card = await world.card()
    await ben.sees("My invoice is wrong", thread=card)

    await ben.clicks("Claim", card)
    await world.settles()
    assert "Ben" in card.words

    answer = await ben.says("support", "Which *one*?", card.ts)
    await world.settles()
    assert "hourglass_flowing_sand" in answer.reactions
    assert "Which one?" not in [seen.text for seen in ada.chat]
    await world.passes()
    seen = await ada.sees("Which one?")
    assert "<b>one</b>" in seen.html
    assert "white_check_mark" in answer.reactions

    await ada.says("The one of May")
    await ben.sees("The one of May", thread=card)
    await ben.clicks("Resolve", card)
    await world.settles()
    assert "Solved" in card.words

    await ada.says("It is still wrong")
    await ben.sees("It is still wrong", thread=card)
    await world.settles()
    assert "Solved" not in card.words
