// imageQuality: exact integer sums over the pixels. A warp slides down a strip of 120 by 32 pixels, four pixels a lane;
// the outer lanes only lend their pixels to the neighbours. Four lumas are the bytes of one number, or two numbers with 16
// bits each, so that an instruction does four or two pixels; what could fall below zero is shifted up, and back at the
// end. Integer atomics are exact in any order.
#pragma once
#include "seir_cuda.h"
#include "tile.cuh"

namespace seir {

constexpr int kSums = 13;
constexpr uint32_t kOnes = 0x01010101u;

// Four pixels of a row.
struct Luma4 {
  uint32_t luma;                     // a byte each
  uint32_t even, odd;                // lumas of pixels 0 and 2, of 1 and 3, 16 bits each
  uint32_t left_even;                // of what is left of pixels 0 and 2
  uint32_t beside_even, beside_odd;  // what lies left and right of them, added up

  // words: 12 bytes R G B R G B ...
  __device__ explicit Luma4(const uint32_t (&words)[3]) {
    // (77 R + 150 G + 29 B + 128) / 256: a number's second byte.
    uint32_t first = __dp4a(words[0], 0x001D964Du, 128u);
    uint32_t second = __dp4a(words[1], 0x00001D96u, __dp4a(words[0], 0x4D000000u, 128u));
    uint32_t third = __dp4a(words[2], 0x0000001Du, __dp4a(words[1], 0x964D0000u, 128u));
    uint32_t fourth = __dp4a(words[2], 0x1D964D00u, 128u);
    luma = __byte_perm(__byte_perm(first, second, 0x0051), __byte_perm(third, fourth, 0x0051), 0x5410);
    uint32_t before = __shfl_up_sync(kAllLanes, luma, 1), after = __shfl_down_sync(kAllLanes, luma, 1);
    even = __byte_perm(luma, 0, 0x4240);
    odd = __byte_perm(luma, 0, 0x4341);
    left_even = __byte_perm(odd, before, 0x1017);
    beside_even = left_even + odd;
    beside_odd = __byte_perm(even, after, 0x1412) + even;
  }
};

// Differences of 16-bit numbers, two at a time.
__device__ inline uint32_t differences(uint32_t a, uint32_t b) { return __vmaxu2(a, b) - __vminu2(a, b); }

// Where a lane's pixels count: ones in the two lowest bytes, for pixels 0 and 2 and for 1 and 3.
struct Pairs4 {
  uint32_t even, odd;

  // of: a one in the byte of each pixel
  __device__ explicit Pairs4(uint32_t of) {
    even = __byte_perm(of, 0, 0x4420);
    odd = __byte_perm(of, 0, 0x4431);
  }
};

// Sums of one lane; what they are shifted by is known from how many pixels were added.
struct LaneSums {
  uint32_t luma = 0, luma2 = 0, not_dark = 0, bright = 0, red = 0, green = 0, blue = 0, red2 = 0, green2 = 0, blue2 = 0,
           red_green = 0, red_blue = 0, green_blue = 0, block_steps = 0, steps = 0, second = 0, second2_low = 0,
           second2_high = 0, noise = 0;

