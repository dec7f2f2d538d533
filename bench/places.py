"""Point -> area in memory: at least 50,000 points a second on the 424 dong of Seoul. Run: python bench/places.py [--quick]

The peer is the same index asked point by point through `STRtree.query(..., predicate="intersects")`, the way most code asks it.
"""

from __future__ import annotations

import os
import statistics
import sys
import time
from pathlib import Path

import numpy as np
import shapely

from madang.urban.formats.geojson import read_features
from madang.urban.geometry import AreaIndex

DATA = Path(os.environ.get("MADANG_TEST_DATA") or Path(__file__).parents[2] / "shared" / "data")
DONG = DATA / "seoul/administrative_dong_2025-04.geojson"
INVENTED = Path(__file__).parents[1] / "src/madang/city/demo/areas.geojson"
LIMIT = 50_000
RUNS = 5


def shapes() -> tuple[str, list[shapely.Geometry]]:
    """Return the dong of Seoul, or the invented city's neighbourhoods where the real file is missing."""
    path = DONG if DONG.exists() else INVENTED
    features = [one for one in read_features(path) if one.properties.get("level", "neighbourhood") == "neighbourhood"]
    found = [one.geometry for one in features if one.geometry is not None]
    return f"{len(found)} areas of {path.name}", found


def points(areas: list[shapely.Geometry], count: int) -> tuple[np.ndarray, np.ndarray]:
    """Return points spread evenly over the box around all areas."""
    west, south, east, north = shapely.total_bounds(areas)
    rng = np.random.default_rng(2026)
    return rng.uniform(west, east, count), rng.uniform(south, north, count)


def rate(work: object, count: int, runs: int) -> float:
    """Return the median number of points answered in a second."""
    seconds = []
    for _ in range(runs):
        start = time.perf_counter()
        work()  # type: ignore[operator]
        seconds.append(time.perf_counter() - start)
    return count / statistics.median(seconds)


def one_by_one(tree: shapely.STRtree, lons: np.ndarray, lats: np.ndarray) -> None:
    """Ask the peer for each point."""
    for lon, lat in zip(lons, lats, strict=True):
        tree.query(shapely.Point(lon, lat), predicate="intersects")


def main(quick: bool) -> int:
    """Print the table; return 1 if the limit is missed."""
    what, areas = shapes()
    count = 50_000 if quick else 500_000
    lons, lats = points(areas, count)
    start = time.perf_counter()
    index = AreaIndex(areas)
    made = time.perf_counter() - start
    ours = rate(lambda: index.areas_at(lons, lats), count, RUNS)
    tree = shapely.STRtree(areas)
    few = min(count, 20_000)
    peer = rate(lambda: one_by_one(tree, lons[:few], lats[:few]), few, 1)
    inside = float((index.areas_at(lons, lats) >= 0).mean())
    print(f"{what}, {count:,} points, {inside:.0%} inside; index made in {made * 1000:.1f} ms")
    print(f"{'':34}{'points/s':>12}{'ratio':>9}")
    print(f"{'limit':34}{LIMIT:>12,}{1:>9.1f}")
    print(f"{'shapely, point by point':34}{peer:>12,.0f}{peer / LIMIT:>9.1f}")
    print(f"{'AreaIndex.areas_at':34}{ours:>12,.0f}{ours / LIMIT:>9.1f}")
    return 0 if ours >= LIMIT else 1


if __name__ == "__main__":
    sys.exit(main("--quick" in sys.argv))
