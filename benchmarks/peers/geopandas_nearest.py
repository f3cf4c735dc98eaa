"""geopandas: the nearest river within the limit, with its distance. One river for each parcel, not every one in reach."""

import geopandas
from shared import LIMIT_M, Steps, hand_in, on_plane, paths

parcels_at, rivers_at, answer = paths()
steps = Steps()
with steps.step("read"):
    parcels, rivers = on_plane(parcels_at), on_plane(rivers_at)
with steps.step("query"):
    found = geopandas.sjoin_nearest(parcels, rivers, max_distance=LIMIT_M, distance_col="distance_m")
hand_in(answer, found[["id", "name", "distance_m"]])
steps.report()
