// The CUDA kernels on the device, through their C interface, rows already there. Validates every result on samples
// against double precision on the host, then times with events. Prints "name<TAB>seconds<TAB>floor seconds".
//
//   gpu_bench [--check] [--hopper]
//
// --check: every kernel at awkward sizes, for compute-sanitizer; no timing. Without: the workloads of the target table;
// random unit rows, never zeros. --hopper: what only Hopper has, topK, rankOfOwn and pairsAbove by TMA and wgmma.
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

// Row i of unit length: numbers from a hash, scaled. A block a row.
__global__ void fill_unit(__half* rows, int d, uint64_t seed) {
  __shared__ float squares;
  if (threadIdx.x == 0) squares = 0;
  __syncthreads();
  int64_t row = blockIdx.x;
  auto number = [&](int i) {
    uint64_t x = (row * d + i + 1) * 0x9E3779B97F4A7C15ull + seed;
    x ^= x >> 30, x *= 0xBF58476D1CE4E5B9ull, x ^= x >> 27, x *= 0x94D049BB133111EBull, x ^= x >> 31;
    return static_cast<float>(static_cast<int64_t>(x)) * 1.0842e-19f;
  };
  float mine = 0;
  for (int i = threadIdx.x; i < d; i += blockDim.x) mine += number(i) * number(i);
  atomicAdd(&squares, mine);
  __syncthreads();
  float scale = rsqrtf(squares);
  for (int i = threadIdx.x; i < d; i += blockDim.x) rows[row * d + i] = __float2half(number(i) * scale);
}

struct Rows {
  Device<__half> data;
  int64_t n;
  int d;
  Rows(int64_t n, int d, uint64_t seed) : data(n * d), n(n), d(d) {
    if (n > 0) fill_unit<<<static_cast<unsigned>(n), 128>>>(data.at, d, seed);
    OK(cudaDeviceSynchronize());
  }
  std::vector<std::vector<double>> rows(int64_t from, int64_t to) const {
    auto halves = data.host(from * d, (to - from) * d);
    std::vector<std::vector<double>> out;
    for (int64_t i = 0; i < to - from; i++) out.emplace_back(halves.begin() + i * d, halves.begin() + (i + 1) * d);
    return out;
  }
  std::vector<double> row(int64_t i) const {
    auto halves = data.host(i * d, d);
    return std::vector<double>(halves.begin(), halves.end());
  }
};

static double dot(const std::vector<double>& a, const std::vector<double>& b) {
  double sum = 0;
  for (size_t i = 0; i < a.size(); i++) sum += a[i] * b[i];
  return sum;
}

static double seconds(const std::function<int()>& run, int times) {
  cudaEvent_t begin, end;
  OK(cudaEventCreate(&begin));
  OK(cudaEventCreate(&end));
  for (int i = 0; i < (times > 5 ? 2 : 0); i++) OK(run());  // long ones are warm from their first run
  std::vector<double> all;
  for (int i = 0; i < times; i++) {
    OK(cudaEventRecord(begin));
    OK(run());
    OK(cudaEventRecord(end));
    OK(cudaEventSynchronize(end));
    float ms;
    OK(cudaEventElapsedTime(&ms, begin, end));
    all.push_back(ms / 1e3);
  }
  std::sort(all.begin(), all.end());
  return all[all.size() / 2];
}

static bool timing = true;
static void report(const char* name, const std::function<int()>& run, int times, double floor) {
  OK(run());
  OK(cudaDeviceSynchronize());
  if (timing) std::printf("%s\t%.6f\t%.6f\n", name, seconds(run, times), floor);
  std::fflush(stdout);
}

constexpr double kBytesASecond = 4.3e12, kFlopASecond = 790e12;  // seen on an H200
constexpr double kClose = 2e-4;
constexpr int64_t kChecked = 4098;  // rows whose pairs are all worked out on the host

static void cosine(const char* name, int64_t n, int d) {
  Rows a(n, d, 1), b(n, d, 2);
  Device<float> out(n);
  report(name, [&] { return seir_cuda_cosine(a.data.at, b.data.at, 1, n, d, out.at, nullptr); }, 20,
         4.0 * n * d / kBytesASecond);
  for (int64_t i = 0; i < n; i += std::max<int64_t>(1, n / 50)) {
    require(std::fabs(out.host(i, 1)[0] - dot(a.row(i), b.row(i))) < kClose, name);
  }
}

