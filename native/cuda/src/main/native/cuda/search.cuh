// topK, rankOfOwn, pairsAbove and nearestEarlier: every left row against every right row, the scores never leave the chip.
#pragma once
#include "tile.cuh"

namespace seir {

constexpr int kSide = 128;   // rows of a tile, both sides
constexpr int kWide = 1024;  // more than any tile has rows
constexpr int kHits = 15;    // candidates a row that wait to be merged: two blocks just fit on sm_80

template <class T>
using SearchTile = Tile<T, kSide, kSide>;

// The product of kSide rows of a and of b, from a first row each.
template <class T>
__device__ void compute(SearchTile<T>& tile, char* shared, const T* a, int64_t first_left, int64_t a_rows,
                        const T* b, int64_t first_right, int64_t b_rows, int pitch) {
  int live_left = static_cast<int>(min(static_cast<int64_t>(kSide), a_rows - first_left));
  int live_right = static_cast<int>(min(static_cast<int64_t>(kSide), b_rows - first_right));
  PlainRows source{reinterpret_cast<const char*>(a + first_left * pitch),
                   reinterpret_cast<const char*>(b + first_right * pitch), kSide, live_left, live_right,
                   pitch * static_cast<int>(sizeof(T))};
  tile.compute(shared, source, a, source.pitch_bytes, live_left, live_right);
}

// A score and its row in one number: larger is better, equal scores by the smaller index. 0 is nothing.
__device__ inline uint64_t key_of(float score, int index) {
  return static_cast<uint64_t>(ordered(score)) << 32 | (0xFFFFFFFFu - static_cast<unsigned>(index));
}

// A list of up to 64 keys, best first, two a lane.
struct BestList {
  uint64_t low, high;

