"""PostGIS: a join by distance on subdivided, indexed rivers, in a plane or (`--geography`) on the ellipsoid.

`load` is from the files to indexed and analysed tables; `query` is the join alone, its result sent to the client.
"""

import argparse
import io
from dataclasses import dataclass
from pathlib import Path

import geopandas
import pandas
import postgis_server
from shared import EDGES, LIMIT_M, Steps, hand_in, on_plane, subdivided

QUERY = """
    COPY (SELECT p.id, r.name, MIN(ST_Distance(p.shape, r.shape))
          FROM parcels p JOIN rivers r ON ST_DWithin(p.shape, r.shape, {limit})
          GROUP BY p.id, r.name) TO STDOUT (FORMAT csv)
"""


WORKERS = "SET max_parallel_workers_per_gather = {workers}"


@dataclass(frozen=True)
class Kind:
    """How shapes are stored: type and number of the system."""

    type: str
    srid: int


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    for name in ("parcels", "rivers", "answer"):
        parser.add_argument(name, type=Path)
    parser.add_argument("--geography", action="store_true", help="on the ellipsoid")
    parser.add_argument("--edges", type=int, default=EDGES, help="of a piece (default %(default)s)")
    parser.add_argument("--workers", type=int, default=2, help="parallel ones (default %(default)s)")
    options = parser.parse_args()
    read = geopandas.read_file if options.geography else on_plane
    kind = Kind("geography", 4326) if options.geography else Kind("geometry", 0)
    steps = Steps()
    with postgis_server.running() as server:
        with steps.step("load"):
            load(server, "parcels", read(options.parcels)[["id", "geometry"]], kind)
            load(server, "rivers", subdivided(read(options.rivers), options.edges), kind)
        with steps.step("query"):
            text = server.psql(WORKERS.format(workers=options.workers), QUERY.format(limit=LIMIT_M))
    hand_in(options.answer, pandas.read_csv(io.StringIO(text), names=["id", "name", "distance_m"]))
    steps.report()


def load(server: postgis_server.Server, table: str, frame: geopandas.GeoDataFrame, kind: Kind) -> None:
    """A frame of one column and the shapes as an indexed table."""
    column = frame.columns[0]
    wkb = frame.geometry.set_crs(None, allow_override=True).to_wkb(hex=True)
    data = frame[[column]].assign(shape=wkb).to_csv(index=False, header=False)
    server.psql(f"CREATE TABLE loading ({column} text, shape geometry)")
    server.psql("COPY loading FROM STDIN (FORMAT csv)", data=data.encode())
    server.psql(
        f"CREATE TABLE {table} AS SELECT {column}, ST_SetSRID(shape, {kind.srid})::{kind.type} AS shape FROM loading",
        "DROP TABLE loading",
        f"CREATE INDEX ON {table} USING gist (shape)",
        f"VACUUM ANALYZE {table}",
    )


if __name__ == "__main__":
    main()
