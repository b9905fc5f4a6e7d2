// The CUDA kernels on the device, through their C interface, rows already there. Validates every result, at the size that
// is timed, against double precision, then times with events. Prints "name<TAB>seconds<TAB>floor seconds".
//
//   gpu_bench [--check] [--mma] [--only TEXT] [--copy BYTES_A_SECOND] [--flops FLOP_A_SECOND]
//
// --check: every kernel at awkward sizes, for compute-sanitizer; no timing. --mma: on Hopper the kernels of other GPUs, by
// mma.sync. --only: what has TEXT in its name. --copy, --flops: what the card reaches, by which floors are counted.
#include <cuda_fp16.h>
#include <cuda_runtime.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <functional>
#include <string>
#include <vector>

#include "seir_cuda.h"

static void ok(int status, const char* what) {
  if (status != 0) {
    std::fprintf(stderr, "%s: %s\n", what, seir_cuda_message(status));
    std::exit(1);
  }
}
#define OK(call) ok(call, #call)

static void require(bool held, const char* what) {
  if (!held) {
    std::fprintf(stderr, "wrong result: %s\n", what);
    std::exit(1);
  }
}

template <class T>
struct Device {
  T* at = nullptr;
  size_t n = 0;
  explicit Device(size_t n) : n(n) { OK(cudaMalloc(&at, std::max<size_t>(n, 1) * sizeof(T))); }
  explicit Device(const std::vector<T>& from) : Device(from.size()) {
    OK(cudaMemcpy(at, from.data(), n * sizeof(T), cudaMemcpyHostToDevice));
  }
  Device(const Device&) = delete;
  ~Device() { cudaFree(at); }
  std::vector<T> host(size_t from, size_t count) const {
    std::vector<T> out(count);
    OK(cudaMemcpy(out.data(), at + from, count * sizeof(T), cudaMemcpyDeviceToHost));
    return out;
  }
};

// What rows are like. kMatched: row i of the second side is near row i of the first, as texts and their pictures are.
// kClustered: a thousand centres, cosines of 0.8 within one. kAscending: ever nearer to what is searched for, the worst
// for a search. kIdentical: all the same, nothing but ties.
enum Kind { kRandom, kMatched, kClustered, kAscending, kIdentical };

__device__ float number(uint64_t seed, uint64_t row, int i) {  // of -1 to 1, from a hash
  uint64_t x = (row * 4096 + i + 1) * 0x9E3779B97F4A7C15ull + seed * 0xD1B54A32D192ED03ull;
  x ^= x >> 30, x *= 0xBF58476D1CE4E5B9ull, x ^= x >> 27, x *= 0x94D049BB133111EBull, x ^= x >> 31;
  return static_cast<float>(static_cast<int64_t>(x)) * 1.0842e-19f;
}
__device__ float number_of(Kind kind, int side, int64_t row, int64_t rows, int i) {
  float own = number(side, row, i);
  switch (kind) {
    case kMatched:
      return side == 1 ? own : number(1, row, i) + own;
    case kClustered:
      return number(9, row * 7919 % 1000, i) + 0.5f * own;
    case kAscending:
      return number(9, 0, i) * (side == 1 ? 1 : 2.0f * row / rows) + (side == 1 ? 0.1f : 1.0f) * own;
    case kIdentical:
      return number(9, 0, i);
    default:
      return own;
  }
}

// Rows of unit length, a block each.
__global__ void fill_unit(__half* rows, int64_t n, int d, Kind kind, int side) {
  __shared__ float squares;
  if (threadIdx.x == 0) squares = 0;
  __syncthreads();
  int64_t row = blockIdx.x;
  float mine = 0;
  for (int i = threadIdx.x; i < d; i += blockDim.x) {
    float x = number_of(kind, side, row, n, i);
    mine += x * x;
  }
  atomicAdd(&squares, mine);
  __syncthreads();
  float scale = rsqrtf(squares);
  if (kind == kIdentical) scale = rsqrtf(d / 3.0f);  // sums of floats depend on their order, and these rows must not
  for (int i = threadIdx.x; i < d; i += blockDim.x) {
    rows[row * d + i] = __float2half(number_of(kind, side, row, n, i) * scale);
  }
}

