// imageQuality: exact integer sums over the pixels. A warp slides down a strip of 120 by 32 pixels, four pixels a lane;
// the outer lanes only lend their pixels to the neighbours. Integer atomics are exact in any order.
#pragma once
#include "seir_cuda.h"
#include "tile.cuh"

namespace seir {

constexpr int kSums = 13;

// Four pixels of a row: their luma, and the sum of the lumas on their left and right.
struct Luma4 {
  int luma[4], beside[4], before;

  // words: 12 bytes R G B R G B ...
  __device__ void of(const uint32_t (&words)[3]) {
    uint32_t pixel[4];
    pixels(words, pixel);
#pragma unroll
    for (int i = 0; i < 4; i++) luma[i] = static_cast<int>(__dp4a(pixel[i], 0x001D964Du, 128u) >> 8);
    before = __shfl_up_sync(kAllLanes, luma[3], 1);
    int after = __shfl_down_sync(kAllLanes, luma[0], 1);
#pragma unroll
    for (int i = 0; i < 4; i++) beside[i] = (i == 0 ? before : luma[i - 1]) + (i == 3 ? after : luma[i + 1]);
  }

  // Bytes R, G, B of each pixel, lowest first; the fourth byte is zero.
  __device__ static void pixels(const uint32_t (&words)[3], uint32_t (&pixel)[4]) {
    pixel[0] = words[0] & 0xFFFFFFu;
    pixel[1] = __byte_perm(words[0], words[1], 0x6543) & 0xFFFFFFu;
    pixel[2] = __byte_perm(words[1], words[2], 0x5432) & 0xFFFFFFu;
    pixel[3] = words[2] >> 8;
  }
};

static __global__ void __launch_bounds__(kThreads)
    image_sums(const uint8_t* pixels, const int64_t* starts, const int* shapes, const int64_t* units, int images,
               int64_t unit_count, unsigned long long* sums) {
  int64_t unit = blockIdx.x * static_cast<int64_t>(kThreads / 32) + threadIdx.x / 32;
  if (unit >= unit_count) return;  // a whole warp
  int low = 0, high = images - 1;
  while (low < high) {  // the last image that begins at or before the unit
    int middle = (low + high + 1) / 2;
    if (units[middle] <= unit) {
      low = middle;
    } else {
      high = middle - 1;
    }
  }
  int width = shapes[low * 3], height = shapes[low * 3 + 1], pitch = shapes[low * 3 + 2];
  const uint8_t* image = pixels + starts[low];
  int across = (width + SEIR_STRIP_WIDTH - 1) / SEIR_STRIP_WIDTH;
  int strip = static_cast<int>(unit - units[low]);
  int lane = threadIdx.x % 32;
  int x0 = strip % across * SEIR_STRIP_WIDTH + (lane - 1) * 4;
  int y0 = strip / across * SEIR_STRIP_HEIGHT, y1 = min(height, y0 + SEIR_STRIP_HEIGHT);
  bool inner = lane > 0 && lane < 31;

  auto fetch = [&](int y, uint32_t(&words)[3]) {
    bool live = x0 >= 0 && x0 < width && y >= 0 && y < height;
    const uint32_t* at = reinterpret_cast<const uint32_t*>(image + static_cast<int64_t>(y) * pitch + x0 * 3);
#pragma unroll
    for (int i = 0; i < 3; i++) words[i] = live ? at[i] : 0;
  };

  int s[kSums];
#pragma unroll
  for (int i = 0; i < kSums; i++) s[i] = 0;
  uint32_t here_words[3], next_words[3];
  Luma4 above, here, below;
  fetch(y0 - 1, next_words);
  above.of(next_words);
  fetch(y0, here_words);
  here.of(here_words);
  for (int y = y0; y < y1; y++) {
    fetch(y + 1, next_words);
    below.of(next_words);
    uint32_t pixel[4];
    Luma4::pixels(here_words, pixel);
#pragma unroll
    for (int i = 0; i < 4; i++) {
      int x = x0 + i;
      if (inner && x < width) {
        int red = pixel[i] & 255, green = pixel[i] >> 8 & 255, blue = pixel[i] >> 16, l = here.luma[i];
        int rg = red - green, yb = red + green - 2 * blue;
        s[0] += l;
        s[1] += l * l;
        s[2] += l <= 4;
        s[3] += l >= 251;
        s[7] += rg;
        s[8] += rg * rg;
        s[9] += yb;
        s[10] += yb * yb;
        int step = abs(l - (i == 0 ? here.before : here.luma[i - 1]));
        if (x > 0) {
          if (x % 8 == 0) {
            s[11] += step;
          } else {
            s[12] += step;
          }
        }
        if (x > 0 && x < width - 1 && y > 0 && y < height - 1) {
          int cross = here.beside[i] + above.luma[i] + below.luma[i];
          int second = cross - 4 * l;
          s[4] += second;
          s[5] += second * second;
          s[6] += abs(above.beside[i] + below.beside[i] - 2 * cross + 4 * l);
        }
      }
    }
    above = here;
    here = below;
#pragma unroll
    for (int i = 0; i < 3; i++) here_words[i] = next_words[i];
  }
#pragma unroll
  for (int i = 0; i < kSums; i++) {
    long long sum = warp_sum(static_cast<long long>(s[i]));
    if (lane == 0) atomicAdd(&sums[static_cast<int64_t>(low) * kSums + i], static_cast<unsigned long long>(sum));
  }
}

}  // namespace seir
