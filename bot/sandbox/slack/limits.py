"""Slack's rate limits, for those who want to meet them: about one post a second in each channel, and tiers."""

import time
from dataclasses import dataclass

PER_MINUTE = {1: 1, 2: 20, 3: 50, 4: 100}
POSTS_A_SECOND = 1.0
POSTS_AT_ONCE = 5
"""Slack speaks of a generous burst and names no number."""


@dataclass
class Bucket:
    """Fills with time up to `holds`, and every call takes one."""

    rate: float  # a second
    holds: float
    level: float
    seen: float  # monotonic seconds

    def wait(self, now: float) -> float:
        """Seconds until there is one to take; 0 takes it."""
        self.level = min(self.holds, self.level + (now - self.seen) * self.rate)
        self.seen = now
        if self.level < 1:
            return (1 - self.level) / self.rate
        self.level -= 1
        return 0.0


class RateLimits:
    """Off until `on` is set."""

    def __init__(self) -> None:
        self.on = False
        self._buckets: dict[tuple[str, str], Bucket] = {}

    def wait(self, method: str, tier: int | None, channel: str) -> int:
        """Whole seconds to stay away, 0 if the call may pass. Tier None is the special one of posting."""
        if not self.on:
            return 0
        now = time.monotonic()
        key = (method, channel if tier is None else "")
        rate, holds = self._of(tier)
        bucket = self._buckets.setdefault(key, Bucket(rate, holds, holds, now))
        seconds = bucket.wait(now)
        return int(seconds) + 1 if seconds else 0

    def _of(self, tier: int | None) -> tuple[float, float]:
        if tier is None:
            return POSTS_A_SECOND, POSTS_AT_ONCE
        return PER_MINUTE[tier] / 60, PER_MINUTE[tier]