__global__ void products(const __half* one, const __half* rows, int64_t n, int d, double* out) {  // a warp a row
  int64_t row = blockIdx.x * static_cast<int64_t>(blockDim.x / 32) + threadIdx.x / 32;
  if (row >= n) return;
  double sum = 0;
  for (int i = threadIdx.x % 32; i < d; i += 32) {
    sum += static_cast<double>(__half2float(one[i])) * __half2float(rows[row * d + i]);
  }
  for (int step = 16; step > 0; step /= 2) sum += __shfl_xor_sync(~0u, sum, step);
  if (threadIdx.x % 32 == 0) out[row] = sum;
}

struct Rows {
  Device<__half> data;
  int64_t n;
  int d;
  Rows(int64_t n, int d, int side, Kind kind = kRandom) : data(n * d), n(n), d(d) {
    if (n > 0) fill_unit<<<static_cast<unsigned>(n), 128>>>(data.at, n, d, kind, side);
    OK(cudaDeviceSynchronize());
  }
  std::vector<std::vector<double>> rows(int64_t from, int64_t to) const {
    auto halves = data.host(from * d, (to - from) * d);
    std::vector<std::vector<double>> out;
    for (int64_t i = 0; i < to - from; i++) out.emplace_back(halves.begin() + i * d, halves.begin() + (i + 1) * d);
    return out;
  }
  std::vector<double> row(int64_t i) const { return rows(i, i + 1)[0]; }
  // The products of row i with all rows of others, in double precision.
  std::vector<double> scores(int64_t i, const Rows& others) const {
    Device<double> out(others.n);
    products<<<static_cast<unsigned>((others.n + 7) / 8), 256>>>(data.at + i * d, others.data.at, others.n, d, out.at);
    OK(cudaGetLastError());
    return out.host(0, others.n);
  }
};

static double dot(const std::vector<double>& a, const std::vector<double>& b) {
  double sum = 0;
  for (size_t i = 0; i < a.size(); i++) sum += a[i] * b[i];
  return sum;
}

static double seconds(const std::function<int()>& run) {
  cudaEvent_t begin, end;
  OK(cudaEventCreate(&begin));
  OK(cudaEventCreate(&end));
  std::vector<double> all;
  double spent = 0;
  while (all.size() < 3 || (spent < 0.3 && all.size() < 30)) {
    OK(cudaEventRecord(begin));
    OK(run());
    OK(cudaEventRecord(end));
    OK(cudaEventSynchronize(end));
    float ms;
    OK(cudaEventElapsedTime(&ms, begin, end));
    all.push_back(ms / 1e3);
    spent += all.back();
    if (all.size() == 2 && spent > 2) break;  // what takes seconds is warm, and much the same each time
  }
  std::sort(all.begin(), all.end());
  return all[all.size() / 2];
}

static bool timing = true;
static int hopper = 0;
static const char* only = "";
static std::string by;
static double bytes_a_second = 4.3e12, flop_a_second = 790e12;  // seen on an H200
constexpr double kClose = 2e-4;

static bool wanted(const char* name) { return std::strstr(name, only) != nullptr; }
static void report(const char* name, const std::function<int()>& run, double floor) {
  OK(run());
  OK(cudaDeviceSynchronize());
  if (timing) std::printf("%s\t%.6f\t%.6f\n", name, seconds(run), floor);
  std::fflush(stdout);
}
static void cosine(const char* name, int64_t n, int d) {
  if (!wanted(name)) return;
  Rows a(n, d, 1), b(n, d, 2);
  Device<float> out(n);
  report(name, [&] { return seir_cuda_cosine(a.data.at, b.data.at, 1, n, d, out.at, nullptr); },
         4.0 * n * d / bytes_a_second);
  for (int64_t i = 0; i < n; i += std::max<int64_t>(1, n / 50)) {
    require(std::fabs(out.host(i, 1)[0] - dot(a.row(i), b.row(i))) < kClose, name);
  }
}