static void topk(const char* name, int64_t n, int64_t m, int d, int k, int splits, int hopper) {
  Rows q(n, d, 1), db(m, d, 2);
  Device<uint64_t> keys(static_cast<size_t>(splits) * n * k);
  Device<int> indices(n * k);
  Device<float> scores(n * k);
  report(
      name,
      [&] {
        return seir_cuda_topk(q.data.at, db.data.at, 1, n, m, d, k, splits, hopper, keys.at, indices.at, scores.at, nullptr);
      },
      3, 2.0 * n * m * d / kFlopASecond);
  for (int64_t i = 0; i < n; i += std::max<int64_t>(1, n / 5)) {
    auto row = q.row(i);
    auto index = indices.host(i * k, k);
    auto score = scores.host(i * k, k);
    for (int r = 0; r < k; r++) {
      require(std::fabs(score[r] - dot(row, db.row(index[r]))) < kClose, name);
      require(r == 0 || score[r] <= score[r - 1], name);
    }
    double above = 0;  // none of a sample of rows is better than the last
    for (int64_t j = 0; j < m; j += std::max<int64_t>(1, m / 2000)) {
      bool in = std::find(index.begin(), index.end(), static_cast<int>(j)) != index.end();
      above += !in && dot(row, db.row(j)) > score[k - 1] + kClose;
    }
    require(above == 0, name);
  }
}

static void rank(const char* name, int64_t n, int d, int hopper) {
  Rows a(n, d, 1), b(n, d, 2);
  Device<float> own(n);
  Device<int> of_image(n), of_text(n);
  report(name, [&] { return seir_cuda_rank(a.data.at, b.data.at, 1, n, d, hopper, own.at, of_image.at, of_text.at, nullptr); },
         3, 2.0 * n * n * d / kFlopASecond);
  auto texts = a.rows(0, std::min<int64_t>(n, kChecked)), images = b.rows(0, std::min<int64_t>(n, kChecked));
  auto of = of_image.host(0, texts.size()), back = of_text.host(0, texts.size());
  for (size_t i = 0; i < texts.size() && n <= kChecked; i += 1 + texts.size() / 20) {
    double mine = dot(texts[i], images[i]);
    int low[2] = {0, 0}, high[2] = {0, 0};
    for (size_t j = 0; j < texts.size(); j++) {
      double others[2] = {dot(texts[i], images[j]), dot(texts[j], images[i])};
      for (int way = 0; way < 2; way++) {
        low[way] += others[way] > mine + kClose;
        high[way] += j != i && others[way] > mine - kClose;
      }
    }
    require(low[0] <= of[i] && of[i] <= high[0] && low[1] <= back[i] && back[i] <= high[1], name);
  }
}

static void pairs(const char* name, int64_t n, int d, float threshold, int hopper) {
  Rows a(n, d, 1);
  int64_t room = 1 << 20;
  Device<int> first(room), second(room);
  Device<float> scores(room);
  Device<unsigned long long> count(1);
  report(
      name,
      [&] {
        return seir_cuda_pairs(a.data.at, 1, n, d, threshold, hopper, room, first.at, second.at, scores.at, count.at, nullptr);
      },
      3, 1.0 * n * n * d / kFlopASecond);
  int64_t found = std::min<int64_t>(room, count.host(0, 1)[0]);
  if (n <= kChecked) {
    auto rows = a.rows(0, n);
    int64_t low = 0, high = 0;
    for (int64_t i = 0; i < n; i++) {
      for (int64_t j = i + 1; j < n; j++) {
        double score = dot(rows[i], rows[j]);
        low += score > threshold + kClose;
        high += score > threshold - kClose;
      }
    }
    require(low <= found && found <= high, name);
  }
  for (int64_t p = 0; p < found; p += std::max<int64_t>(1, found / 50)) {
    int i = first.host(p, 1)[0], j = second.host(p, 1)[0];
    require(i < j && std::fabs(dot(a.row(i), a.row(j)) - scores.host(p, 1)[0]) < kClose, name);
  }
}

