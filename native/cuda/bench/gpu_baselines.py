"""What the card can do, and PyTorch and Triton on it: the ways a user would write each operation, rows already there.

    gpu_baselines.py ceilings    prints "copy<TAB>bytes a second" and "gemm ...<TAB>flop a second"
    gpu_baselines.py [PART ...]  prints "name<TAB>way<TAB>seconds"

Random unit rows, never zeros; medians of event times, after a warm-up. Where a way has sizes to choose, several are tried
on a part of the work, and the best does all of it; of a million rows by a million it does an eighth, times eight.
"""

import itertools
import sys

import torch
import torch.nn.functional as F

torch.manual_seed(1)
DEVICE = "cuda"
torch.backends.cuda.matmul.allow_fp16_reduced_precision_reduction = False


def unit(*shape):
    rows = torch.empty(*shape, device=DEVICE, dtype=torch.float16)
    for part in rows.view(-1, shape[-1]).split(1 << 18):
        part.copy_(F.normalize(torch.randn(part.shape, device=DEVICE), dim=-1))
    return rows


def seconds(run, times=5, warm=True):
    if warm:
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


def report(name, way, run, times=5, warm=True):
    try:
        print(f"{name}\t{way}\t{seconds(run, times, warm):.6f}", flush=True)
    except Exception as e:  # one way that does not work here is no reason to lose the others
        print(f"{name}\t{way}\tfailed: {type(e).__name__}: {str(e)[:80]}", flush=True)
    torch.cuda.empty_cache()


def best_of(sizes, run_of):
    """The size whose run takes the least time; what does not fit takes for ever."""

    def taken(size):
        try:
            return seconds(run_of(size), 1)
        except torch.OutOfMemoryError:
            torch.cuda.empty_cache()
            return float("inf")

    return min(sizes, key=taken)


