"""Whatever happens in whatever order: nothing is lost, nothing is sent twice by the one who holds it, each lane keeps
its order and knows how often its head may have been sent. A machine plays at random against a model of a few lists."""

from __future__ import annotations

from collections.abc import Callable

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule
from sqlalchemy import Connection, create_engine, func, select

from bot.engine import dead_letters, lanes
from bot.engine.buckets import ensure_bucket
from bot.engine.lanes import Head, Lane
from bot.engine.tables import metadata, parcel
from tests.engine.transaction import NOW

LEASE = 1000
keys = st.sampled_from(["a", "b", "c"])
level = st.sampled_from(["a", "b"])  # of a lane that is nudged, nothing goes ahead of its turn


class LaneLaws(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.engine = create_engine("sqlite://")
        self.connection = self.engine.connect()
        metadata.create_all(self.connection)
        ensure_bucket(self.connection, "bot", 0, 1)
        self.now = NOW
        self.names = 0
        self.waiting: dict[str, list[str]] = {"a": [], "b": [], "c": []}
        self.doubts = dict.fromkeys(self.waiting, 0)
        self.held: dict[str, tuple[int, Head, int]] = {}  # by key: token, head, when the lease ends
        self.late: list[tuple[int, Head]] = []
        self.buried: dict[int, tuple[str, str]] = {}

    def teardown(self) -> None:
        self.connection.close()
        self.engine.dispose()

    @rule(key=keys)
    def push(self, key: str) -> None:
        self.names += 1
        lanes.push(self.connection, Lane(key, "bot"), str(self.names), self.now)
        self.waiting[key].append(str(self.names))

    @rule(key=level)
    def nudge(self, key: str) -> None:
        self.names += 1
        unclaimed = len(self.waiting[key]) - (key in self.held)
        appended = lanes.nudge(self.connection, Lane(key, "bot"), str(self.names), self.now)
        assert appended == (unclaimed == 0)
        if appended:
            self.waiting[key].append(str(self.names))

    @rule(n=st.integers(1, 3))
    def claim(self, n: int) -> None:
        mine = lanes.claim(self.connection, "bot", n, LEASE, self.now)
        ready = [key for key, rows in self.waiting.items() if rows and not self._leased(key)]
        hollow = "c" not in ready  # it may have to be claimed to be seen to be empty
        assert min(n, len(ready)) - hollow <= len(mine.heads) <= min(n, len(ready))
        for head in mine.heads:
            assert head.key in ready
            assert head.payload == self.waiting[head.key][0]
            assert head.doubts == self.doubts[head.key]
            self.doubts[head.key] += 1
            if head.key in self.held:
                self.late.append(self.held[head.key][:2])
            self.held[head.key] = (mine.token, head, self.now + LEASE)

    @precondition(lambda self: self.held)
    @rule(data=st.data())
    def complete(self, data: st.DataObject) -> None:
        token, head = self._take_one(data)
        assert lanes.complete(self.connection, token, head.lane_id, head.seq, self.now)
        self.waiting[head.key].pop(0)
        self.doubts[head.key] = 0

    @precondition(lambda self: "c" in self.held)
    @rule(data=st.data())
    def complete_several(self, data: st.DataObject) -> None:
        token, head, _ends = self.held.pop("c")
        behind = lanes.behind(self.connection, head.lane_id, head.seq, 3)
        assert [each.payload for each in behind] == self.waiting["c"][1:4]
        together = [each for each in behind if data.draw(st.booleans())]
        numbers = [each.seq for each in together]
        assert lanes.complete(self.connection, token, head.lane_id, head.seq, self.now, numbers)
        gone = {head.payload, *(each.payload for each in together)}
        self.waiting["c"] = [name for name in self.waiting["c"] if name not in gone]
        self.doubts["c"] = 0

    @precondition(lambda self: self.held)
    @rule(data=st.data(), give_back=st.sampled_from([lanes.retry, lanes.defer]))
    def give_back(self, data: st.DataObject, give_back: Callable[[Connection, int, int, int], bool]) -> None:
        token, head = self._take_one(data)
        assert give_back(self.connection, token, head.lane_id, self.now)
        self.doubts[head.key] -= 1

    @precondition(lambda self: self.held)
    @rule(data=st.data())
    def nobody_knows_what_came_of_it(self, data: st.DataObject) -> None:
        token, head = self._take_one(data)
        assert lanes.retry(self.connection, token, head.lane_id, self.now, in_doubt=True)

    @precondition(lambda self: self.held)
    @rule(data=st.data())
    def stop(self, data: st.DataObject) -> None:
        token, head = self._take_one(data)
        lanes.release(self.connection, token, [head.lane_id], self.now)
        self.doubts[head.key] -= 1

    @precondition(lambda self: self.held)
    @rule(data=st.data())
    def bury(self, data: st.DataObject) -> None:
        token, head = self._take_one(data)
        letter = dead_letters.bury(self.connection, token, head.lane_id, head.seq, "", self.now)
        assert letter is not None
        self.buried[letter] = (head.key, self.waiting[head.key].pop(0))
        self.doubts[head.key] = 0

    @precondition(lambda self: self.buried)
    @rule(data=st.data())
    def revive(self, data: st.DataObject) -> None:
        letter = data.draw(st.sampled_from(sorted(self.buried)))
        key, payload = self.buried.pop(letter)
        assert dead_letters.revive(self.connection, letter, self.now)
        self.waiting[key].append(payload)

    @rule()
    def leases_run_out(self) -> None:
        self.now += LEASE

    @precondition(lambda self: self.late)
    @rule()
    def the_late_come_too_late(self) -> None:
        token, head = self.late.pop()
        assert not lanes.complete(self.connection, token, head.lane_id, head.seq, self.now)
        assert dead_letters.bury(self.connection, token, head.lane_id, head.seq, "", self.now) is None

    @invariant()
    def nothing_is_lost(self) -> None:
        stored = self.connection.execute(select(func.count()).select_from(parcel)).scalar_one()
        assert stored == sum(map(len, self.waiting.values())) <= lanes.waiting(self.connection, self.now).count

    def _leased(self, key: str) -> bool:
        return key in self.held and self.held[key][2] > self.now

    def _take_one(self, data: st.DataObject) -> tuple[int, Head]:
        token, head, _ends = self.held.pop(data.draw(st.sampled_from(sorted(self.held))))
        return token, head


TestLaneLaws = LaneLaws.TestCase
TestLaneLaws.settings = settings(max_examples=40, stateful_step_count=40, deadline=None)