  __device__ void load(const uint64_t* from, int k) {
    int lane = threadIdx.x % 32;
    low = lane < k ? from[lane] : 0;
    high = lane + 32 < k ? from[lane + 32] : 0;
  }
  __device__ void store(uint64_t* to, int k) const {
    int lane = threadIdx.x % 32;
    if (lane < k) to[lane] = low;
    if (lane + 32 < k) to[lane + 32] = high;
  }
  // key is the same on every lane.
  __device__ void insert(uint64_t key, int k) {
    int lane = threadIdx.x % 32;
    int at = __popc(__ballot_sync(kAllLanes, low > key)) + __popc(__ballot_sync(kAllLanes, high > key));
    uint64_t below_low = __shfl_up_sync(kAllLanes, low, 1);
    uint64_t below_high = __shfl_up_sync(kAllLanes, high, 1);
    uint64_t carried = __shfl_sync(kAllLanes, low, 31);
    if (at >= k) return;
    if (lane == 0) below_high = carried;
    low = lane > at ? below_low : lane == at ? key : low;
    high = lane + 32 > at ? below_high : lane + 32 == at ? key : high;
    if (lane >= k) low = 0;
    if (lane + 32 >= k) high = 0;
  }
  __device__ uint64_t last(int k) const { return __shfl_sync(kAllLanes, k > 32 ? high : low, (k - 1) % 32); }
};

// Block (x, y) searches part y of the database for 128 queries. A row's k-th best so far is its bar: what does not pass
// it is dropped in registers; the rare rest goes through a small buffer, which a warp merges into the row's list.
template <class T>
__global__ void __launch_bounds__(kThreads, kBlocks<T>)
    topk(const T* q, const T* m, int64_t queries, int64_t rows, int pitch, int k, uint64_t* keys) {
  SEIR_DYNAMIC_SHARED(shared);
  uint64_t* hits = reinterpret_cast<uint64_t*>(shared + SearchTile<T>::kShared);
  uint64_t* last = hits + kSide * kHits;
  float* bar = reinterpret_cast<float*>(last + kSide);
  int* count = reinterpret_cast<int*>(bar + kSide);

  int64_t first_query = static_cast<int64_t>(blockIdx.x) * kSide;
  int live_left = static_cast<int>(min(static_cast<int64_t>(kSide), queries - first_query));
  uint64_t* lists = keys + (static_cast<int64_t>(blockIdx.y) * queries + first_query) * k;
  for (int i = threadIdx.x; i < live_left * k; i += kThreads) lists[i] = 0;
  for (int i = threadIdx.x; i < kSide; i += kThreads) {
    last[i] = 0;
    bar[i] = -INFINITY;
    count[i] = 0;
  }
  __syncthreads();

  int64_t tiles = (rows + kSide - 1) / kSide;
  int64_t from = tiles * blockIdx.y / gridDim.y, to = tiles * (blockIdx.y + 1) / gridDim.y;
  for (int64_t t = from; t < to; t++) {
    int64_t first_row = t * kSide;
    int live_right = static_cast<int>(min(static_cast<int64_t>(kSide), rows - first_row));
    SearchTile<T> tile;
    compute(tile, shared, q, first_query, queries, m, first_row, rows, pitch);

    uint64_t waiting = 0;  // a bit a score
#pragma unroll
    for (int mi = 0; mi < 4; mi++) {
#pragma unroll
      for (int i = 0; i < 4; i++) {
        int left = tile.left_of(mi, i / 2);
        float least = bar[left];
#pragma unroll
        for (int n = 0; n < 4; n++) {
          bool hit = tile.scores[mi][n][i] >= least && left < live_left && tile.right_of(n, i % 2) < live_right;
          if (hit) waiting |= 1ull << (mi * 16 + n * 4 + i);
        }
      }
    }
    while (__syncthreads_or(waiting != 0)) {
      if (waiting != 0) {
#pragma unroll
        for (int mi = 0; mi < 4; mi++) {
#pragma unroll
          for (int n = 0; n < 4; n++) {
#pragma unroll
            for (int i = 0; i < 4; i++) {
              uint64_t bit = 1ull << (mi * 16 + n * 4 + i);
              if (waiting & bit) {
                int left = tile.left_of(mi, i / 2);
                uint64_t key = key_of(tile.scores[mi][n][i], static_cast<int>(first_row) + tile.right_of(n, i % 2));
                if (key < last[left]) {
                  waiting &= ~bit;
                } else {
                  int at = atomicAdd(&count[left], 1);
                  if (at < kHits) {
                    hits[left * kHits + at] = key;
                    waiting &= ~bit;
                  }
                }
              }
            }
          }
        }
      }
      __syncthreads();
      for (int row = threadIdx.x / 32; row < live_left; row += kThreads / 32) {
        int found = min(count[row], kHits);
        if (found == 0) continue;
        BestList best;
        best.load(lists + static_cast<int64_t>(row) * k, k);
        for (int i = 0; i < found; i++) best.insert(hits[row * kHits + i], k);
        best.store(lists + static_cast<int64_t>(row) * k, k);
        uint64_t worst = best.last(k);
        __syncwarp();  // all have read the count
        if (threadIdx.x % 32 == 0) {
          last[row] = worst;
          bar[row] = worst == 0 ? -INFINITY : unordered(static_cast<unsigned>(worst >> 32));
          count[row] = 0;
        }
      }
      __syncthreads();
    }
  }
}
template <class T>
constexpr int kTopkShared = SearchTile<T>::kShared + kSide * (kHits * 8 + 8 + 4 + 4);

// Joins the parts of every query and writes indices and scores. A warp a query.
static __global__ void __launch_bounds__(kThreads)
    topk_finish(const uint64_t* keys, int64_t queries, int k, int splits, int* indices, float* scores) {
  int64_t query = blockIdx.x * static_cast<int64_t>(kThreads / 32) + threadIdx.x / 32;
  if (query >= queries) return;  // a whole warp
  BestList best;
  best.load(keys + query * k, k);
  for (int part = 1; part < splits; part++) {
    const uint64_t* list = keys + (part * queries + query) * k;
    for (int i = 0; i < k && list[i] != 0; i++) best.insert(list[i], k);
  }
  for (int i = threadIdx.x % 32; i < k; i += 32) {
    uint64_t key = i < 32 ? best.low : best.high;
    indices[query * k + i] = static_cast<int>(0xFFFFFFFFu - static_cast<unsigned>(key));
    scores[query * k + i] = unordered(static_cast<unsigned>(key >> 32));
  }
}

// A tile of the matrix of all left rows by all right rows, in an order that stays near: bands of 16 tiles high, column by
// column.
struct MatrixTile {
  int64_t first_left, first_right;  // its first rows
  int right_side;

