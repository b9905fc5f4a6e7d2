// topK, rankOfOwn, pairsAbove and nearestEarlier of fp16 rows on Hopper: the products by wgmma, fed by the tensor memory accelerator.
//
// A cluster of kCluster blocks multiplies 128 left rows a block with 256 right rows at a time; each block reads its own
// left rows and its share of the right rows, and gives that share to all. Two warpgroups of four warps multiply, 64 by
// 256 each, and while one looks through its scores the other has the tensor cores; the third only copies, by one thread,
// and leaves its registers to them. Stages hold 128 bytes of every row; they go round between who copies (`full`) and
// who multiplies (`empty`).
#pragma once
#include "hopper.cuh"
#include "search.cuh"

namespace seir {

constexpr int kCluster = SEIR_CLUSTER;
constexpr int kHopperLeft = 128;   // rows of a block
constexpr int kHopperRight = 256;  // rows of a cluster
constexpr int kMultipliers = 8;    // warps
constexpr int kHopperThreads = kMultipliers * 32 + 128;
constexpr int kStage = (kHopperLeft + kHopperRight) * kChunk;
constexpr int kMostStages = 4;
constexpr int kBarriers = 2 * kMostStages * 8;  // bytes
constexpr int kHopperShared = kMostStages * kStage + kBarriers;
constexpr int kMostShared = 227 * 1024;

// Scores of one warpgroup: like Tile's, but the rows lie otherwise.
struct HopperTile {
  float scores[1][32][4];

  __device__ static int left_of(int, int half) { return threadIdx.x / 32 * 16 + half * 8 + threadIdx.x % 32 / 4; }
  __device__ static int right_of(int n, int parity) { return n * 8 + threadIdx.x % 4 * 2 + parity; }
};

// First rows of what a cluster multiplies next.
struct Step {
  int64_t left, right;
};

struct Stages {
  char* at;
  uint64_t *full, *empty;
  int count;

  __device__ char* left(int stage) const { return at + stage * kStage; }
  __device__ char* right(int stage) const { return left(stage) + kHopperLeft * kChunk; }
};

// A stage, and whether it goes round for an odd time.
struct Turn {
  int stage = 0, odd = 0;

  __device__ void next(int stages) {
    if (++stage == stages) {
      stage = 0;
      odd ^= 1;
    }
  }
};

constexpr int kBarsRest = kMultipliers * kHopperRight * 4;  // bytes: a bar a right row for each warp

#ifdef SEIR_HOPPER
// What the copying thread does.
template <class Walk>
__device__ void copy_all(const TensorMap& left, const TensorMap& right, int chunks, const Stages& stages, Walk walk) {
  constexpr int kShare = kHopperRight / kCluster;
  int rank = cluster_rank();
  Turn turn;
  for (Step step; walk.next(step);) {
    for (int c = 0; c < chunks; c++, turn.next(stages.count)) {
      barrier_wait(&stages.empty[turn.stage], turn.odd ^ 1);
      uint64_t* full = &stages.full[turn.stage];
      barrier_expect(full, kStage);
      int column = c * kChunk / 2;
      copy_box(stages.left(turn.stage), left, column, static_cast<int>(step.left) + rank * kHopperLeft, full);
      char* share = stages.right(turn.stage) + rank * kShare * kChunk;
      int row = static_cast<int>(step.right) + rank * kShare;
      if constexpr (kCluster > 1) {
        copy_box(share, right, column, row, full, (1u << kCluster) - 1);
      } else {
        copy_box(share, right, column, row, full);
      }
    }
  }
}

// What the multiplying warps do: before(step) while the last products of a step are made, then use(tile, step).
template <class Walk, class Before, class Use>
__device__ void multiply_all(int chunks, const Stages& stages, Walk walk, Before before_use, Use use) {
  constexpr int kSteps = kChunk / 32;  // of 16 numbers
  int warpgroup = threadIdx.x / 128;
  auto release = [&](int stage) {
    if (threadIdx.x % 32 < kCluster) barrier_arrive(&stages.empty[stage], threadIdx.x % 32);
  };
  HopperTile tile;
  Turn turn;
  Step step, next;
  for (bool more = walk.next(step); more; step = next) {
    int before = 0;
    for (int c = 0; c < chunks; c++, turn.next(stages.count)) {
      barrier_wait(&stages.full[turn.stage], turn.odd);
      uint64_t a = operand(stages.left(turn.stage) + warpgroup * 64 * kChunk);
      uint64_t b = operand(stages.right(turn.stage));
      products_begin();
#pragma unroll
      for (int s = 0; s < kSteps; s++) multiply(tile.scores[0], a + 2 * s, b + 2 * s, c > 0 || s > 0);
      products_commit();
      if (c > 0) {
        products_wait_older();
        release(before);
      }
      before = turn.stage;
    }
    more = walk.next(next);
    before_use(step);
    products_wait(tile.scores[0]);
    release(before);
    use(tile, step);
    __syncwarp();
  }
}

// Everything a block does: before(step) and use(tile, step) in the multiplying warps, for every step of the walk. `rest`
// is what the block has of shared memory between the stages and their barriers.
template <class Walk, class Before, class Use>
__device__ void multiply_rows(char* shared, int stage_count, int rest, const TensorMap& left, const TensorMap& right,
                              int pitch, const Walk& walk, const Before& before, const Use& use) {
  Stages stages{shared, reinterpret_cast<uint64_t*>(shared + stage_count * kStage + rest), nullptr, stage_count};
  stages.empty = stages.full + kMostStages;
  if (threadIdx.x == 0) {
    for (int s = 0; s < stage_count; s++) {
      barrier_init(&stages.full[s], 1);
      barrier_init(&stages.empty[s], kMultipliers * kCluster);
    }
    barriers_show();
  }
  __syncwarp();
  cluster_meet();
  int chunks = (pitch * 2 + kChunk - 1) / kChunk;
  if (threadIdx.x / 32 < kMultipliers) {
    registers_grow<232>();
    multiply_all(chunks, stages, walk, before, use);
  } else {
    registers_shrink<40>();
    if (threadIdx.x / 32 == kMultipliers && threadIdx.x % 32 == 0) copy_all(left, right, chunks, stages, walk);
    __syncwarp();
  }
  cluster_meet();  // nobody leaves while another writes to its memory
}

// Sixteen of a thread's scores, one of eight parts of them. The part is the same in a warp, but not known when this is
// compiled, as the scores' registers must be.
struct SomeScores {
  float of[16];

