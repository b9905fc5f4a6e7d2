"""NumPy's exact search of the rows that .ci/scale made: a block of texts against all images, both directions counted."""

import sys
import time

import numpy as np

folder, rows, dimension = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
texts = np.load(f"{folder}/texts-{rows}x{dimension}.npy", mmap_mode="r")
images = np.load(f"{folder}/images-{rows}x{dimension}.npy", mmap_mode="r").astype(np.float32)
block, blocks = 2048, 3  # enough to know the rate
own_of_all = np.concatenate(
    [
        np.einsum("ij,ij->i", texts[at : at + 16384].astype(np.float32), images[at : at + 16384])
        for at in range(0, rows, 16384)
    ]
)
of_text = np.zeros(rows, np.int64)
best = 0.0
for b in range(blocks):
    first = b * block
    start = time.perf_counter()
    part = texts[first : first + block].astype(np.float32)
    own = own_of_all[first : first + block]
    of_image = np.zeros(len(part), np.int64)
    for at in range(0, rows, 16384):
        scores = part @ images[at : at + 16384].T
        of_image += (scores > own[:, None]).sum(axis=1)
        of_text[at : at + 16384] += (scores > own_of_all[None, at : at + 16384]).sum(axis=0)
    seconds = time.perf_counter() - start
    best = max(best, 2.0 * len(part) * rows * dimension / seconds)
print(f"NumPy, ranks both ways in blocks of {block}: {best / 1e9:.0f} GFLOP/s")
