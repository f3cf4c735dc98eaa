"""What does it cost to do nothing? Imports what such a tool needs; one model, one transformer."""

import click  # noqa: F401
import pydantic
import pyproj
import shapely  # noqa: F401
import yaml  # noqa: F401


class Model(pydantic.BaseModel):
    name: str
    distance_m: float


pyproj.Transformer.from_crs(4326, 4547, always_xy=True)
