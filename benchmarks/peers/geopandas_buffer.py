"""geopandas: buffers around the rivers and an ordinary spatial join. Buffers are polygons, so the limit is a little short."""

import geopandas
from shared import LIMIT_M, Steps, hand_in, on_plane, paths

parcels_at, rivers_at, answer = paths()
steps = Steps()
with steps.step("read"):
    parcels, rivers = on_plane(parcels_at), on_plane(rivers_at)
with steps.step("query"):
    rivers["geometry"] = rivers.buffer(LIMIT_M)
    found = geopandas.sjoin(parcels, rivers)
hand_in(answer, found[["id", "name"]])
steps.report()
