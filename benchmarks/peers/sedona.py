"""SedonaDB: a join by distance on subdivided rivers, with the least distance of each pair."""

import sedonadb
from shared import LIMIT_M, Steps, hand_in, on_plane, paths, subdivided

QUERY = f"""
    SELECT p.id, r.name, MIN(ST_Distance(p.geometry, r.geometry)) AS distance_m
    FROM parcels p JOIN rivers r ON ST_DWithin(p.geometry, r.geometry, {LIMIT_M})
    GROUP BY p.id, r.name
"""

parcels_at, rivers_at, answer = paths()
steps = Steps()
with steps.step("read"):
    parcels, rivers = on_plane(parcels_at), subdivided(on_plane(rivers_at))
    database = sedonadb.connect()
    database.create_data_frame(parcels).to_view("parcels")
    database.create_data_frame(rivers).to_view("rivers")
with steps.step("query"):
    found = database.sql(QUERY).to_pandas()
hand_in(answer, found)
steps.report()
