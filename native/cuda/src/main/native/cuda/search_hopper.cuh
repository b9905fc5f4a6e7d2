// What topK, rankOfOwn, pairsAbove and nearestEarlier of fp16 rows have in common on Hopper: the products by wgmma, fed by
// the tensor memory accelerator.
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

}  // namespace seir
