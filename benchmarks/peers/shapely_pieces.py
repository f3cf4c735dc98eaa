"""shapely: a tree of pieces of rivers and the distance of every pair that it finds, the least for each river."""

import numpy as np
import pandas
import shapely
from shared import LIMIT_M, Steps, hand_in, on_plane, paths, subdivided

parcels_at, rivers_at, answer = paths()
steps = Steps()
with steps.step("read"):
    parcels, rivers = on_plane(parcels_at), on_plane(rivers_at)
with steps.step("query"):
    pieces = subdivided(rivers)
    sites, lines = np.asarray(parcels.geometry), np.asarray(pieces.geometry)
    site, piece = shapely.STRtree(lines).query(sites, predicate="dwithin", distance=LIMIT_M)
    distance = shapely.distance(sites[site], lines[piece])
    pairs = pandas.DataFrame(
        {
            "id": parcels["id"].to_numpy()[site],
            "name": pieces["name"].to_numpy()[piece],
            "distance_m": distance,
        }
    )
    found = pairs.groupby(["id", "name"], as_index=False)["distance_m"].min()
hand_in(answer, found)
steps.report()