static void topk(const std::string& what, int64_t n, int64_t m, int d, int k, int splits = 1, Kind kind = kRandom) {
  std::string named = what + by;
  const char* name = named.c_str();
  if (!wanted(name)) return;
  Rows q(n, d, 1, kind), db(m, d, 2, kind);
  Device<uint64_t> keys(static_cast<size_t>(splits) * n * k);
  Device<int> indices(n * k);
  Device<float> scores(n * k);
  report(
      name,
      [&] {
        return seir_cuda_topk(q.data.at, db.data.at, 1, n, m, d, k, splits, hopper, keys.at, indices.at, scores.at, nullptr);
      },
      2.0 * n * m * d / flop_a_second);
  for (int64_t i = 0; i < n; i += std::max<int64_t>(1, n / 7)) {
    auto exact = q.scores(i, db), best = exact;
    std::partial_sort(best.begin(), best.begin() + k, best.end(), std::greater<>());
    auto index = indices.host(i * k, k);
    auto score = scores.host(i * k, k);
    for (int r = 0; r < k; r++) {
      require(index[r] >= 0 && index[r] < m, name);
      require(std::fabs(score[r] - exact[index[r]]) < kClose && std::fabs(score[r] - best[r]) < kClose, name);
      require(r == 0 || score[r] < score[r - 1] || (score[r] == score[r - 1] && index[r] > index[r - 1]), name);
    }
    if (kind == kIdentical) require(index[k - 1] == k - 1, name);
  }
}

static void rank(const std::string& what, int64_t n, int d, Kind kind = kRandom) {
  std::string named = what + by;
  const char* name = named.c_str();
  if (!wanted(name)) return;
  Rows a(n, d, 1, kind), b(n, d, 2, kind);
  Device<float> own(n);
  Device<int> of_image(n), of_text(n);
  report(name, [&] { return seir_cuda_rank(a.data.at, b.data.at, 1, n, d, hopper, own.at, of_image.at, of_text.at, nullptr); },
         2.0 * n * n * d / flop_a_second);
  for (int64_t i = 0; i < n; i += std::max<int64_t>(1, n / 9)) {
    int found[2] = {of_image.host(i, 1)[0], of_text.host(i, 1)[0]};
    for (int way = 0; way < 2; way++) {
      auto exact = way == 0 ? a.scores(i, b) : b.scores(i, a);
      int64_t low = 0, high = 0;
      for (int64_t j = 0; j < n; j++) {
        low += exact[j] > exact[i] + kClose / 4;
        high += j != i && exact[j] > exact[i] - kClose / 4;
      }
      require(low <= found[way] && found[way] <= high, name);
      if (kind == kIdentical) require(found[way] == 0, name);
    }
  }
}

static void pairs(const std::string& what, int64_t n, int d, float threshold, Kind kind = kRandom) {
  std::string named = what + by;
  const char* name = named.c_str();
  if (!wanted(name)) return;
  Rows a(n, d, 1, kind);
  int64_t room = 1 << 24;
  Device<int> first(room), second(room);
  Device<float> scores(room);
  Device<unsigned long long> count(1);
  report(
      name,
      [&] {
        return seir_cuda_pairs(a.data.at, 1, n, d, threshold, hopper, room, first.at, second.at, scores.at, count.at, nullptr);
      },
      1.0 * n * n * d / flop_a_second);
  int64_t found = count.host(0, 1)[0];
  require(found <= room, name);
  auto firsts = first.host(0, found), seconds_of = second.host(0, found);
  auto values = scores.host(0, found);
  for (int64_t i = 0; i < n; i += std::max<int64_t>(1, n / 9)) {
    auto exact = a.scores(i, a);
    int64_t low = 0, high = 0, mine = 0;
    for (int64_t j = i + 1; j < n; j++) {
      low += exact[j] > threshold + kClose;
      high += exact[j] > threshold - kClose;
    }
    for (int64_t p = 0; p < found; p++) {
      if (firsts[p] != i) continue;
      mine++;
      require(seconds_of[p] > i && std::fabs(exact[seconds_of[p]] - values[p]) < kClose, name);
    }
    require(low <= mine && mine <= high, name);
  }
}

