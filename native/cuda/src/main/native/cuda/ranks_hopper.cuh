// The scores of own pairs and the counts of rankOfOwn, of fp16 rows on Hopper.
#pragma once
#include "search_hopper.cuh"

namespace seir {

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

}  // namespace seir