  // By half of the left rows and quarter of the right: of[2 m + parity] is scores[8 quarter + m][2 half + parity].
  __device__ void by_half(const HopperTile& tile, int part) {
#pragma unroll
    for (int p = 0; p < 8; p++) {
      if (p != part) continue;
#pragma unroll
      for (int i = 0; i < 16; i++) of[i] = tile.scores[0][p % 4 * 8 + i / 2][p / 4 * 2 + i % 2];
    }
  }
  // By eighth of the right rows: of[4 m + i] is scores[4 part + m][i].
  __device__ void by_columns(const HopperTile& tile, int part) {
#pragma unroll
    for (int p = 0; p < 8; p++) {
      if (p != part) continue;
#pragma unroll
      for (int i = 0; i < 16; i++) of[i] = tile.scores[0][p * 4 + i / 4][i % 4];
    }
  }
  __device__ float at(int index) const {
    float found = of[0];
#pragma unroll
    for (int i = 1; i < 16; i++) found = i == index ? of[i] : found;
    return found;
  }
};

// For steps that need nothing beforehand.
struct Nothing {
  __device__ void operator()(const Step&) const {}
};

// Puts the bars of a warp's 256 right rows into shared memory: load(row), or `dead` beyond the last row.
template <class Load>
__device__ void load_bars(float* bars, int64_t first_right, int64_t right_rows, float dead, Load load) {
#pragma unroll
  for (int i = 0; i < kHopperRight / 32; i++) {
    int64_t right = first_right + i * 32 + threadIdx.x % 32;
    bars[i * 32 + threadIdx.x % 32] = right < right_rows ? load(right) : dead;
  }
  __syncwarp();
}
__device__ inline float* bars_of_warp(char* shared) {
  return reinterpret_cast<float*>(shared + kMostStages * kStage) + threadIdx.x / 32 * kHopperRight;
}
// The bars of right rows 8n + 2 (lane % 4) and the next.
__device__ inline float2 bars_at(const float* bars, int n) {
  return *reinterpret_cast<const float2*>(bars + n * 8 + threadIdx.x % 4 * 2);
}
#endif

// Which tile of its part of a database some block is at. Blocks that begin later begin there and go round, so that all
// read the same rows at a time. Results depend on no order, so any number will do. (On an H100 it made no difference, L2
// hits 47 % before and 45 % after; it can go when there is a GPU to see that.)
__device__ unsigned searched_tile;

#ifdef SEIR_HOPPER
// The part of the database that a block searches, from that tile on.
struct PartWalk {
  int64_t left, begin, end;
  const unsigned* start;  // in shared memory of the cluster's first block
  bool leads;
  int64_t done = -1, tile = 0;

