import pytest

from bot.sandbox.faults import ANY, DELIVERY, ON_CALLS, Fault, Faults


def test_a_planned_fault_happens_to_its_method_as_often_as_planned() -> None:
    faults = Faults()
    faults.next("sendMessage", "rate_limited", 2, retry_after=7)
    assert faults.on_call("getMe") is None
    taken = [faults.on_call("sendMessage") for _ in range(3)]
    assert taken == [Fault("rate_limited", retry_after=7)] * 2 + [None]


def test_faults_of_one_method_come_in_the_order_they_were_planned() -> None:
    faults = Faults()
    faults.next("sendMessage", "drop_after")
    faults.next("sendMessage", "server_error", status=502)
    kinds = [fault.kind for _ in range(2) if (fault := faults.on_call("sendMessage"))]
    assert kinds == ["drop_after", "server_error"]


def test_a_fault_for_any_call_takes_the_next_one() -> None:
    faults = Faults()
    faults.next(ANY, "drop_before")
    assert faults.on_call("getMe") == Fault("drop_before")
    assert faults.on_call("getMe") is None


def test_a_delivery_cannot_be_rate_limited_and_a_call_cannot_come_twice() -> None:
    with pytest.raises(ValueError, match="rate_limited cannot happen to delivery"):
        Faults().next(DELIVERY, "rate_limited")
    with pytest.raises(ValueError, match="duplicate cannot happen to getMe"):
        Faults().next("getMe", "duplicate")


def test_chance_repeats_itself_for_the_same_seed_and_keeps_its_rate() -> None:
    def run(seed: int) -> list[str]:
        faults = Faults()
        faults.randomly(0.25, seed)
        return [fault.kind if (fault := faults.on_call("getMe")) else "" for _ in range(400)]

    assert run(7) == run(7) != run(8)
    went_wrong = [kind for kind in run(7) if kind]
    assert 60 < len(went_wrong) < 140
    assert set(went_wrong) == set(ON_CALLS)


def test_what_was_done_is_told_and_clearing_ends_it() -> None:
    faults = Faults()
    faults.next(DELIVERY, "duplicate")
    faults.on_delivery()
    faults.randomly(1.0, 1)
    faults.next("getMe", "drop_before")
    faults.clear()
    assert faults.on_call("getMe") is None
    assert faults.done == [(DELIVERY, Fault("duplicate"))]


def test_lasting_trouble_happens_to_every_call_of_its_method_until_it_is_cleared() -> None:
    faults = Faults()
    faults.always("sendMessage", "server_error", status=502)
    faults.next("sendMessage", "drop_after")
    kinds = [fault.kind for _ in range(3) if (fault := faults.on_call("sendMessage"))]
    assert kinds == ["drop_after", "server_error", "server_error"]
    assert faults.on_call("getMe") is None
    faults.clear()
    assert faults.on_call("sendMessage") is None
