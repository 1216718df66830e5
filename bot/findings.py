"""What was found out about a live set-up: one line for each thing that can be right or wrong by itself."""

from dataclasses import dataclass

from bot.config_faults import without_secrets


@dataclass(frozen=True)
class Finding:
    what: str
    ok: bool
    detail: str
    cure: str = ""

    @property
    def line(self) -> str:
        return f"ok     {self.what}: {self.detail}" if self.ok else f"FAULT  {self.what}: {self.detail} -> {self.cure}"


def fine(what: str, detail: str) -> Finding:
    return Finding(what, True, detail)


def fault(what: str, detail: object, cure: str) -> Finding:
    return Finding(what, False, without_secrets(str(detail)), cure)
