"""Where the desk runs: its database, what it listens on, its logs and traces."""

from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, SecretStr, StringConstraints

from bot.settings.kinds import AN_ADDRESS, Address, Section, number, secret


class Database(Section):
    url: Annotated[SecretStr, secret(r"(sqlite:///(?!:memory:).|postgresql(\+\w+)?://).+")] = Field(
        SecretStr("sqlite:///relaydesk.db"),
        description="sqlite:///file.db or postgresql://user:password@host/name",
    )
    durable: bool = Field(True, description="true or false")


class Http(Section):
    host: Annotated[str, StringConstraints(min_length=1)] = Field(
        "127.0.0.1", description="the address to listen on, such as 127.0.0.1 or 0.0.0.0"
    )
    port: Annotated[int, BeforeValidator(number)] = Field(
        8080, ge=0, le=65535, description="a port from 1 to 65535, or 0 for any that is free"
    )
    metrics: bool = Field(False, description="true or false")


class Logging(Section):
    level: Literal["debug", "info", "warning", "error"] = Field(
        "info", description='"debug", "info", "warning" or "error"'
    )
    format: Literal["json", "console"] = Field("json", description='"json" or "console"')


class Tracing(Section):
    endpoint: Address | None = Field(None, description=AN_ADDRESS)
    sample: Annotated[float, BeforeValidator(number)] = Field(
        1, gt=0, le=1, allow_inf_nan=False, description="a share above 0 and up to 1"
    )