static void nearest(const std::string& what, int64_t n, int d, Kind kind = kRandom) {
  std::string named = what + by;
  const char* name = named.c_str();
  if (!wanted(name)) return;
  Rows a(n, d, 2, kind);
  Device<unsigned long long> best(n);
  Device<int> indices(n);
  Device<float> scores(n);
  report(
      name, [&] { return seir_cuda_nearest(a.data.at, 1, n, d, hopper, best.at, indices.at, scores.at, nullptr); },
      1.0 * n * n * d / flop_a_second);
  require(indices.host(0, 1)[0] == -1, name);
  for (int64_t i = 1; i < n; i += std::max<int64_t>(1, n / 50)) {
    int index = indices.host(i, 1)[0];
    float score = scores.host(i, 1)[0];
    auto exact = a.scores(i, a);
    require(index >= 0 && index < i && std::fabs(score - exact[index]) < kClose, name);
    require(std::fabs(score - *std::max_element(exact.begin(), exact.begin() + i)) < kClose, name);
    if (kind == kIdentical) require(index == 0, name);
  }
}

// Weighted alike: the mean of the best matches of some rows among others; 0 over nothing.
using Matrix = std::vector<std::vector<double>>;
static double best_mean(const Matrix& of, const Matrix& among) {
  double sum = 0;
  for (const auto& row : of) {
    double best = -2;
    for (const auto& other : among) best = std::max(best, dot(row, other));
    sum += best;
  }
  return of.empty() || among.empty() ? 0 : sum / of.size();
}

// texts, captions, patches of every sample; ragged: sizes vary between a half and the whole.
static void synergy(const char* name, int samples, int texts, int captions, int patches, int d, bool ragged) {
  if (!wanted(name)) return;
  std::vector<int> at(samples + 1), ct(samples + 1), pt(samples + 1), items;
  for (int s = 0; s < samples; s++) {
    auto size = [&](int most) { return ragged && most > 1 ? most / 2 + (s * 7919 + most) % (most / 2 + 1) : most; };
    at[s + 1] = at[s] + size(texts);
    ct[s + 1] = ct[s] + size(captions);
    pt[s + 1] = pt[s] + size(patches);
    int left = at[s + 1] - at[s] + ct[s + 1] - ct[s], right = pt[s + 1] - pt[s] + ct[s + 1] - ct[s];
    for (int l = 0; l * SEIR_SYNERGY_LEFT < left; l++) {
      for (int r = 0; r * SEIR_SYNERGY_RIGHT < right; r++) {
        if (l * SEIR_SYNERGY_LEFT >= at[s + 1] - at[s] && r * SEIR_SYNERGY_RIGHT >= pt[s + 1] - pt[s]) continue;
        items.insert(items.end(), {s, l, r});
      }
    }
  }
  Rows answer(at[samples], d, 1), caption(ct[samples], d, 2), patch(pt[samples], d, 3);
  Rows ag(samples, d, 4), cg(samples, d, 5), ig(samples, d, 6);
  Device<int> ao(at), co(ct), po(pt), work(items);
  Device<float> aw(std::vector<float>(at[samples], 1.0f)), cw(std::vector<float>(ct[samples], 1.0f));
  Device<unsigned> best(2 * (static_cast<size_t>(at[samples]) + ct[samples] + pt[samples]));
  Device<double> out(static_cast<size_t>(samples) * SEIR_SYNERGY_FEATURES);
  SeirSynergy batch{answer.data.at, caption.data.at, patch.data.at, ao.at,       co.at,       po.at,
                    aw.at,          cw.at,           ag.data.at,    cg.data.at,  ig.data.at,  at[samples],
                    ct[samples],    pt[samples],     SEIR_F16,      samples,     d};
  double bytes = 2.0 * d * (static_cast<double>(at[samples]) + ct[samples] + pt[samples] + 3.0 * samples);
  report(
      name,
      [&] {
        return seir_cuda_synergy(&batch, work.at, items.size() / 3, best.at, out.at, nullptr);
      },
      bytes / bytes_a_second);
  for (int s = 0; s < samples; s += std::max(1, samples / 4)) {
    auto f = out.host(s * 8ull, 8);
    auto said = answer.rows(at[s], at[s + 1]), told = caption.rows(ct[s], ct[s + 1]), shown = patch.rows(pt[s], pt[s + 1]);
    double complement = 0;
    for (const auto& row : shown) complement += std::max(0.0, best_mean({row}, told) - best_mean({row}, said));
    double expected[6] = {best_mean(said, shown),
                          best_mean(told, shown),
                          best_mean(shown, said),
                          best_mean(shown, told),
                          (best_mean(said, told) + best_mean(told, said)) / 2,
                          told.empty() || shown.empty() ? 0 : complement / shown.size()};
    for (int i = 0; i < 6; i++) require(std::fabs(f[i] - expected[i]) < kClose, name);
    require(std::fabs(f[6] - dot(ag.row(s), ig.row(s))) < kClose, name);
  }
}

