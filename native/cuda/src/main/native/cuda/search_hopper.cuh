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

// What the multiplying warps do: use(tile, step) for every step.
template <class Walk, class Use>
__device__ void multiply_all(int chunks, const Stages& stages, Walk walk, Use use) {
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
    products_wait(tile.scores[0]);
    release(before);
    use(tile, step);
    __syncwarp();
  }
}

// Everything a block does: use(tile, step) in the multiplying warps, for every step of the walk. `rest` is what the block
// has of shared memory between the stages and their barriers.
template <class Walk, class Use>
__device__ void multiply_rows(char* shared, int stage_count, int rest, const TensorMap& left, const TensorMap& right,
                              int pitch, const Walk& walk, const Use& use) {
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
    multiply_all(chunks, stages, walk, use);
  } else {
    registers_shrink<40>();
    if (threadIdx.x / 32 == kMultipliers && threadIdx.x % 32 == 0) copy_all(left, right, chunks, stages, walk);
    __syncwarp();
  }
  cluster_meet();  // nobody leaves while another writes to its memory
}
#endif

// The part of the database that a block searches.
struct PartWalk {
  int64_t left, tile, end;

  __device__ bool next(Step& step) {
    if (tile >= end) return false;
    step = {left, tile++ * kHopperRight};
    return true;
  }
};