  // steps_of: where a step from the left counts; block_step: 1 if pixel 0 begins a block of eight, and its step counts.
  __device__ void add(const uint32_t (&words)[3], const Luma4& here, const Pairs4& steps_of, uint32_t block_step) {
    luma = __dp4a(here.luma, kOnes, luma);
    luma2 = __dp4a(here.luma, here.luma, luma2);
    uint32_t low = here.luma & 0x7F7F7F7Fu;
    not_dark = __dp4a(((low + 0x7B7B7B7Bu) | here.luma) & 0x80808080u, kOnes, not_dark);  // 5 and more, 128 each
    bright = __dp4a((low + 0x05050505u) & here.luma & 0x80808080u, kOnes, bright);        // 251 and more
    uint32_t r = __byte_perm(__byte_perm(words[0], words[1], 0x0630), words[2], 0x5210);
    uint32_t g = __byte_perm(__byte_perm(words[0], words[1], 0x0741), words[2], 0x6210);
    uint32_t b = __byte_perm(__byte_perm(words[0], words[1], 0x0052), words[2], 0x7410);
    red = __dp4a(r, kOnes, red);
    green = __dp4a(g, kOnes, green);
    blue = __dp4a(b, kOnes, blue);
    red2 = __dp4a(r, r, red2);
    green2 = __dp4a(g, g, green2);
    blue2 = __dp4a(b, b, blue2);
    red_green = __dp4a(r, g, red_green);
    red_blue = __dp4a(r, b, red_blue);
    green_blue = __dp4a(g, b, green_blue);
    uint32_t even = differences(here.even, here.left_even);
    steps = __dp2a_lo(even, steps_of.even, steps);
    steps = __dp2a_lo(differences(here.odd, here.even), steps_of.odd, steps);
    block_steps = __dp2a_lo(even, block_step, block_steps);
  }

  // Two pixels with neighbours on all sides: around = above + below + left + right, corners. of: 0xFFFF where a pixel
  // counts, bytes_of: 1 there, in the two lowest bytes.
  __device__ void add_stencils(uint32_t center, uint32_t around, uint32_t corners, uint32_t of, uint32_t bytes_of) {
    uint32_t shifted = around + 0x04000400u - 4 * center;  // around - 4 center, 1,024 up
    uint32_t counted = shifted & of;
    uint32_t bytes = __byte_perm(counted, 0, 0x3120);
    second = __dp2a_lo(counted, 0x0101u, second);
    second2_low = __dp2a_lo(counted, bytes, second2_low);
    second2_high = __dp2a_hi(counted, bytes, second2_high);
    uint32_t mask = corners + 0x10001000u - 2 * shifted - 4 * center;  // corners - 2 around + 4 center, 2,048 up
    noise = __dp2a_lo(__vmaxu2(mask, 0x10001000u - mask), bytes_of, noise);
  }