  __host__ __device__ static int64_t across(int64_t rows, int side) { return (rows + side - 1) / side; }
  __host__ __device__ static int64_t count(int64_t left, int64_t right, int left_side, int right_side) {
    return across(left, left_side) * across(right, right_side);
  }

  __device__ MatrixTile(int64_t index, int64_t left, int64_t right, int left_side, int right_side)
      : right_side(right_side) {
    constexpr int64_t kBand = 16;
    int64_t band = index / (kBand * across(right, right_side));
    int64_t height = min(kBand, across(left, left_side) - band * kBand);
    int64_t within = index - band * kBand * across(right, right_side);
    first_left = (band * kBand + within % height) * left_side;
    first_right = within / height * right_side;
  }

  // Whether some right row comes after some left row.
  __device__ bool has_upper() const { return first_right + right_side - 1 > first_left; }
};

// own[i] = <a_i, b_i>, by the same arithmetic as all other scores, so that equal rows have equal scores.
template <class T>
__global__ void __launch_bounds__(kThreads, kBlocks<T>)
    own_scores(const T* a, const T* b, int64_t rows, int pitch, float* own) {
  SEIR_DYNAMIC_SHARED(shared);
  int64_t first = static_cast<int64_t>(blockIdx.x) * kSide;
  SearchTile<T> tile;
  compute(tile, shared, a, first, rows, b, first, rows, pitch);
#pragma unroll
  for (int m = 0; m < 4; m++) {
#pragma unroll
    for (int n = 0; n < 4; n++) {
#pragma unroll
      for (int i = 0; i < 4; i++) {
        int left = tile.left_of(m, i / 2);
        if (left == tile.right_of(n, i % 2) && first + left < rows) own[first + left] = tile.scores[m][n][i];
      }
    }
  }
}

// Rows of both sides with the bar of each, and where their counts go.
struct Above {
  int64_t left_rows, right_rows;
  const float *left_bars, *right_bars;
  int *of_left, *of_right;
};

// Adds to every row how many of the tile's scores are above its bar. (Bars are read before anything is added, as the
// compiler cannot know that the two do not overlap.)
template <class Scores>
__device__ __forceinline__ void count_above(const Scores& tile, int64_t first_left, int64_t first_right,
                                            const Above& rows) {
  constexpr int kM = sizeof tile.scores / sizeof tile.scores[0], kN = sizeof tile.scores[0] / sizeof tile.scores[0][0];
  int live_left = static_cast<int>(min(rows.left_rows - first_left, static_cast<int64_t>(kWide)));
  int live_right = static_cast<int>(min(rows.right_rows - first_right, static_cast<int64_t>(kWide)));
  float bars[kN][2];
#pragma unroll
  for (int n = 0; n < kN; n++) {
#pragma unroll
    for (int parity = 0; parity < 2; parity++) {
      int right = tile.right_of(n, parity);
      bars[n][parity] = right < live_right ? rows.right_bars[first_right + right] : INFINITY;
    }
  }
#pragma unroll
  for (int m = 0; m < kM; m++) {
#pragma unroll
    for (int half = 0; half < 2; half++) {
      int left = tile.left_of(m, half);
      float bar = left < live_left ? rows.left_bars[first_left + left] : INFINITY;
      int above = 0;
#pragma unroll
      for (int n = 0; n < kN; n++) {
#pragma unroll
        for (int parity = 0; parity < 2; parity++) {
          above += tile.right_of(n, parity) < live_right && tile.scores[m][n][half * 2 + parity] > bar;
        }
      }
      above += __shfl_xor_sync(kAllLanes, above, 1);
      above += __shfl_xor_sync(kAllLanes, above, 2);
      if (threadIdx.x % 4 == 0 && above > 0) atomicAdd(&rows.of_left[first_left + left], above);
    }
  }
#pragma unroll
  for (int n = 0; n < kN; n += 2) {  // four columns, a byte each: a warp has at most 64 rows
    unsigned above = 0;
#pragma unroll
    for (int c = 0; c < 4; c++) {
#pragma unroll
      for (int m = 0; m < kM; m++) {
#pragma unroll
        for (int half = 0; half < 2; half++) {
          float score = tile.scores[m][n + c / 2][half * 2 + c % 2];
          bool is = tile.left_of(m, half) < live_left && score > bars[n + c / 2][c % 2];
          above += is ? 1u << (8 * c) : 0;
        }
      }
    }
    above += __shfl_xor_sync(kAllLanes, above, 4);
    above += __shfl_xor_sync(kAllLanes, above, 8);
    above += __shfl_xor_sync(kAllLanes, above, 16);
    int c = threadIdx.x % 32 / 4;
    int mine = c < 4 ? above >> (8 * c) & 255 : 0;
    if (mine > 0) atomicAdd(&rows.of_right[first_right + tile.right_of(n, 0) + c / 2 * 8 + c % 2], mine);
  }
}

template <class T>
__global__ void __launch_bounds__(kThreads, kBlocks<T>)
    rank(const T* a, const T* b, int pitch, Above rows) {
  SEIR_DYNAMIC_SHARED(shared);
  int64_t tiles = MatrixTile::count(rows.left_rows, rows.right_rows, kSide, kSide);
  for (int64_t index = blockIdx.x; index < tiles; index += gridDim.x) {
    MatrixTile place(index, rows.left_rows, rows.right_rows, kSide, kSide);
    SearchTile<T> tile;
    compute(tile, shared, a, place.first_left, rows.left_rows, b, place.first_right, rows.right_rows, pitch);
    count_above(tile, place.first_left, place.first_right, rows);
  }
}

// Where pairs go.
struct FoundPairs {
  int64_t room;
  int *first, *second;
  float* scores;
  unsigned long long* count;