  __device__ bool next(Step& step) {
    if (done < 0) {
      done = 0;
      tile = begin == end ? begin : begin + load_from(start, 0) % (end - begin);
    }
    if (done++ == end - begin) return false;
    if (leads) *const_cast<volatile unsigned*>(&searched_tile) = static_cast<unsigned>(tile - begin);
    step = {left, tile * kHopperRight};
    if (++tile == end) tile = begin;
    return true;
  }
};
#endif

constexpr int kTopkHopperRest = 8;  // bytes: where the cluster begins
__host__ __device__ constexpr int topk_hopper_rest(int k) { return kHopperLeft * k * 8 + kTopkHopperRest; }
__host__ __device__ constexpr int topk_hopper_stages(int k) {
  return kMostStages * kStage + topk_hopper_rest(k) + kBarriers <= kMostShared ? kMostStages : kMostStages - 1;
}
static_assert(topk_hopper_stages(32) == kMostStages, "the stages fit up to k = 32");
static_assert((kMostStages - 1) * kStage + topk_hopper_rest(64) + kBarriers <= kMostShared, "all k fit");

// Like topk(). A warp owns 16 queries: their lists lie in shared memory, what a score must pass is in registers.
__global__ void __launch_bounds__(kHopperThreads, 1) SEIR_CLUSTERS
    topk_hopper(const __grid_constant__ TensorMap q, const __grid_constant__ TensorMap m, int64_t queries, int64_t rows,
                int pitch, int k, uint64_t* keys) {
#ifdef SEIR_HOPPER
  SEIR_ALIGNED_SHARED(stage_memory);
  int stages = topk_hopper_stages(k);
  uint64_t* lists = reinterpret_cast<uint64_t*>(stage_memory + stages * kStage);
  int warp = threadIdx.x / 32, lane = threadIdx.x % 32;
  int64_t first_query = static_cast<int64_t>(blockIdx.x) * kHopperLeft;
  int live = static_cast<int>(max(static_cast<int64_t>(0), min(static_cast<int64_t>(kHopperLeft), queries - first_query)));
  for (int i = threadIdx.x; i < kHopperLeft * k; i += kHopperThreads) lists[i] = 0;
  unsigned* start = reinterpret_cast<unsigned*>(lists + kHopperLeft * k);
  if (threadIdx.x == 0) *start = *const_cast<volatile unsigned*>(&searched_tile);

  uint64_t worst[2];
  float bar[2];
#pragma unroll
  for (int half = 0; half < 2; half++) {
    bool lives = HopperTile::left_of(0, half) < live;
    worst[half] = lives ? 0 : ~0ull;
    bar[half] = lives ? -INFINITY : INFINITY;
  }
  uint64_t* mine = lists + warp * 16 * k;

  int64_t tiles = (rows + kHopperRight - 1) / kHopperRight;
  PartWalk walk{static_cast<int64_t>(blockIdx.x) / kCluster * kCluster * kHopperLeft,
                tiles * blockIdx.y / gridDim.y,
                tiles * (blockIdx.y + 1) / gridDim.y,
                start,
                threadIdx.x == kMultipliers * 32 && cluster_rank() == 0};
  auto look = [&](const HopperTile& tile, const Step& step) {
    float most[8];
#pragma unroll
    for (int part = 0; part < 8; part++) {
      most[part] = -INFINITY;
#pragma unroll
      for (int i = 0; i < 16; i++) {
        most[part] = fmaxf(most[part], tile.scores[0][part % 4 * 8 + i / 2][part / 4 * 2 + i % 2]);
      }
    }
    unsigned parts = 0;
#pragma unroll
    for (int part = 0; part < 8; part++) parts |= most[part] >= bar[part / 4] ? 1u << part : 0;
    parts = __reduce_or_sync(kAllLanes, parts);
    int first_row = static_cast<int>(step.right);
    int live_rows = static_cast<int>(min(rows - step.right, static_cast<int64_t>(kHopperRight)));
    while (parts != 0) {
      int part = __ffs(parts) - 1, half = part / 4;
      parts &= parts - 1;
      SomeScores scores;
      scores.by_half(tile, part);
      auto right_of = [&](int i) { return part % 4 * 64 + HopperTile::right_of(i / 2, i % 2); };
      float least = half == 0 ? bar[0] : bar[1];
      uint64_t last = half == 0 ? worst[0] : worst[1];
      unsigned waiting = 0;
#pragma unroll
      for (int i = 0; i < 16; i++) waiting |= scores.of[i] >= least && right_of(i) < live_rows ? 1u << i : 0;
      while (__any_sync(kAllLanes, waiting != 0)) {  // each lane's first
        int i = __ffs(waiting | 1u << 15) - 1;
        uint64_t key = key_of(scores.at(i), first_row + right_of(i));
        unsigned lanes = __ballot_sync(kAllLanes, waiting != 0 && key > last);
        waiting &= waiting - 1;
        for (; lanes != 0; lanes &= lanes - 1) {
          int from = __ffs(lanes) - 1, row = half * 8 + from / 4;
          BestList list;
          list.load(mine + row * k, k);
          list.insert(__shfl_sync(kAllLanes, key, from), k);
          list.store(mine + row * k, k);
          uint64_t now = list.last(k);
          if (lane / 4 == from / 4) last = now;
        }
      }
      least = last == ~0ull ? INFINITY : last == 0 ? -INFINITY : unordered(static_cast<unsigned>(last >> 32));
      (half == 0 ? bar[0] : bar[1]) = least;
      (half == 0 ? worst[0] : worst[1]) = last;
    }
  };
  multiply_rows(stage_memory, stages, topk_hopper_rest(k), q, m, pitch, walk, Nothing{}, look);

  if (warp < kMultipliers) {
    uint64_t* out = keys + (static_cast<int64_t>(blockIdx.y) * queries + first_query + warp * 16) * k;
    int numbers = max(0, min(16, live - warp * 16)) * k;
    for (int i = lane; i < numbers; i += 32) out[i] = mine[i];
  }
#endif
}

// The diagonal of a left and a right matrix: kCluster * 128 rows a cluster.
struct OwnWalk {
  int64_t first;
  bool done = false;

