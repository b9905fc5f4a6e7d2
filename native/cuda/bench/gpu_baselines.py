"""PyTorch on the same device, rows already there: the ways a user would write each operation.

Prints "name<TAB>way<TAB>seconds". Random unit rows, never zeros; medians of event times.
"""

import sys

import torch
import torch.nn.functional as F

torch.manual_seed(1)
DEVICE = "cuda"


def unit(*shape):
    rows = torch.empty(*shape, device=DEVICE, dtype=torch.float16)
    flat = rows.view(-1, shape[-1])
    for part in flat.split(1 << 18):
        part.copy_(F.normalize(torch.randn(part.shape, device=DEVICE), dim=-1))
    return rows


def seconds(run, times):
    if times > 1:  # what takes long needs no warming up
        run()
        run()
    torch.cuda.synchronize()
    taken = []
    for _ in range(times):
        begin, end = torch.cuda.Event(enable_timing=True), torch.cuda.Event(enable_timing=True)
        begin.record()
        run()
        end.record()
        end.synchronize()
        taken.append(begin.elapsed_time(end) / 1e3)
    return sorted(taken)[len(taken) // 2]


def report(name, way, run, times=5):
    try:
        print(f"{name}\t{way}\t{seconds(run, times):.6f}", flush=True)
    except Exception as e:  # one way that does not work here is no reason to lose the others
        print(f"{name}\t{way}\tfailed: {type(e).__name__}: {str(e)[:80]}", flush=True)
    torch.cuda.empty_cache()


def cosine():
    name = "cosine 4M x 768"
    a, b = unit(4_000_000, 768), unit(4_000_000, 768)
    report(name, "F.cosine_similarity", lambda: F.cosine_similarity(a, b))
    compiled = torch.compile(lambda x, y: (x.float() * y.float()).sum(-1))
    report(name, "torch.compile dot", lambda: compiled(a, b))


def search():
    n, d, k, chunk = 1_000_000, 768, 16, 8192
    a, b = unit(n, d), unit(n, d)

    def mm_topk():
        for q in a.split(chunk):
            best = None
            for base in range(0, n, 1 << 17):
                s, i = (q @ b[base : base + (1 << 17)].T).topk(k)
                s, i = (s, i + base) if best is None else (torch.cat([best[0], s], 1), torch.cat([best[1], i + base], 1))
                s, at = s.topk(k)
                best = s, i.gather(1, at)

    report("topK 1M x 1M x 768, k=16", "chunked mm + topk", mm_topk, 1)
    own = (a.float() * b.float()).sum(-1).half()

    def mm_rank():
        of_text = torch.zeros(n, dtype=torch.int64, device=DEVICE)
        for base in range(0, n, chunk):
            for other in range(0, n, 1 << 17):
                s = a[base : base + chunk] @ b[other : other + (1 << 17)].T
                (s > own[base : base + chunk, None]).sum(1)
                of_text[other : other + (1 << 17)] += (s > own[None, other : other + (1 << 17)]).sum(0)

    report("rankOfOwn 1M x 768", "chunked mm", mm_rank, 1)

    def mm_pairs():
        for base in range(0, n, chunk):
            for other in range(base, n, 1 << 17):
                ((a[base : base + chunk] @ a[other : other + (1 << 17)].T) > 0.5).nonzero()

    report("pairsAbove 1M x 768", "chunked mm", mm_pairs, 1)


def synergy():
    n, t, p, d, part = 65_536, 64, 256, 768, 8192
    name = f"synergy {n} x ({t}, {p}, {d})"
    a, b = unit(n, t, d), unit(n, p, d)

    def amax(x, y):
        s = torch.bmm(x, y.transpose(1, 2))
        return s.amax(2), s.amax(1)

    def normalised(x, y):
        return amax(F.normalize(x.float(), dim=-1), F.normalize(y.float(), dim=-1))

    mask_t = torch.rand(n, t, device=DEVICE) < 0.75
    mask_p = torch.rand(n, p, device=DEVICE) < 0.75

    def masked(x, y, mt, mp):
        s = torch.bmm(x, y.transpose(1, 2))
        return s.masked_fill(~mp[:, None], -1).amax(2), s.masked_fill(~mt[:, :, None], -1).amax(1)

    def parts(run, *more):
        return lambda: [run(*(x[i : i + part] for x in (a, b, *more))) for i in range(0, n, part)]

    report(name, "bmm + amax", parts(amax))
    report(name, "torch.compile bmm + amax", parts(torch.compile(amax)))
    report(name, "eager with normalise", parts(normalised), 1)
    report(f"synergy ragged {n} x ({t}, {p}, {d})", "masked bmm + amax", parts(masked, mask_t, mask_p))
    try:
        report(name, "Triton, D in chunks", parts(triton_maxsim()))
    except ImportError as e:
        print(f"{name}\tTriton\tfailed: {e}", flush=True)


def triton_maxsim():
    import triton
    import triton.language as tl

    @triton.jit
    def kernel(a, b, rows, cols, D: tl.constexpr, T: tl.constexpr, P: tl.constexpr, C: tl.constexpr):
        sample = tl.program_id(0).to(tl.int64)
        t, p, c = tl.arange(0, T), tl.arange(0, P), tl.arange(0, C)
        acc = tl.zeros((T, P), dtype=tl.float32)
        for start in range(0, D, C):
            x = tl.load(a + sample * T * D + t[:, None] * D + start + c[None, :])
            y = tl.load(b + sample * P * D + p[None, :] * D + start + c[:, None])
            acc = tl.dot(x, y, acc)
        tl.store(rows + sample * T + t, tl.max(acc, 1))
        tl.store(cols + sample * P + p, tl.max(acc, 0))

    def run(x, y):
        n, t, d = x.shape
        p = y.shape[1]
        rows = torch.empty(n, t, device=DEVICE)
        cols = torch.empty(n, p, device=DEVICE)
        kernel[(n,)](x, y, rows, cols, d, t, p, 64, num_warps=8, num_stages=3)
        return rows, cols

    return run


def image_quality():
    name = "imageQuality 4096 x 512 x 512"
    rgb = torch.randint(0, 256, (4096, 3, 512, 512), dtype=torch.uint8, device=DEVICE)
    laplace = torch.tensor([[[[0.0, 1, 0], [1, -4, 1], [0, 1, 0]]]], device=DEVICE)
    noise = torch.tensor([[[[1.0, -2, 1], [-2, 4, -2], [1, -2, 1]]]], device=DEVICE)

    def quality(x):
        r, g, b = x.float().unbind(1)
        luma = 0.299 * r + 0.587 * g + 0.114 * b
        step = (luma[:, :, 1:] - luma[:, :, :-1]).abs()
        return (
            F.conv2d(luma[:, None], laplace).var((1, 2, 3)),
            F.conv2d(luma[:, None], noise).abs().mean((1, 2, 3)),
            luma.std((1, 2)),
            ((luma <= 4) | (luma >= 251)).float().mean((1, 2)),
            (r - g).std((1, 2)),
            ((r + g) / 2 - b).std((1, 2)),
            step[:, :, 7::8].mean((1, 2)),
            step.mean((1, 2)),
        )

    compiled = torch.compile(quality)
    report(name, "eager", lambda: [quality(x) for x in rgb.split(256)], 3)
    report(name, "torch.compile", lambda: [compiled(x) for x in rgb.split(256)], 3)


if __name__ == "__main__":
    wanted = sys.argv[1:] or ["cosine", "search", "synergy", "image_quality"]
    for each in wanted:
        globals()[each]()
        torch.cuda.empty_cache()