  // Keeps what is above the threshold in the upper triangle.
  template <class Scores>
  __device__ __forceinline__ void keep(const Scores& tile, int64_t first_left, int64_t first_right, int64_t rows,
                                       float threshold) const {
    constexpr int kM = sizeof tile.scores / sizeof tile.scores[0], kN = sizeof tile.scores[0] / sizeof tile.scores[0][0];
    float most[4] = {-INFINITY, -INFINITY, -INFINITY, -INFINITY};
#pragma unroll
    for (int m = 0; m < kM; m++) {
#pragma unroll
      for (int n = 0; n < kN; n++) {
#pragma unroll
        for (int i = 0; i < 4; i++) most[i] = fmaxf(most[i], tile.scores[m][n][i]);
      }
    }
    if (!(fmaxf(fmaxf(most[0], most[1]), fmaxf(most[2], most[3])) > threshold)) return;
    // How far right a row of a tile is above the diagonal and within the matrix.
    int diagonal = static_cast<int>(max(first_left - first_right, static_cast<int64_t>(-kWide)));
    int end = static_cast<int>(min(rows - first_right, static_cast<int64_t>(kWide)));
#pragma unroll
    for (int m = 0; m < kM; m++) {
#pragma unroll
      for (int n = 0; n < kN; n++) {
#pragma unroll
        for (int i = 0; i < 4; i++) {
          int left = tile.left_of(m, i / 2), right = tile.right_of(n, i % 2);
          if (tile.scores[m][n][i] > threshold && right > left + diagonal && right < end) {
            unsigned long long at = atomicAdd(count, 1ull);
            if (at < static_cast<unsigned long long>(room)) {
              first[at] = static_cast<int>(first_left) + left;
              second[at] = static_cast<int>(first_right) + right;
              scores[at] = tile.scores[m][n][i];
            }
          }
        }
      }
    }
  }
};

template <class T>
__global__ void __launch_bounds__(kThreads, kBlocks<T>)
    pairs(const T* a, int64_t rows, int pitch, float threshold, FoundPairs found) {
  SEIR_DYNAMIC_SHARED(shared);
  for (int64_t index = blockIdx.x; index < MatrixTile::count(rows, rows, kSide, kSide); index += gridDim.x) {
    MatrixTile place(index, rows, rows, kSide, kSide);
    if (!place.has_upper()) continue;  // the whole block
    SearchTile<T> tile;
    compute(tile, shared, a, place.first_left, rows, a, place.first_right, rows, pitch);
    found.keep(tile, place.first_left, place.first_right, rows, threshold);
  }
}

// Raises every right row's best key by the tile's left rows that come before it.
template <class Scores>
__device__ __forceinline__ void raise_nearest(const Scores& tile, int64_t first_left, int64_t first_right,
                                              int64_t rows, unsigned long long* best) {
  constexpr int kM = sizeof tile.scores / sizeof tile.scores[0], kN = sizeof tile.scores[0] / sizeof tile.scores[0][0];
  int live_right = static_cast<int>(min(rows - first_right, static_cast<int64_t>(kWide)));
  // How many left rows come before right row 0; it may be none, or fewer.
  int before = static_cast<int>(max(min(first_right - first_left, static_cast<int64_t>(kWide)),
                                    static_cast<int64_t>(-kWide)));
  auto column = [&](int n, int parity) -> unsigned long long {
    int right = tile.right_of(n, parity), at = -1;
    float most = -INFINITY;
#pragma unroll
    for (int m = 0; m < kM; m++) {
#pragma unroll
      for (int half = 0; half < 2; half++) {  // rows rise, so the first of equal ones stays
        int left = tile.left_of(m, half);
        float score = tile.scores[m][n][half * 2 + parity];
        if (left < before + right && score > most) {
          most = score;
          at = left;
        }
      }
    }
    if (at < 0 || right >= live_right) return 0;
    unsigned long long key = key_of(most, static_cast<int>(first_left) + at);
    return key > best[first_right + right] ? key : 0;  // an old value is only smaller
  };
#pragma unroll
  for (int n = 0; n < kN; n += 2) {  // four columns at a time: their bests fit in registers
    unsigned long long keys[4];
    bool any = false;
#pragma unroll
    for (int c = 0; c < 4; c++) {
      keys[c] = column(n + c / 2, c % 2);
      any |= keys[c] != 0;
    }
    if (__ballot_sync(kAllLanes, any) == 0) continue;
#pragma unroll
    for (int c = 0; c < 4; c++) {
#pragma unroll
      for (int step = 4; step <= 16; step *= 2) {
        unsigned long long other = __shfl_xor_sync(kAllLanes, keys[c], step);
        keys[c] = other > keys[c] ? other : keys[c];
      }
      if (threadIdx.x % 32 < 4 && keys[c] != 0) {
        atomicMax(&best[first_right + tile.right_of(n + c / 2, c % 2)], keys[c]);
      }
    }
  }
}

template <class T>
__global__ void __launch_bounds__(kThreads, kBlocks<T>)
    nearest(const T* a, int64_t rows, int pitch, unsigned long long* best) {
  SEIR_DYNAMIC_SHARED(shared);
  for (int64_t index = blockIdx.x; index < MatrixTile::count(rows, rows, kSide, kSide); index += gridDim.x) {
    MatrixTile place(index, rows, rows, kSide, kSide);
    if (!place.has_upper()) continue;  // the whole block
    SearchTile<T> tile;
    compute(tile, shared, a, place.first_left, rows, a, place.first_right, rows, pitch);
    raise_nearest(tile, place.first_left, place.first_right, rows, best);
  }
}

static __global__ void __launch_bounds__(kThreads) fill(float* numbers, int64_t count, float value) {
  int64_t at = blockIdx.x * static_cast<int64_t>(kThreads) + threadIdx.x;
  if (at < count) numbers[at] = value;
}

static __global__ void __launch_bounds__(kThreads)
    nearest_finish(const unsigned long long* best, int64_t rows, int* indices, float* scores) {
  int64_t row = blockIdx.x * static_cast<int64_t>(kThreads) + threadIdx.x;
  if (row >= rows) return;
  unsigned long long key = best[row];
  indices[row] = key == 0 ? -1 : static_cast<int>(0xFFFFFFFFu - static_cast<unsigned>(key));
  scores[row] = key == 0 ? -INFINITY : unordered(static_cast<unsigned>(key >> 32));
}

}  // namespace seir
