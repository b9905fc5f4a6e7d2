"""Rows for .ci/lists, and the recall of what was found for some of them, by NumPy's exact search."""

import glob
import json
import sys

import numpy as np

K = 10
QUERIES = 2000


def make(file, rows, dimension):
    """Clusters of unequal size in 32 dimensions, seen through a random projection, with a little noise."""
    random = np.random.default_rng(1)
    clusters = max(1, rows // 500)
    centres = random.standard_normal((clusters, 32))
    share = random.dirichlet(np.ones(clusters))
    projection = random.standard_normal((32, dimension))
    out = np.lib.format.open_memmap(file, "w+", np.float16, (rows, dimension))
    for at in range(0, rows, 10_000):
        n = min(10_000, rows - at)
        latent = centres[random.choice(clusters, n, p=share)] + 0.6 * random.standard_normal((n, 32))
        part = latent @ projection + 0.5 * random.standard_normal((n, dimension))
        out[at : at + n] = part / np.linalg.norm(part, axis=1, keepdims=True)


def recall(file, out):
    rows = np.load(file, mmap_mode="r")
    chosen = np.sort(np.random.default_rng(2).choice(len(rows), min(QUERIES, len(rows)), replace=False))
    queries = rows[chosen].astype(np.float32)
    best = np.full((len(chosen), K), -np.inf, np.float32)
    for at in range(0, len(rows), 20_000):
        scores = queries @ rows[at : at + 20_000].astype(np.float32).T
        own = (chosen >= at) & (chosen < at + 20_000)
        scores[np.nonzero(own)[0], chosen[own] - at] = -np.inf
        best = -np.partition(-np.hstack([best, scores]), K - 1, axis=1)[:, :K]
    bar = dict(zip(chosen.tolist(), best.min(axis=1)))
    shares = []
    for name in sorted(glob.glob(out + "/neighbours-*.jsonl")):
        with open(name, encoding="utf-8") as lines:
            for line in map(json.loads, lines):
                row = line["query"]["row"]
                if row in bar:
                    found = [near["row"] for near in line["nearest"]]
                    scores = rows[found].astype(np.float32) @ rows[row].astype(np.float32)
                    shares.append(min(K, int((scores >= bar[row] - 1e-5).sum())) / K)
    assert len(shares) == len(chosen), "not all rows were searched"
    side = 1.96 * np.std(shares) / len(shares) ** 0.5
    print(f"NumPy, exact: recall at {K} {np.mean(shares):.3f} ± {side:.3f} over {len(shares):,} other rows")


if __name__ == "__main__":
    if sys.argv[1] == "make":
        make(sys.argv[2], int(sys.argv[3]), int(sys.argv[4]))
    else:
        recall(sys.argv[2], sys.argv[3])
