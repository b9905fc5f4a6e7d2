// topK of fp16 rows on Hopper.
#pragma once
#include "search_hopper.cuh"

namespace seir {

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

}  // namespace seir
