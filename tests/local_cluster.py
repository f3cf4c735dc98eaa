"""A Dask cluster of two worker processes on this machine, for tests: prints its address and the workers' process ids, waits."""

from __future__ import annotations

import json
import sys

if __name__ == "__main__":
    from distributed import LocalCluster

    with LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as cluster:
        cluster.wait_for_workers(2)
        pids = [worker.pid for worker in cluster.workers.values()]
        sys.stdout.write(json.dumps({"address": cluster.scheduler_address, "pids": pids}) + "\n")
        sys.stdout.flush()
        sys.stdin.read()
