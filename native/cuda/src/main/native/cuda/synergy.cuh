// synergy: best matches among answer tokens, caption tokens and patches, then eight features a sample.
//
// A block takes a tile of 64 texts (answer tokens, then caption tokens) and 256 others (patches, then caption tokens)
// of one sample, and leaves maxima. A maximum does not depend on order, so atomics do no harm to determinism. Where
// texts fit one tile, every row is read once.
#pragma once
#include "seir_cuda.h"
#include "tile.cuh"

namespace seir {

constexpr int kTexts = SEIR_SYNERGY_LEFT;
constexpr int kOthers = SEIR_SYNERGY_RIGHT;

// Best matches as ordered() numbers; 0 where there is none.
struct Best {
  unsigned *answer_patch, *answer_caption;    // of every answer token: its best patch, its best caption token
  unsigned *caption_patch, *caption_answer;   // of every caption token
  unsigned *patch_answer, *patch_caption;     // of every patch: its best answer token, its best caption token
};

template <class T>
using SynergyTile = Tile<T, kTexts, kOthers>;
template <class T>
constexpr int kSynergyShared = SynergyTile<T>::kShared + (kTexts + kOthers) * 8 + kTexts * 8;

template <class T>
__global__ void __launch_bounds__(kThreads, kBlocks<T>)
    synergy_best(SeirSynergy batch, const int* items, Best best) {
  SEIR_DYNAMIC_SHARED(shared);
  const char** rows = reinterpret_cast<const char**>(shared + SynergyTile<T>::kShared);
  unsigned* row_patch = reinterpret_cast<unsigned*>(rows + kTexts + kOthers);
  unsigned* row_caption = row_patch + kTexts;

  const int* item = items + static_cast<int64_t>(blockIdx.x) * 3;
  int sample = item[0], first_left = item[1] * kTexts, first_right = item[2] * kOthers;
  int answer0 = batch.answer_offsets[sample], answers = batch.answer_offsets[sample + 1] - answer0;
  int caption0 = batch.caption_offsets[sample], captions = batch.caption_offsets[sample + 1] - caption0;
  int patch0 = batch.patch_offsets[sample], patches = batch.patch_offsets[sample + 1] - patch0;
  int live_left = min(kTexts, answers + captions - first_left);
  int live_right = min(kOthers, patches + captions - first_right);
  int pitch_bytes = batch.pitch * static_cast<int>(sizeof(T));

  for (int i = threadIdx.x; i < kTexts + kOthers; i += kThreads) {
    const void* matrix = nullptr;
    int row = 0;
    if (i < kTexts) {
      int at = first_left + i;
      if (at < answers + captions) {
        matrix = at < answers ? batch.answer : batch.caption;
        row = at < answers ? answer0 + at : caption0 + at - answers;
      }
    } else {
      int at = first_right + i - kTexts;
      if (at < patches + captions) {
        matrix = at < patches ? batch.patches : batch.caption;
        row = at < patches ? patch0 + at : caption0 + at - patches;
      }
    }
    rows[i] = matrix == nullptr ? nullptr : static_cast<const char*>(matrix) + static_cast<int64_t>(row) * pitch_bytes;
    if (i < kTexts) row_patch[i] = row_caption[i] = 0;
  }
  __syncthreads();

  SynergyTile<T> tile;
  tile.compute_few(
      shared, [rows](int row) { return rows[row]; }, batch.image_global, pitch_bytes, live_left, live_right);

#pragma unroll
  for (int m = 0; m < 4; m++) {
#pragma unroll
    for (int half = 0; half < 2; half++) {
      int left = tile.left_of(m, half);
      float patch = -INFINITY, caption = -INFINITY;
#pragma unroll
      for (int n = 0; n < 4; n++) {
#pragma unroll
        for (int parity = 0; parity < 2; parity++) {
          int right = tile.right_of(n, parity);
          float score = tile.scores[m][n][half * 2 + parity];
          if (right < live_right && first_right + right < patches) patch = fmaxf(patch, score);
          if (right < live_right && first_right + right >= patches) caption = fmaxf(caption, score);
        }
      }
#pragma unroll
      for (int step = 1; step < 4; step *= 2) {
        patch = fmaxf(patch, __shfl_xor_sync(kAllLanes, patch, step));
        caption = fmaxf(caption, __shfl_xor_sync(kAllLanes, caption, step));
      }
      if (threadIdx.x % 4 == 0 && left < live_left) {
        if (patch > -INFINITY) atomicMax(&row_patch[left], ordered(patch));
        if (caption > -INFINITY) atomicMax(&row_caption[left], ordered(caption));
      }
    }
  }
#pragma unroll
  for (int n = 0; n < 4; n++) {
#pragma unroll
    for (int parity = 0; parity < 2; parity++) {
      int right = tile.right_of(n, parity);
      float answer = -INFINITY, caption = -INFINITY;
#pragma unroll
      for (int m = 0; m < 4; m++) {
#pragma unroll
        for (int half = 0; half < 2; half++) {
          int left = tile.left_of(m, half);
          float score = tile.scores[m][n][half * 2 + parity];
          if (left < live_left && first_left + left < answers) answer = fmaxf(answer, score);
          if (left < live_left && first_left + left >= answers) caption = fmaxf(caption, score);
        }
      }
#pragma unroll
      for (int step = 4; step < 32; step *= 2) {
        answer = fmaxf(answer, __shfl_xor_sync(kAllLanes, answer, step));
        caption = fmaxf(caption, __shfl_xor_sync(kAllLanes, caption, step));
      }
      if (threadIdx.x % 32 < 4 && right < live_right) {
        int at = first_right + right;
        if (at < patches) {
          if (answer > -INFINITY) atomicMax(&best.patch_answer[patch0 + at], ordered(answer));
          if (caption > -INFINITY) atomicMax(&best.patch_caption[patch0 + at], ordered(caption));
        } else if (answer > -INFINITY) {
          atomicMax(&best.caption_answer[caption0 + at - patches], ordered(answer));
        }
      }
    }
  }
  __syncthreads();
  if (threadIdx.x < live_left) {
    int at = first_left + threadIdx.x;
    bool is_answer = at < answers;
    unsigned* to_patch = is_answer ? &best.answer_patch[answer0 + at] : &best.caption_patch[caption0 + at - answers];
    if (row_patch[threadIdx.x] != 0) atomicMax(to_patch, row_patch[threadIdx.x]);
    if (is_answer && row_caption[threadIdx.x] != 0) {
      atomicMax(&best.answer_caption[answer0 + at], row_caption[threadIdx.x]);
    }
  }
}

// Weighted mean of n best matches, or their plain mean without weights; 0 over nothing. By one warp, on every lane.
__device__ inline double warp_mean(const unsigned* best, const float* weights, int n) {
  double sum = 0, total = 0;
  for (int i = threadIdx.x % 32; i < n; i += 32) {
    double weight = weights == nullptr ? 1.0 : weights[i];
    sum += weight * unordered(best[i]);
    total += weight;
  }
  sum = warp_sum(sum);
  total = warp_sum(total);
  return total == 0 ? 0 : sum / total;
}

// Eight features a sample, a warp a sample, summed in double in an order that depends on the sample alone.
template <class T>
__global__ void __launch_bounds__(kThreads) synergy_features(SeirSynergy batch, Best best, double* features) {
  int sample = blockIdx.x * (kThreads / 32) + threadIdx.x / 32;
  if (sample >= batch.samples) return;  // a whole warp
  int answer0 = batch.answer_offsets[sample], answers = batch.answer_offsets[sample + 1] - answer0;
  int caption0 = batch.caption_offsets[sample], captions = batch.caption_offsets[sample + 1] - caption0;
  int patch0 = batch.patch_offsets[sample], patches = batch.patch_offsets[sample + 1] - patch0;

  double f[6] = {0, 0, 0, 0, 0, 0};
  if (answers > 0 && patches > 0) {
    f[0] = warp_mean(best.answer_patch + answer0, batch.answer_weights + answer0, answers);
    f[2] = warp_mean(best.patch_answer + patch0, nullptr, patches);
  }
  if (captions > 0 && patches > 0) {
    f[1] = warp_mean(best.caption_patch + caption0, batch.caption_weights + caption0, captions);
    f[3] = warp_mean(best.patch_caption + patch0, nullptr, patches);
    double sum = 0;
    for (int i = threadIdx.x % 32; i < patches; i += 32) {
      double said = answers == 0 ? 0 : unordered(best.patch_answer[patch0 + i]);
      sum += fmax(0.0, unordered(best.patch_caption[patch0 + i]) - said);
    }
    f[5] = warp_sum(sum) / patches;
  }
  if (answers > 0 && captions > 0) {
    f[4] = (warp_mean(best.answer_caption + answer0, nullptr, answers) +
            warp_mean(best.caption_answer + caption0, nullptr, captions)) / 2;
  }
  int64_t row = static_cast<int64_t>(sample) * batch.pitch;
  const T* image = static_cast<const T*>(batch.image_global) + row;
  float answer_image = warp_dot(static_cast<const T*>(batch.answer_global) + row, image, batch.pitch);
  float caption_image = warp_dot(static_cast<const T*>(batch.caption_global) + row, image, batch.pitch);
  if (threadIdx.x % 32 == 0) {
    double* out = features + static_cast<int64_t>(sample) * 8;
    for (int i = 0; i < 6; i++) out[i] = f[i];
    out[6] = answer_image;
    out[7] = caption_image;
  }
}

}  // namespace seir