  __device__ bool next(Step& step) {
    if (done) return false;
    done = true;
    step = {first, first};
    return true;
  }
};
static_assert(kCluster * kHopperLeft <= kHopperRight, "a cluster's own rows are in one tile");

__global__ void __launch_bounds__(kHopperThreads, 1) SEIR_CLUSTERS
    own_scores_hopper(const __grid_constant__ TensorMap a, const __grid_constant__ TensorMap b, int64_t rows, int pitch,
                      float* own) {
#ifdef SEIR_HOPPER
  SEIR_ALIGNED_SHARED(stage_memory);
  int rank = cluster_rank();
  OwnWalk walk{static_cast<int64_t>(blockIdx.x) / kCluster * kCluster * kHopperLeft};
  multiply_rows(stage_memory, kMostStages, 0, a, b, pitch, walk, Nothing{}, [&](const HopperTile& tile, const Step& step) {
#pragma unroll
    for (int n = 0; n < 32; n++) {
#pragma unroll
      for (int i = 0; i < 4; i++) {
        int left = rank * kHopperLeft + tile.left_of(0, i / 2);
        if (left == tile.right_of(n, i % 2) && step.left + left < rows) own[step.left + left] = tile.scores[0][n][i];
      }
    }
  });
#endif
}

// All tiles of the matrix, shared out among clusters, in the order of MatrixTile. upper: only those with a pair i < j.
struct MatrixWalk {
  static constexpr int kLeft = kCluster * kHopperLeft, kBand = 16;
  int rest, stride, down, across;  // rest: tiles until the next, from the band's first on
  bool upper;
  int band = 0;