  // As ImageSums has them. pixels, inner: how many were added, and how many of them with stencils.
  __device__ void finish(uint32_t pixels, uint32_t inner, uint32_t (&s)[kSums]) const {
    s[0] = luma;
    s[1] = luma2;
    s[2] = pixels - not_dark / 128;
    s[3] = bright / 128;
    s[4] = second - 1024 * inner;
    s[5] = second2_low + 256 * second2_high - 2048 * second + 1048576 * inner;
    s[6] = noise - 2048 * inner;
    s[7] = red - green;
    s[8] = red2 + green2 - 2 * red_green;
    s[9] = red + green - 2 * blue;
    s[10] = red2 + green2 + 4 * blue2 + 2 * red_green - 4 * red_blue - 4 * green_blue;
    s[11] = block_steps;
    s[12] = steps - block_steps;
  }
};

static __global__ void __launch_bounds__(kThreads, 3)
    image_sums(const uint8_t* pixels, const int64_t* starts, const int* shapes, const int64_t* units, int images,
               int64_t unit_count, unsigned long long* sums) {
  int64_t unit = blockIdx.x * static_cast<int64_t>(kThreads / 32) + threadIdx.x / 32;
  if (unit >= unit_count) return;  // a whole warp
  // The last image that begins at or before the unit; where all are of one size, this is it.
  int low = static_cast<int>(unit * images / unit_count), high = images - 1;
  if (units[low] > unit || units[low + 1] <= unit) {
    low = 0;
    while (low < high) {
      int middle = (low + high + 1) / 2;
      if (units[middle] <= unit) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
  }
  int width = shapes[low * 3], height = shapes[low * 3 + 1], pitch = shapes[low * 3 + 2];
  int across = (width + SEIR_STRIP_WIDTH - 1) / SEIR_STRIP_WIDTH;
  int strip = static_cast<int>(unit - units[low]);
  int lane = threadIdx.x % 32;
  int x0 = strip % across * SEIR_STRIP_WIDTH + (lane - 1) * 4;
  int y0 = strip / across * SEIR_STRIP_HEIGHT, y1 = min(height, y0 + SEIR_STRIP_HEIGHT);
  int live = x0 < 0 ? 0 : max(0, min(4, width - x0));  // pixels
  int own = lane > 0 && lane < 31 ? live : 0;

  auto first_bytes = [](int count) { return count >= 4 ? kOnes : kOnes & ((1u << (8 * count)) - 1); };
  Pairs4 steps_of(first_bytes(own) & (x0 == 0 ? ~0xFFu : ~0u));
  uint32_t block_step = x0 % 8 == 0 && x0 > 0 && own > 0 ? 1 : 0;
  uint32_t inner = first_bytes(max(0, min(own, width - 1 - x0)));
  if (x0 == 0) inner &= ~0xFFu;
  Pairs4 inner_of(inner);
  uint32_t even_mask = __byte_perm(inner, 0, 0x2200) * 255, odd_mask = __byte_perm(inner, 0, 0x3311) * 255;

  const uint8_t* column = pixels + starts[low] + static_cast<int64_t>(max(x0, 0)) * 3;
  auto fetch = [&](int y, uint32_t(&words)[3]) {
    bool there = live > 0 && y >= 0 && y < height;
    const uint32_t* at = reinterpret_cast<const uint32_t*>(column + static_cast<int64_t>(y) * pitch);
#pragma unroll
    for (int i = 0; i < 3; i++) words[i] = there ? at[i] : 0;
  };
  // Nothing beyond the image. No sooner than words are needed: until then they may be on their way.
  auto within = [&](uint32_t(&words)[3]) {
    if (live == 4 || live == 0) return;
#pragma unroll
    for (int i = 0; i < 3; i++) {
      int bytes = live * 3 - i * 4;
      words[i] &= bytes >= 4 ? ~0u : bytes <= 0 ? 0 : (1u << (8 * bytes)) - 1;
    }
  };

  LaneSums sums_here;
  uint32_t above_words[3], here_words[3], next_words[3];
  fetch(y0 - 1, above_words);
  fetch(y0, here_words);
  fetch(y0 + 1, next_words);
  within(above_words);
  Luma4 above(above_words);
  within(here_words);
  Luma4 here(here_words);
#pragma unroll 3
  for (int y = y0; y < y1; y++) {
    uint32_t later_words[3];
    fetch(y + 2, later_words);
    within(next_words);
    Luma4 below(next_words);
    sums_here.add(here_words, here, steps_of, block_step);
    if (y > 0 && y < height - 1) {
      sums_here.add_stencils(here.even, here.beside_even + above.even + below.even,
                             above.beside_even + below.beside_even, even_mask, inner_of.even);
      sums_here.add_stencils(here.odd, here.beside_odd + above.odd + below.odd, above.beside_odd + below.beside_odd,
                             odd_mask, inner_of.odd);
    }
    above = here;
    here = below;
#pragma unroll
    for (int i = 0; i < 3; i++) {
      here_words[i] = next_words[i];
      next_words[i] = later_words[i];
    }
  }
  uint32_t s[kSums];
  int inner_rows = min(y1, height - 1) - max(y0, 1);
  sums_here.finish(own * (y1 - y0), __popc(inner) * max(inner_rows, 0), s);
#pragma unroll
  for (int i = 0; i < kSums; i++) {
    uint32_t sum = __reduce_add_sync(kAllLanes, own > 0 ? s[i] : 0);
    // All of a strip fit 32 bits; those that can be negative are far from it.
    bool sign = i == 4 || i == 7 || i == 9;
    long long wide = sign ? static_cast<long long>(static_cast<int>(sum)) : static_cast<long long>(sum);
    if (lane == 0) atomicAdd(&sums[static_cast<int64_t>(low) * kSums + i], static_cast<unsigned long long>(wide));
  }
}

}  // namespace seir
