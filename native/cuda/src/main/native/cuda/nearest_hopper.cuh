// pairsAbove and nearestEarlier of fp16 rows on Hopper.
#pragma once
#include "search_hopper.cuh"

namespace seir {

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