// The sums of one image, plainly.
static std::vector<long long> sums_of(const uint8_t* pixels, int width, int height, int pitch) {
  std::vector<long long> s(13);
  auto at = [&](int x, int y) { return pixels + static_cast<size_t>(y) * pitch + 3 * x; };
  auto luma = [&](int x, int y) {
    const uint8_t* p = at(x, y);
    return (77 * p[0] + 150 * p[1] + 29 * p[2] + 128) >> 8;
  };
  for (int y = 0; y < height; y++) {
    for (int x = 0; x < width; x++) {
      const uint8_t* p = at(x, y);
      int l = luma(x, y), rg = p[0] - p[1], yb = p[0] + p[1] - 2 * p[2];
      int once[] = {l, l * l, l <= 4, l >= 251, 0, 0, 0, rg, rg * rg, yb, yb * yb, 0, 0};
      if (x > 0) once[x % 8 == 0 ? 11 : 12] = std::abs(l - luma(x - 1, y));
      if (x > 0 && x < width - 1 && y > 0 && y < height - 1) {
        int cross = luma(x - 1, y) + luma(x + 1, y) + luma(x, y - 1) + luma(x, y + 1);
        int corners = luma(x - 1, y - 1) + luma(x + 1, y - 1) + luma(x - 1, y + 1) + luma(x + 1, y + 1);
        once[4] = cross - 4 * l, once[5] = once[4] * once[4], once[6] = std::abs(corners - 2 * cross + 4 * l);
      }
      for (int i = 0; i < 13; i++) s[i] += once[i];
    }
  }
  return s;
}

__global__ void fill_pixels(uint8_t* pixels, int64_t bytes, int smooth) {
  int64_t at = blockIdx.x * static_cast<int64_t>(blockDim.x) + threadIdx.x;
  if (at < bytes) pixels[at] = static_cast<uint8_t>(127.5f + 127.5f * number(7, at / smooth, static_cast<int>(at % 3)));
}

static void images(const char* name, int n, int width, int height) {
  if (!wanted(name)) return;
  int pitch = (width + 3) / 4 * 12;
  std::vector<int64_t> starts(n + 1), units(n + 1);
  std::vector<int> shapes;
  int64_t each = static_cast<int64_t>((width + SEIR_STRIP_WIDTH - 1) / SEIR_STRIP_WIDTH) *
                 ((height + SEIR_STRIP_HEIGHT - 1) / SEIR_STRIP_HEIGHT);
  for (int i = 0; i < n; i++) {
    starts[i + 1] = starts[i] + static_cast<int64_t>(pitch) * height;
    units[i + 1] = units[i] + each;
    shapes.insert(shapes.end(), {width, height, pitch});
  }
  Device<uint8_t> pixels(starts[n]);
  fill_pixels<<<static_cast<unsigned>((starts[n] + 255) / 256), 256>>>(pixels.at, starts[n], 12);
  Device<int64_t> starts_at(starts), units_at(units);
  Device<int> shapes_at(shapes);
  Device<long long> sums(13ull * n);
  report(
      name,
      [&] {
        return seir_cuda_image_sums(pixels.at, starts_at.at, shapes_at.at, units_at.at, n, units[n], sums.at, nullptr);
      },
      3.0 * n * width * height / bytes_a_second);
  for (int i = 0; i < n; i += std::max(1, n / 7)) {
    auto one = pixels.host(starts[i], starts[i + 1] - starts[i]);
    require(sums.host(13ull * i, 13) == sums_of(one.data(), width, height, pitch), name);
  }
}