  __device__ bool next(Step& step) {
    for (; band * kBand < down; band++) {
      int height = min(kBand, down - band * kBand);
      int first = upper ? static_cast<int>(static_cast<int64_t>(band) * kBand * kLeft / kHopperRight) : 0;
      int count = height * max(across - first, 0);
      while (rest < count) {
        int64_t left = static_cast<int64_t>(band * kBand + rest % height) * kLeft;
        int64_t right = static_cast<int64_t>(first + rest / height) * kHopperRight;
        rest += stride;
        if (upper && right + kHopperRight - 1 <= left) continue;
        step = {left, right};
        return true;
      }
      rest -= count;
    }
    return false;
  }
};

__device__ inline MatrixWalk matrix_walk(int64_t left, int64_t right, bool upper) {
  return {static_cast<int>(blockIdx.x) / kCluster, static_cast<int>(gridDim.x) / kCluster,
          static_cast<int>(MatrixTile::across(left, MatrixWalk::kLeft)),
          static_cast<int>(MatrixTile::across(right, kHopperRight)), upper};
}

// Sums of products of halves are whole multiples of 2^-48, as halves are of 2^-24. So with bars rounded down to such
// multiples, (score - bar) * 2^48 is at least 1 where a score is above its bar and at most 0 where it is not: one fused
// multiply-add, cut off to [0, 1], is the count. (A comparison and an addition take twice as long: they run at half rate.)
constexpr float kGrid = 281474976710656.0f;  // 2^48
#ifdef SEIR_HOPPER
__device__ inline float off_grid(float bar) { return -floorf(bar * kGrid); }
__device__ inline float is_above(float score, float off) { return __saturatef(fmaf(score, kGrid, off)); }

// Adds to every row how many of the tile's scores are above its bar. left_off, bars: what off_grid() made of the bars.
__device__ __forceinline__ void count_above_hopper(HopperTile& tile, int64_t first_left, int64_t first_right,
                                                   const float (&left_off)[2], const float* bars, const Above& rows) {
  auto& scores = tile.scores[0];
  if (rows.left_rows - first_left < kHopperLeft || rows.right_rows - first_right < kHopperRight) {
#pragma unroll
    for (int n = 0; n < 32; n++) {
#pragma unroll
      for (int i = 0; i < 4; i++) {
        bool live = first_left + tile.left_of(0, i / 2) < rows.left_rows &&
                    first_right + tile.right_of(n, i % 2) < rows.right_rows;
        if (!live) scores[n][i] = -INFINITY;
      }
    }
  }
  float of_left[2] = {0, 0};
#pragma unroll
  for (int n = 0; n < 32; n += 2) {
    float of_right = 0;  // four columns, five bits each: a warp has 16 rows
#pragma unroll
    for (int m = 0; m < 2; m++) {
      float2 off = bars_at(bars, n + m);
      constexpr float kWeights[4] = {1, 32, 1024, 32768};
#pragma unroll
      for (int half = 0; half < 2; half++) {
        float first = scores[n + m][half * 2], second = scores[n + m][half * 2 + 1];
        of_left[half] += is_above(first, left_off[half]);
        of_left[half] += is_above(second, left_off[half]);
        of_right = fmaf(is_above(first, off.x), kWeights[m * 2], of_right);
        of_right = fmaf(is_above(second, off.y), kWeights[m * 2 + 1], of_right);
      }
    }
    of_right += __shfl_xor_sync(kAllLanes, of_right, 4);
    of_right += __shfl_xor_sync(kAllLanes, of_right, 8);
    of_right += __shfl_xor_sync(kAllLanes, of_right, 16);
    int c = threadIdx.x % 32 / 4;
    int mine = c < 4 ? static_cast<int>(of_right) >> (5 * c) & 31 : 0;
    if (mine > 0) atomicAdd(&rows.of_right[first_right + tile.right_of(n, 0) + c / 2 * 8 + c % 2], mine);
  }
#pragma unroll
  for (int half = 0; half < 2; half++) {
    of_left[half] += __shfl_xor_sync(kAllLanes, of_left[half], 1);
    of_left[half] += __shfl_xor_sync(kAllLanes, of_left[half], 2);
    int mine = static_cast<int>(of_left[half]);
    if (threadIdx.x % 4 == 0 && mine > 0) atomicAdd(&rows.of_left[first_left + tile.left_of(0, half)], mine);
  }
}
#endif

__global__ void __launch_bounds__(kHopperThreads, 1) SEIR_CLUSTERS
    rank_hopper(const __grid_constant__ TensorMap a, const __grid_constant__ TensorMap b, int pitch, Above rows) {
#ifdef SEIR_HOPPER
  SEIR_ALIGNED_SHARED(stage_memory);
  int first = cluster_rank() * kHopperLeft;
  float* bars = bars_of_warp(stage_memory);
  float left_off[2];
  multiply_rows(
      stage_memory, kMostStages, kBarsRest, a, b, pitch, matrix_walk(rows.left_rows, rows.right_rows, false),
      [&](const Step& step) {
        load_bars(bars, step.right, rows.right_rows, -INFINITY,
                  [&](int64_t right) { return off_grid(rows.right_bars[right]); });
#pragma unroll
        for (int half = 0; half < 2; half++) {
          int64_t left = step.left + first + HopperTile::left_of(0, half);
          left_off[half] = left < rows.left_rows ? off_grid(rows.left_bars[left]) : -INFINITY;
        }
      },
      [&](HopperTile& tile, const Step& step) {
        count_above_hopper(tile, step.left + first, step.right, left_off, bars, rows);
      });
#endif
}

__global__ void __launch_bounds__(kHopperThreads, 1) SEIR_CLUSTERS
    pairs_hopper(const __grid_constant__ TensorMap left, const __grid_constant__ TensorMap right, int64_t rows,
                 int pitch, float threshold, FoundPairs found) {
#ifdef SEIR_HOPPER
  SEIR_ALIGNED_SHARED(stage_memory);
  int rank = cluster_rank();
  multiply_rows(stage_memory, kMostStages, 0, left, right, pitch, matrix_walk(rows, rows, true), Nothing{},
                [&](const HopperTile& tile, const Step& step) {
                  found.keep(tile, step.left + rank * kHopperLeft, step.right, rows, threshold);
                });
#endif
}

#ifdef SEIR_HOPPER
// Like raise_nearest(), where most tiles have nothing to raise. bars: no more than the best scores of the tile's right
// rows; reached: where those scores are kept for all.
__device__ __forceinline__ void raise_nearest_hopper(const HopperTile& tile, int64_t first_left, int64_t first_right,
                                                     int64_t rows, const float* bars, unsigned long long* best,
                                                     float* reached) {
  const auto& scores = tile.scores[0];
  unsigned parts = 0;  // four of n each
#pragma unroll
  for (int n = 0; n < 32; n++) {
    float2 bar = bars_at(bars, n);
    bool may = fmaxf(scores[n][0], scores[n][2]) >= bar.x || fmaxf(scores[n][1], scores[n][3]) >= bar.y;
    parts |= may ? 1u << n / 4 : 0;
  }
  parts = __reduce_or_sync(kAllLanes, parts);
  // How many left rows come before right row 0; it may be none, or fewer.
  int before = static_cast<int>(max(min(first_right - first_left, static_cast<int64_t>(kWide)),
                                    static_cast<int64_t>(-kWide)));
  for (; parts != 0; parts &= parts - 1) {
    int part = __ffs(parts) - 1;
    SomeScores some;
    some.by_columns(tile, part);
#pragma unroll
    for (int m = 0; m < 4; m++) {
      float2 bar = bars_at(bars, part * 4 + m);
#pragma unroll
      for (int parity = 0; parity < 2; parity++) {
        int right = HopperTile::right_of(part * 4 + m, parity);
        float least = parity == 0 ? bar.x : bar.y;
        uint64_t key = 0;
#pragma unroll
        for (int half = 0; half < 2; half++) {
          int left = HopperTile::left_of(0, half);
          float score = some.of[m * 4 + half * 2 + parity];
          if (left < before + right && score >= least && score > -INFINITY) {
            uint64_t other = key_of(score, static_cast<int>(first_left) + left);
            key = other > key ? other : key;
          }
        }
        if (!__any_sync(kAllLanes, key != 0)) continue;
#pragma unroll
        for (int step = 4; step <= 16; step *= 2) {
          uint64_t other = __shfl_xor_sync(kAllLanes, key, step);
          key = other > key ? other : key;
        }
        if (threadIdx.x % 32 < 4 && key != 0) {
          float score = unordered(static_cast<unsigned>(key >> 32));
          unsigned long long* at = &best[first_right + right];
          if (score > least || key > *at) {  // an old value is only smaller
            atomicMax(at, static_cast<unsigned long long>(key));
            raise(&reached[first_right + right], score);
          }
        }
      }
    }
  }
}
#endif

__global__ void __launch_bounds__(kHopperThreads, 1) SEIR_CLUSTERS
    nearest_hopper(const __grid_constant__ TensorMap left, const __grid_constant__ TensorMap right, int64_t rows,
                   int pitch, unsigned long long* best, float* reached) {
#ifdef SEIR_HOPPER
  SEIR_ALIGNED_SHARED(stage_memory);
  int first = cluster_rank() * kHopperLeft;
  float* bars = bars_of_warp(stage_memory);
  multiply_rows(
      stage_memory, kMostStages, kBarsRest, left, right, pitch, matrix_walk(rows, rows, true),
      [&](const Step& step) {
        load_bars(bars, step.right, rows, INFINITY, [&](int64_t row) { return __ldcg(&reached[row]); });
      },
      [&](const HopperTile& tile, const Step& step) {
        raise_nearest_hopper(tile, step.left + first, step.right, rows, bars, best, reached);
      });
#endif
}

}  // namespace seir