constexpr int kWaiting = 16;  // candidates of a warp that wait to be merged
constexpr int kTopkHopperRest = kMultipliers * (kWaiting * (8 + 4) + 4);
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
  uint64_t* found = lists + kHopperLeft * k + warp * kWaiting;
  int* owner = reinterpret_cast<int*>(lists + kHopperLeft * k + kMultipliers * kWaiting) + warp * kWaiting;
  int* count = reinterpret_cast<int*>(lists + kHopperLeft * k + kMultipliers * kWaiting) + kMultipliers * kWaiting + warp;
  if (warp < kMultipliers && lane == 0) *count = 0;

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
  PartWalk walk{static_cast<int64_t>(blockIdx.x) / kCluster * kCluster * kHopperLeft, tiles * blockIdx.y / gridDim.y,
                tiles * (blockIdx.y + 1) / gridDim.y};
  auto look = [&](const HopperTile& tile, const Step& step) {
    float best[2][2] = {{-INFINITY, -INFINITY}, {-INFINITY, -INFINITY}};
#pragma unroll
    for (int n = 0; n < 32; n++) {
#pragma unroll
      for (int i = 0; i < 4; i++) best[i / 2][i % 2] = fmaxf(best[i / 2][i % 2], tile.scores[0][n][i]);
    }
    bool hit = fmaxf(best[0][0], best[0][1]) >= bar[0] || fmaxf(best[1][0], best[1][1]) >= bar[1];
    if (!__any_sync(kAllLanes, hit)) return;

    unsigned waiting[2][2] = {};  // a bit a score, by halves of left and of right
    int first_row = static_cast<int>(step.right);
    int live_rows = static_cast<int>(min(rows - step.right, static_cast<int64_t>(kHopperRight)));
#pragma unroll
    for (int n = 0; n < 32; n++) {
#pragma unroll
      for (int i = 0; i < 4; i++) {
        if (tile.scores[0][n][i] >= bar[i / 2]) waiting[i / 2][n / 16] |= 1u << (n % 16 * 2 + i % 2);
      }
    }
    while (__any_sync(kAllLanes, (waiting[0][0] | waiting[0][1] | waiting[1][0] | waiting[1][1]) != 0)) {
      bool full = false;
#pragma unroll
      for (int g = 0; g < 8; g++) {
        unsigned of_group = 0xFFu << (g % 4 * 8);
        if (((waiting[0][g / 4] | waiting[1][g / 4]) & of_group) == 0) continue;
#pragma unroll
        for (int n = g * 4; n < g * 4 + 4; n++) {
#pragma unroll
          for (int i = 0; i < 4; i++) {
            unsigned bit = 1u << (n % 16 * 2 + i % 2);
            unsigned& mask = waiting[i / 2][n / 16];
            if (!full && mask & bit) {
              int right = tile.right_of(n, i % 2);
              uint64_t key = key_of(tile.scores[0][n][i], first_row + right);
              if (right >= live_rows || key < worst[i / 2]) {
                mask &= ~bit;
              } else {
                int at = atomicAdd(count, 1);
                full = at >= kWaiting;
                if (!full) {
                  found[at] = key;
                  owner[at] = i / 2 * 8 + lane / 4;
                  mask &= ~bit;
                }
              }
            }
          }
        }
      }
      __syncwarp();
      int here = min(*count, kWaiting);
      for (int i = 0; i < here; i++) {
        int row = owner[i];
        BestList list;
        list.load(mine + row * k, k);
        list.insert(found[i], k);
        list.store(mine + row * k, k);
        uint64_t last = list.last(k);
#pragma unroll
        for (int half = 0; half < 2; half++) {
          if (row == half * 8 + lane / 4) {
            worst[half] = last;
            bar[half] = last == 0 ? -INFINITY : unordered(static_cast<unsigned>(last >> 32));
          }
        }
      }
      __syncwarp();  // all have read the count
      if (lane == 0) *count = 0;
      __syncwarp();
    }
  };
  multiply_rows(stage_memory, stages, topk_hopper_rest(k), q, m, pitch, walk, look);

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
  multiply_rows(stage_memory, kMostStages, 0, a, b, pitch, walk, [&](const HopperTile& tile, const Step& step) {
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

// All tiles of the matrix, shared out among clusters. upper: only those with a pair i < j.
struct MatrixWalk {
  int64_t index, stride, left, right;
  bool upper;

  __device__ bool next(Step& step) {
    constexpr int kLeft = kCluster * kHopperLeft;
    for (; index < MatrixTile::count(left, right, kLeft, kHopperRight); index += stride) {
      MatrixTile place(index, left, right, kLeft, kHopperRight);
      if (upper && !place.has_upper()) continue;
      step = {place.first_left, place.first_right};
      index += stride;
      return true;
    }
    return false;
  }
};

__device__ inline MatrixWalk matrix_walk(int64_t left, int64_t right, bool upper) {
  return {static_cast<int64_t>(blockIdx.x) / kCluster, static_cast<int64_t>(gridDim.x) / kCluster, left, right, upper};
}

__global__ void __launch_bounds__(kHopperThreads, 1) SEIR_CLUSTERS
    rank_hopper(const __grid_constant__ TensorMap a, const __grid_constant__ TensorMap b, int pitch, Above rows) {
#ifdef SEIR_HOPPER
  SEIR_ALIGNED_SHARED(stage_memory);
  int rank = cluster_rank();
  multiply_rows(stage_memory, kMostStages, 0, a, b, pitch, matrix_walk(rows.left_rows, rows.right_rows, false),
                [&](const HopperTile& tile, const Step& step) {
                  count_above(tile, step.left + rank * kHopperLeft, step.right, rows);
                });
#endif
}

__global__ void __launch_bounds__(kHopperThreads, 1) SEIR_CLUSTERS
    pairs_hopper(const __grid_constant__ TensorMap left, const __grid_constant__ TensorMap right, int64_t rows,
                 int pitch, float threshold, FoundPairs found) {
#ifdef SEIR_HOPPER
  SEIR_ALIGNED_SHARED(stage_memory);
  int rank = cluster_rank();
  multiply_rows(stage_memory, kMostStages, 0, left, right, pitch, matrix_walk(rows, rows, true),
                [&](const HopperTile& tile, const Step& step) {
                  found.keep(tile, step.left + rank * kHopperLeft, step.right, rows, threshold);
                });
#endif
}

__global__ void __launch_bounds__(kHopperThreads, 1) SEIR_CLUSTERS
    nearest_hopper(const __grid_constant__ TensorMap left, const __grid_constant__ TensorMap right, int64_t rows,
                   int pitch, unsigned long long* best) {
#ifdef SEIR_HOPPER
  SEIR_ALIGNED_SHARED(stage_memory);
  int rank = cluster_rank();
  multiply_rows(stage_memory, kMostStages, 0, left, right, pitch, matrix_walk(rows, rows, true),
                [&](const HopperTile& tile, const Step& step) {
                  raise_nearest(tile, step.left + rank * kHopperLeft, step.right, rows, best);
                });
#endif
}

}  // namespace seir
