"""What is kept of it about somebody is in the file that they can ask for."""

import json
from io import BytesIO

from bot.delivery.papers import personal_data
from bot.desk.followups import answers, visits
from bot.engine.database import Database
from tests.desk.followups.world import DAY, goes_by
from tests.desk.world import ADA, ANN, FIRST, World


async def test_the_file_with_somebodys_data_has_the_follow_ups_and_no_note_of_an_agents(database: Database) -> None:
    desk = await World(database).opens()
    await desk.solved_ticket()
    await desk.do(visits.plan, FIRST, ANN, desk.now + DAY, "smells of garlic")
    await goes_by(desk, DAY)
    await desk.do(answers.wants_quiet, ADA)
    paper = BytesIO()
    await personal_data(desk.ask, 1, desk.door.practice, desk.now, paper)
    kept, asked = json.loads(paper.getvalue()), desk.now.isoformat(timespec="seconds")
    assert (kept["you"]["wants_quiet_since"], kept["you"]["written_to_unasked_at"]) == (asked, [asked])
    assert kept["follow_ups"] == [
        {"ticket": FIRST, "due_at": asked, "asked_at": asked, "outcome": "cancelled", "ended_at": asked}
    ]
    assert b"garlic" not in paper.getvalue()
