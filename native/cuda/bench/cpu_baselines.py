"""The workloads of CpuBench in NumPy on OpenBLAS, the array-library way. One line each: name, median seconds."""
import time

import numpy as np

D = 768
RUNS = 5
rng = np.random.default_rng(1)


def unit(*shape):
    rows = rng.standard_normal(shape, dtype=np.float32)
    return rows / np.linalg.norm(rows, axis=-1, keepdims=True)


def clock(name, work):
    for _ in range(3):
        work()
    seconds = []
    for _ in range(RUNS):
        start = time.perf_counter()
        work()
        seconds.append(time.perf_counter() - start)
    print(f"{name}\t{sorted(seconds)[RUNS // 2]:.6f}", flush=True)


def cosine():
    a, b = unit(100_000, D), unit(100_000, D)
    clock(
        "cosine 100000x768 f32",
        lambda: np.sum(a * b, axis=1) / (np.linalg.norm(a, axis=1) * np.linalg.norm(b, axis=1)),
    )


def top_k():
    q, m = unit(1000, D), unit(16_384, D)

    def work():
        scores = q @ m.T
        best = np.argpartition(scores, -16, axis=1)[:, -16:]
        values = np.take_along_axis(scores, best, axis=1)
        order = np.argsort(-values, axis=1, kind="stable")
        return np.take_along_axis(best, order, axis=1), np.take_along_axis(values, order, axis=1)

    clock("topK 1000x16384x768 k=16 f32", work)
    clock("topK, beside sgemm alone", lambda: q @ m.T)


def ranks():
    a, b = unit(4096, D), unit(4096, D)
    clock("rankOfOwn 4096x768 f16, beside sgemm alone", lambda: a @ b.T)


def nearest_earlier():
    rows = unit(8192, D)

    def work():
        for i in range(0, len(rows), 512):
            rows[i : i + 512] @ rows[: i + 512].T

    clock("nearestEarlier 8192x768 f16, beside half of sgemm", work)


def synergy(dtype, name):
    a, p = unit(64, 64, D).astype(dtype), unit(64, 256, D).astype(dtype)

    def work():
        scores = np.matmul(a.astype(np.float32, copy=False), p.astype(np.float32, copy=False).transpose(0, 2, 1))
        return scores.max(axis=2).mean(axis=1), scores.max(axis=1).mean(axis=1)

    clock(f"synergy 64x(64,256,768) {name}", work)
    if dtype == np.float32:
        clock("synergy, beside sgemm alone", lambda: np.matmul(a, p.transpose(0, 2, 1)))


def image_quality():
    rgb = rng.integers(0, 256, (512, 512, 3), dtype=np.uint8)

    def work():
        r, g, b = (rgb[..., c].astype(np.int32) for c in range(3))
        luma = (77 * r + 150 * g + 29 * b + 128) >> 8
        mid = luma[1:-1, 1:-1]
        cross = luma[:-2, 1:-1] + luma[2:, 1:-1] + luma[1:-1, :-2] + luma[1:-1, 2:]
        corners = luma[:-2, :-2] + luma[:-2, 2:] + luma[2:, :-2] + luma[2:, 2:]
        second = cross - 4 * mid
        rg, yb = r - g, r + g - 2 * b
        steps = np.abs(np.diff(luma, axis=1))
        sharpness = second.var()
        noise = np.abs(corners - 2 * cross + 4 * mid).sum()
        contrast = luma.std()
        clipped = (luma <= 4).mean() + (luma >= 251).mean()
        colour = np.hypot(rg.std(), yb.std() / 2) + 0.3 * np.hypot(rg.mean(), yb.mean() / 2)
        edges = steps[:, 7::8].mean()
        inner = (steps.sum() - steps[:, 7::8].sum()) / (steps.size - steps[:, 7::8].size)
        return sharpness, noise, contrast, clipped, colour, edges / inner

    clock("imageQuality 512x512", work)


cosine()
top_k()
ranks()
nearest_earlier()
synergy(np.float32, "f32")
synergy(np.float16, "f16")
image_quality()