def ceilings():
    size = 1 << 32
    x = torch.empty(size, dtype=torch.uint8, device=DEVICE).random_(0, 256)
    y = torch.empty_like(x)
    print(f"copy\t{2 * size / seconds(lambda: y.copy_(x)):.4e}")
    host = torch.empty(size // 4, dtype=torch.uint8, pin_memory=True).fill_(7)
    print(f"upload\t{len(host) / seconds(lambda: y[: len(host)].copy_(host, non_blocking=True)):.4e}")
    del x, y, host
    for m, n, k in ((8192, 8192, 8192), (32768, 32768, 768), (8192, 131072, 768)):
        a, b, out = unit(m, k), unit(n, k), torch.empty(m, n, device=DEVICE, dtype=torch.float16)
        runs = 40 if k == 768 else 20  # long enough for the clock to settle under load
        taken = seconds(lambda: [torch.mm(a, b.T, out=out) for _ in range(runs)], 3)
        print(f"gemm {m} x {n} x {k}\t{2 * m * n * k * runs / taken:.4e}")


def cosine():
    name = "cosine 4M x 768"
    a, b = unit(4_000_000, 768), unit(4_000_000, 768)
    report(name, "F.cosine_similarity", lambda: F.cosine_similarity(a, b))
    compiled = torch.compile(lambda x, y: (x.float() * y.float()).sum(-1))
    report(name, "torch.compile dot", lambda: compiled(a, b))


class Search:
    """All rows of a against all rows of b (or those after them in a), by parts of a matrix that does not fit."""

    def __init__(self, a, b):
        self.a, self.b = a, b
        both = zip(a.split(1 << 18), b.split(1 << 18))
        self.own = torch.cat([(x.float() * y.float()).sum(-1) for x, y in both]).half()

    def parts(self, rows, columns, upto=None, upper=False):
        n, others = len(self.a), self.a if upper else self.b
        m = len(others)
        for i in range(0, min(n, upto or n), rows):
            for j in range(i // columns * columns if upper else 0, m, columns):
                yield i, j, self.a[i : i + rows] @ others[j : j + columns].T

    def gemm(self, rows, columns, upto=None):
        for _ in self.parts(rows, columns, upto):
            pass

    def topk(self, rows, columns, upto=None, k=16):
        best = None
        for _, j, s in self.parts(rows, columns, upto):
            if j == 0:
                best = None
            s, at = s.topk(min(k, s.shape[1]))
            at += j
            if best is not None:
                s, at = torch.cat([best[0], s], 1), torch.cat([best[1], at], 1)
                s, pick = s.topk(k)
                at = at.gather(1, pick)
            best = s, at

    def rank(self, rows, columns, upto=None):
        own = self.own
        of_image = torch.zeros(len(self.a), dtype=torch.int64, device=DEVICE)
        of_text = torch.zeros(len(self.b), dtype=torch.int64, device=DEVICE)
        for i, j, s in self.parts(rows, columns, upto):
            of_image[i : i + rows] += (s > own[i : i + rows, None]).sum(1)
            of_text[j : j + columns] += (s > own[None, j : j + columns]).sum(0)

    def pairs(self, rows, columns, upto=None):
        for _, _, s in self.parts(rows, columns, upto, upper=True):
            (s > 0.5).nonzero()

    def nearest(self, rows, columns, upto=None):
        index = torch.arange(max(rows, columns), device=DEVICE)
        best = torch.full((len(self.a),), -2.0, device=DEVICE, dtype=torch.float16)
        at = torch.zeros(len(self.a), dtype=torch.int64, device=DEVICE)
        for i, j, s in self.parts(rows, columns, upto, upper=True):  # columns are the later rows
            r, c = s.shape
            if j < i + rows:
                s.masked_fill_(index[:r, None] + i >= index[None, :c] + j, -2.0)
            top, where = s.max(0)
            better = top > best[j : j + columns]
            best[j : j + columns] = torch.where(better, top, best[j : j + columns])
            at[j : j + columns] = torch.where(better, where + i, at[j : j + columns])

    def best_sizes(self, way, **more):
        sizes = itertools.product((4096, 8192, 16384), (1 << 15, 1 << 16, 1 << 17))
        return best_of(sizes, lambda size: lambda: getattr(self, way)(*size, upto=16384, **more))


SEARCHES = {
    "gemm": "the product alone",
    "topk": "mm + topk",
    "rank": "mm + compare",
    "nearest": "mm + max",
    "pairs": "mm > bar, nonzero",
}


def search():
    million = 1_000_000

    def of(rows, d, ways):
        both = Search(unit(rows, d), unit(rows, d))
        shape = f"1M x {d}" if rows == million else f"{rows} x {d}"
        for way, name, more in ways:
            name = name.format(shape.replace("1M", "1M x 1M") if name.startswith("topK") else shape)
            try:
                size = both.best_sizes(way, **more)
                part = 8 if rows == million and way not in ("nearest", "pairs") else 1
                run = lambda: getattr(both, way)(*size, upto=-(-rows // part), **more)  # noqa: E731
                taken = seconds(run, 1 if rows == million else 3, False) * part
                print(f"{name}\t{SEARCHES[way]}, {size[0]} x {size[1]}\t{taken:.6f}", flush=True)
            except Exception as e:
                print(f"{name}\t{SEARCHES[way]}\tfailed: {type(e).__name__}: {str(e)[:80]}", flush=True)

    top, rank, nearest = ("topk", "topK {}, k=16", {}), ("rank", "rankOfOwn {}", {}), ("nearest", "nearestEarlier {}", {})
    of(million, 768, [("gemm", "topK {}, k=16", {}), top, rank, nearest, ("pairs", "pairsAbove {}", {})])
    of(131_072, 768, [top, rank, nearest] + [("topk", f"topK {{}}, k={k}", {"k": k}) for k in (1, 64)])
    of(131_072, 512, [top, rank, nearest])
    of(131_072, 1152, [top, rank, nearest])


def synergy():
    n, t, p, d = 65_536, 64, 256, 768
    name, ragged = f"synergy {n} x ({t}, {p}, {d})", f"synergy ragged {n} x ({t}, {p}, {d})"
    a, b = unit(n, t, d), unit(n, p, d)

    def amax(x, y):
        s = torch.bmm(x, y.transpose(1, 2))
        return s.amax(2), s.amax(1)

    def normalised(x, y):
        return amax(F.normalize(x.float(), dim=-1), F.normalize(y.float(), dim=-1))

    # As our ragged workload: between a half and the whole, a different size each.
    sample = torch.arange(n, device=DEVICE)
    texts, patches = (m // 2 + (sample * 7919 + m) % (m // 2 + 1) for m in (t, p))
    mask_t = torch.arange(t, device=DEVICE)[None] < texts[:, None]
    mask_p = torch.arange(p, device=DEVICE)[None] < patches[:, None]

    def masked(x, y, mt, mp):
        s = torch.bmm(x, y.transpose(1, 2))
        return s.masked_fill(~mp[:, None], -1).amax(2), s.masked_fill(~mt[:, :, None], -1).amax(1)

    def best_part(run, *more):
        def parts(part):
            return lambda: [run(*(x[i : i + part] for x in (a, b, *more))) for i in range(0, n, part)]

        return parts(best_of((2048, 8192, 32768), parts))

    report(name, "bmm + amax", best_part(amax))
    report(name, "torch.compile bmm + amax", best_part(torch.compile(amax, dynamic=False)))
    report(name, "eager with normalise", best_part(normalised), 1, False)
    report(ragged, "masked bmm + amax", best_part(masked, mask_t, mask_p))
    report(ragged, "torch.compile masked", best_part(torch.compile(masked, dynamic=False), mask_t, mask_p))
    try:
        run = triton_maxsim()
        whole_t, whole_p = (torch.arange(n + 1, device=DEVICE, dtype=torch.int32) * m for m in (t, p))
        report(name, "Triton, varlen", lambda: run(a.view(-1, d), b.view(-1, d), whole_t, whole_p, t, p))
        offsets_t, offsets_p = (F.pad(m.cumsum(0), (1, 0)).int() for m in (texts, patches))
        flat_a, flat_b = a[mask_t], b[mask_p]
        report(ragged, "Triton, varlen", lambda: run(flat_a, flat_b, offsets_t, offsets_p, t, p))
    except Exception as e:
        print(f"{name}\tTriton\tfailed: {e}", flush=True)


def triton_maxsim():
    import triton
    import triton.language as tl

    shapes = ((64, 4, 3), (64, 8, 2), (64, 8, 3), (64, 8, 4), (128, 8, 2))

    @triton.autotune([triton.Config({"C": c}, num_warps=w, num_stages=s) for c, w, s in shapes], key=["D", "T", "P"])
    @triton.jit
    def kernel(a, b, at, bt, rows, cols, D: tl.constexpr, T: tl.constexpr, P: tl.constexpr, C: tl.constexpr):
        sample = tl.program_id(0)
        a0, b0 = tl.load(at + sample).to(tl.int64), tl.load(bt + sample).to(tl.int64)
        t_live, p_live = tl.load(at + sample + 1) - a0, tl.load(bt + sample + 1) - b0
        t, p, c = tl.arange(0, T), tl.arange(0, P), tl.arange(0, C)
        acc = tl.zeros((T, P), dtype=tl.float32)
        for start in range(0, D, C):
            x = tl.load(a + (a0 + t[:, None]) * D + start + c[None, :], mask=t[:, None] < t_live, other=0.0)
            y = tl.load(b + (b0 + p[None, :]) * D + start + c[:, None], mask=p[None, :] < p_live, other=0.0)
            acc = tl.dot(x, y, acc)
        acc = tl.where((t[:, None] < t_live) & (p[None, :] < p_live), acc, -2.0)
        tl.store(rows + a0 + t, tl.max(acc, 1), mask=t < t_live)
        tl.store(cols + b0 + p, tl.max(acc, 0), mask=p < p_live)

    def run(x, y, at, bt, t, p):
        rows, cols = torch.empty(len(x), device=DEVICE), torch.empty(len(y), device=DEVICE)
        kernel[(len(at) - 1,)](x, y, at, bt, rows, cols, x.shape[1], t, p)
        return rows, cols

    return run


def image_quality():
    name = "imageQuality 4096 x 512 x 512"
    rgb = torch.randint(0, 256, (4096, 3, 512, 512), dtype=torch.uint8, device=DEVICE)
    laplace = torch.tensor([[[[0.0, 1, 0], [1, -4, 1], [0, 1, 0]]]], device=DEVICE)
    noise = torch.tensor([[[[1.0, -2, 1], [-2, 4, -2], [1, -2, 1]]]], device=DEVICE)

    def by_convolution(luma):
        return F.conv2d(luma[:, None], laplace).var((1, 2, 3)), F.conv2d(luma[:, None], noise).abs().mean((1, 2, 3))

    def by_hand(luma):  # so that all of it can be fused
        centre, above, below = luma[:, 1:-1], luma[:, :-2], luma[:, 2:]
        cross = centre[:, :, :-2] + centre[:, :, 2:] + above[:, :, 1:-1] + below[:, :, 1:-1]
        corners = above[:, :, :-2] + above[:, :, 2:] + below[:, :, :-2] + below[:, :, 2:]
        middle = centre[:, :, 1:-1]
        return (cross - 4 * middle).var((1, 2)), (corners - 2 * cross + 4 * middle).abs().mean((1, 2))

    def quality(x, stencils):
        r, g, b = x.float().unbind(1)
        luma = 0.299 * r + 0.587 * g + 0.114 * b
        step = (luma[:, :, 1:] - luma[:, :, :-1]).abs()
        return (
            *stencils(luma),
            luma.std((1, 2)),
            ((luma <= 4) | (luma >= 251)).float().mean((1, 2)),
            (r - g).std((1, 2)),
            ((r + g) / 2 - b).std((1, 2)),
            step[:, :, 7::8].mean((1, 2)),
            step.mean((1, 2)),
        )

    compiled = torch.compile(quality, dynamic=False)
    report(name, "eager", lambda: [quality(x, by_convolution) for x in rgb.split(256)], 3)
    report(name, "torch.compile", lambda: [compiled(x, by_convolution) for x in rgb.split(256)], 3)
    report(name, "torch.compile, no convolutions", lambda: [compiled(x, by_hand) for x in rgb.split(256)], 3)


if __name__ == "__main__":
    wanted = sys.argv[1:] or ["synergy", "search", "cosine", "image_quality"]
    for each in wanted:
        try:
            globals()[each]()
        except Exception as e:
            print(f"{each}\t\tfailed: {type(e).__name__}: {str(e)[:80]}", flush=True)
        torch.cuda.empty_cache()
