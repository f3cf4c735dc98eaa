"""geopandas: a spatial join by distance. It answers which rivers are near, and not how near."""

import geopandas
from shared import LIMIT_M, Steps, hand_in, on_plane, paths

parcels_at, rivers_at, answer = paths()
steps = Steps()
with steps.step("read"):
    parcels, rivers = on_plane(parcels_at), on_plane(rivers_at)
with steps.step("query"):
    found = geopandas.sjoin(parcels, rivers, predicate="dwithin", distance=LIMIT_M)
hand_in(answer, found[["id", "name"]])
steps.report()