static void check() {
  for (int d : {8, 72, 208, 768}) {
    for (int n : {1, 7, 33, 207, 1023}) {
      topk("topK", n, n, d, std::min(n, 16), 1 + n % 3);
      topk("topK, k = 64", n, n, d, std::min(n, 64));
      rank("rankOfOwn", n, d);
      pairs("pairsAbove", n, d, 0.1f);
      nearest("nearestEarlier", n, d);
      cosine("cosine", n, d);
    }
    if (d == 72) {  // more tiles than multiprocessors
      topk("topK, many tiles", 4098, 4098, d, 16, 1, kAscending);
      rank("rankOfOwn, many tiles", 4098, d, kMatched);
      pairs("pairsAbove, many tiles", 4098, d, 0.3f);
      nearest("nearestEarlier, many tiles", 4098, d, kClustered);
    }
    synergy("synergy", 9, 64, 40, 300, d, true);
    synergy("synergy, no captions", 5, 130, 0, 49, d, true);
  }
  images("imageQuality", 3, 121, 33);
  images("imageQuality", 3, 242, 70);
  images("imageQuality", 2, 1, 1);
  std::printf("all kernels checked%s\n", by.c_str());
}

static void time_all() {
  constexpr int64_t kMillion = 1'000'000, kSome = 131'072, kFew = 32'768;
  topk("topK 1M x 1M x 768, k=16", kMillion, kMillion, 768, 16);
  rank("rankOfOwn 1M x 768", kMillion, 768);
  rank("rankOfOwn 1M x 768, matched", kMillion, 768, kMatched);
  pairs("pairsAbove 1M x 768", kMillion, 768, 0.5f);
  nearest("nearestEarlier 1M x 768", kMillion, 768);
  for (int d : {512, 768, 1152}) {
    std::string shape = "131072 x " + std::to_string(d);
    topk("topK " + shape + ", k=16", kSome, kSome, d, 16);
    rank("rankOfOwn " + shape, kSome, d);
    nearest("nearestEarlier " + shape, kSome, d);
  }
  topk("topK 131072 x 768, k=1", kSome, kSome, 768, 1);
  topk("topK 131072 x 768, k=64", kSome, kSome, 768, 64);
  topk("topK 131072 x 768, k=16, clustered", kSome, kSome, 768, 16, 1, kClustered);
  topk("topK 131072 x 768, k=16, identical", kSome, kSome, 768, 16, 1, kIdentical);
  topk("topK 32768 x 768, k=16", kFew, kFew, 768, 16);
  topk("topK 32768 x 768, k=16, ascending", kFew, kFew, 768, 16, 1, kAscending);
  rank("rankOfOwn 131072 x 768, clustered", kSome, 768, kClustered);
  rank("rankOfOwn 131072 x 768, identical", kSome, 768, kIdentical);
  pairs("pairsAbove 131072 x 768, clustered", kSome, 768, 0.7f, kClustered);
  nearest("nearestEarlier 131072 x 768, clustered", kSome, 768, kClustered);
  nearest("nearestEarlier 131072 x 768, ascending", kSome, 768, kAscending);
  nearest("nearestEarlier 131072 x 768, identical", kSome, 768, kIdentical);
  if (!by.empty()) return;  // what is the same either way
  cosine("cosine 4M x 768", 4'000'000, 768);
  synergy("synergy 65536 x (64, 256, 768)", 65'536, 64, 0, 256, 768, false);
  synergy("synergy ragged 65536 x (64, 256, 768)", 65'536, 64, 0, 256, 768, true);
  synergy("synergy 16384 x (64+32, 256, 768)", 16'384, 64, 32, 256, 768, false);
  synergy("synergy 65536 x (32+16, 49, 512)", 65'536, 32, 16, 49, 512, false);
  images("imageQuality 4096 x 512 x 512", 4096, 512, 512);
}

int main(int argc, char** argv) {
  cudaDeviceProp device;
  OK(cudaGetDeviceProperties(&device, 0));
  hopper = device.major == 9 && device.minor == 0;
  for (int i = 1; i < argc; i++) {
    std::string option = argv[i];
    const char* value = i + 1 < argc ? argv[i + 1] : "";
    if (option == "--check") {
      timing = false;
    } else if (option == "--mma") {
      if (hopper) by = ", by mma.sync";
      hopper = 0;
    } else if (option == "--only" || option == "--copy" || option == "--flops") {
      if (option == "--only") only = value;
      if (option == "--copy") bytes_a_second = std::atof(value);
      if (option == "--flops") flop_a_second = std::atof(value);
      i++;
    } else {
      std::fprintf(stderr, "unknown option %s\n", argv[i]);
      return 2;
    }
  }
  OK(seir_cuda_prepare(hopper));
  timing ? time_all() : check();
  return 0;
}
