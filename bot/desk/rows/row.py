"""What all have in common that can be sent."""

from pydantic import BaseModel, ConfigDict, Field


class Row(BaseModel):
    """`cause` is the key of what came in and led to this, for the log alone."""

    model_config = ConfigDict(frozen=True)

    cause: str = Field(default="", repr=False)