// texts, captions, patches of every sample; ragged: sizes vary between a half and the whole.
static void synergy(const char* name, int samples, int texts, int captions, int patches, int d, bool ragged) {
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
      10, bytes / kBytesASecond);
  for (int s = 0; s < samples; s += std::max(1, samples / 4)) {
    auto f = out.host(s * 8ull, 8);
    double sum = 0;
    auto said = answer.rows(at[s], at[s + 1]), shown = patch.rows(pt[s], pt[s + 1]);
    for (const auto& token : said) {
      double best_patch = -2;
      for (const auto& other : shown) best_patch = std::max(best_patch, dot(token, other));
      sum += best_patch;
    }
    double coverage = at[s + 1] > at[s] && pt[s + 1] > pt[s] ? sum / (at[s + 1] - at[s]) : 0;
    require(std::fabs(f[0] - coverage) < kClose, name);
    require(std::fabs(f[6] - dot(ag.row(s), ig.row(s))) < kClose, name);
  }
}

static void images(const char* name, int n, int width, int height) {
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
  std::vector<uint8_t> one(static_cast<size_t>(pitch) * height);
  unsigned state = 1;
  for (uint8_t& byte : one) byte = static_cast<uint8_t>((state = state * 1664525u + 1013904223u) >> 24);
  Device<uint8_t> pixels(starts[n]);
  for (int i = 0; i < n; i++) OK(cudaMemcpy(pixels.at + starts[i], one.data(), one.size(), cudaMemcpyHostToDevice));
  Device<int64_t> starts_at(starts), units_at(units);
  Device<int> shapes_at(shapes);
  Device<long long> sums(13ull * n);
  report(
      name,
      [&] {
        return seir_cuda_image_sums(pixels.at, starts_at.at, shapes_at.at, units_at.at, n, units[n], sums.at, nullptr);
      },
      20, 3.0 * n * width * height / kBytesASecond);
  long long luma = 0;
  for (int y = 0; y < height; y++) {
    for (int x = 0; x < width; x++) {
      const uint8_t* p = &one[static_cast<size_t>(y) * pitch + 3 * x];
      luma += (77 * p[0] + 150 * p[1] + 29 * p[2] + 128) >> 8;
    }
  }
  for (int i = 0; i < n; i += std::max(1, n / 7)) require(sums.host(13ull * i, 1)[0] == luma, name);
}

int main(int argc, char** argv) {
  bool hopper = false;
  for (int i = 1; i < argc; i++) {
    if (std::strcmp(argv[i], "--check") == 0) {
      timing = false;
    } else if (std::strcmp(argv[i], "--hopper") == 0) {
      hopper = true;
    } else {
      std::fprintf(stderr, "unknown option %s\n", argv[i]);
      return 2;
    }
  }
  OK(seir_cuda_prepare(hopper));
  std::string by = hopper ? ", by wgmma" : "";
  if (!timing) {
    for (int d : {8, 72, 208, 768}) {
      for (int n : {1, 7, 33, 207, 1023}) {
        topk("topK", n, n, d, std::min(n, 16), 1 + n % 3, hopper);
        topk("topK, k = 64", n, n, d, std::min(n, 64), 1, hopper);
        rank("rankOfOwn", n, d, hopper);
        pairs("pairsAbove", n, d, 0.1f, hopper);
        if (!hopper) cosine("cosine", n, d);
      }
      if (d == 72) {  // more tiles than multiprocessors
        rank("rankOfOwn, many tiles", 4098, d, hopper);
        pairs("pairsAbove, many tiles", 4098, d, 0.3f, hopper);
      }
      if (hopper) continue;
      synergy("synergy", 9, 64, 40, 300, d, true);
      synergy("synergy, no captions", 5, 130, 0, 49, d, true);
    }
    if (!hopper) {
      images("imageQuality", 3, 121, 33);
      images("imageQuality", 2, 1, 1);
    }
    std::printf("all kernels checked%s\n", by.c_str());
    return 0;
  }
  topk(("topK 1M x 1M x 768, k=16" + by).c_str(), 1'000'000, 1'000'000, 768, 16, 1, hopper);
  rank(("rankOfOwn 1M x 768" + by).c_str(), 1'000'000, 768, hopper);
  pairs(("pairsAbove 1M x 768" + by).c_str(), 1'000'000, 768, 0.5f, hopper);
  if (hopper) return 0;
  cosine("cosine 4M x 768", 4'000'000, 768);
  synergy("synergy 65536 x (64, 256, 768)", 65'536, 64, 0, 256, 768, false);
  synergy("synergy ragged 65536 x (64, 256, 768)", 65'536, 64, 0, 256, 768, true);
  synergy("synergy 16384 x (64+32, 256, 768)", 16'384, 64, 32, 256, 768, false);
  images("imageQuality 4096 x 512 x 512", 4096, 512, 512);
  return 0;
}
