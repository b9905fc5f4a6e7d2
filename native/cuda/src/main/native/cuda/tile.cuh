// The product of a tile of left rows with a tile of right rows: the core of topK, rankOfOwn, pairsAbove and synergy.
//
// 256 threads. Chunks of 128 bytes of every row go through two or more stages of shared memory by cp.async; pieces of 16 bytes
// are swizzled by the row, so that ldmatrix meets no bank twice. A warp owns 64 left by 32 right rows and keeps their
// scores in registers, in the layout of mma.m16n8k16 (fp16 by tensor cores; fp32 by fused multiply-adds, from the first
// number to the last). A score depends on its two rows alone.
#pragma once
#include "device.cuh"

namespace seir {

constexpr int kThreads = 256;
constexpr int kChunk = 128;  // bytes of a row
constexpr int kPieces = kChunk / 16;

// Blocks that share a multiprocessor: two where its shared memory holds two of them (164 KB and more), which lets one
// compute while the other waits; fp32 needs the registers. (The tiles of synergy are a little too large for two on
// sm_80, which costs them nothing but registers they could do with.)
#if defined(__CUDA_ARCH__) && (__CUDA_ARCH__ == 860 || __CUDA_ARCH__ == 890 || __CUDA_ARCH__ >= 1200)
template <class T>
constexpr int kBlocks = 1;
#else
template <class T>
constexpr int kBlocks = sizeof(T) == 2 ? 2 : 1;
#endif

template <class T, int Left, int Right>
struct Tile {
  static constexpr int kRows = Left + Right;
  static constexpr int kShared = 2 * kRows * kChunk;
  static_assert(Left / 64 * (Right / 32) == kThreads / 32, "a warp owns 64 by 32");

  float scores[4][4][4];  // [16 left rows][8 right rows][half of left, right parity]

  __device__ static int warp_left() { return threadIdx.x / 32 / (Right / 32) * 64; }
  __device__ static int warp_right() { return threadIdx.x / 32 % (Right / 32) * 32; }
  // Which rows of the tile scores[m][n][2 * half + parity] is of.
  __device__ static int left_of(int m, int half) { return warp_left() + m * 16 + half * 8 + threadIdx.x % 32 / 4; }
  __device__ static int right_of(int n, int parity) { return warp_right() + n * 8 + threadIdx.x % 4 * 2 + parity; }

  __device__ static char* piece_at(char* stage, int row, int piece) {
    return stage + row * kChunk + ((piece ^ (row & 7)) * 16);
  }

  // rows(r): where row r of the tile begins (right rows come after the left), or null for zeros. fallback: any
  // readable address. live_left, live_right: rows beyond them are of no interest.
  template <class Rows>
  __device__ void compute(char* shared, const Rows& rows, const void* fallback, int pitch_bytes, int live_left,
                          int live_right) {
    run<2>(shared, kRows, rows, fallback, pitch_bytes, live_left, live_right);
  }

  // The same, with more stages where few right rows are live: so many bytes more are on their way.
  template <class Rows>
  __device__ void compute_few(char* shared, const Rows& rows, const void* fallback, int pitch_bytes, int live_left,
                              int live_right) {
    int stage_rows = Left + (live_right + 31) / 32 * 32;
    if (4 * stage_rows <= 2 * kRows) {
      run<4>(shared, stage_rows, rows, fallback, pitch_bytes, live_left, live_right);
    } else if (3 * stage_rows <= 2 * kRows) {
      run<3>(shared, stage_rows, rows, fallback, pitch_bytes, live_left, live_right);
    } else {
      run<2>(shared, stage_rows, rows, fallback, pitch_bytes, live_left, live_right);
    }
  }

 private:
  template <int Stages, class Rows>
  __device__ void run(char* shared, int stage_rows, const Rows& rows, const void* fallback, int pitch_bytes,
                      int live_left, int live_right) {
#pragma unroll
    for (int m = 0; m < 4; m++) {
#pragma unroll
      for (int n = 0; n < 4; n++) {
#pragma unroll
        for (int i = 0; i < 4; i++) scores[m][n][i] = 0;
      }
    }
    bool idle = warp_left() >= live_left || warp_right() >= live_right;
    int chunks = (pitch_bytes + kChunk - 1) / kChunk;
    auto stage_of = [&](int chunk) { return shared + chunk % Stages * stage_rows * kChunk; };
    auto fetch_next = [&](int chunk) {
      if (chunk < chunks) fetch(stage_of(chunk), stage_rows, rows, fallback, chunk, pitch_bytes);
      copies_commit();
    };
    for (int c = 0; c < Stages - 1; c++) fetch_next(c);
    for (int c = 0; c < chunks; c++) {
      fetch_next(c + Stages - 1);
      copies_wait<Stages - 1>();
      __syncthreads();
      if (!idle) add(stage_of(c), live_left - warp_left());
      __syncthreads();
    }
  }

  template <class Rows>
  __device__ static void fetch(char* stage, int stage_rows, const Rows& rows, const void* fallback, int chunk,
                               int pitch_bytes) {
    int piece = threadIdx.x % kPieces;
    int byte = chunk * kChunk + piece * 16;
#pragma unroll
    for (int i = 0; i < kRows / (kThreads / kPieces); i++) {
      int row = i * (kThreads / kPieces) + threadIdx.x / kPieces;
      if (i * (kThreads / kPieces) >= stage_rows) break;
      const char* from = rows(row);
      bool live = from != nullptr && byte < pitch_bytes;
      copy_async(piece_at(stage, row, piece), live ? from + byte : static_cast<const char*>(fallback), live);
    }
  }

  __device__ void add(char* stage, int live_left) {
    int lane = threadIdx.x % 32;
    char* right = stage + Left * kChunk;
    if constexpr (sizeof(T) == 2) {
#pragma unroll
      for (int step = 0; step < kPieces; step += 2) {  // 16 numbers
        uint32_t b[2][4];
#pragma unroll
        for (int n = 0; n < 2; n++) {
          int row = warp_right() + n * 16 + (lane & 7) + (lane >> 4 << 3);
          load_matrices(b[n], piece_at(right, row, step + ((lane >> 3) & 1)));
        }
#pragma unroll
        for (int m = 0; m < 4; m++) {
          if (m * 16 >= live_left) break;
          uint32_t a[4];
          load_matrices(a, piece_at(stage, warp_left() + m * 16 + (lane & 15), step + (lane >> 4)));
#pragma unroll
          for (int n = 0; n < 4; n++) multiply(scores[m][n], a, b[n / 2][n % 2 * 2], b[n / 2][n % 2 * 2 + 1]);
        }
      }
    } else {
#pragma unroll 1
      for (int piece = 0; piece < kPieces; piece++) {
        float4 a[4][2];
#pragma unroll
        for (int m = 0; m < 4; m++) {
#pragma unroll
          for (int half = 0; half < 2; half++) {
            a[m][half] = *reinterpret_cast<const float4*>(piece_at(stage, left_of(m, half), piece));
          }
        }
#pragma unroll
        for (int n = 0; n < 4; n++) {
#pragma unroll
          for (int parity = 0; parity < 2; parity++) {
            float4 b = *reinterpret_cast<const float4*>(piece_at(right, right_of(n, parity), piece));
#pragma unroll
            for (int m = 0; m < 4; m++) {
#pragma unroll
              for (int half = 0; half < 2; half++) {
                float& sum = scores[m][n][half * 2 + parity];
                sum = fmaf(a[m][half].x, b.x, sum);
                sum = fmaf(a[m][half].y, b.y, sum);
                sum = fmaf(a[m][half].z, b.z, sum);
                sum = fmaf(a[m][half].w, b.w, sum);
              }
            }
          }
        }
      }
    }
  }
};

// Rows of two matrices, from a first row each.
struct PlainRows {
  const char *left, *right;
  int tile_left, live_left, live_right, pitch_bytes;

  __device__ const char* operator()(int row) const {
    if (row < tile_left) return row < live_left ? left + static_cast<int64_t>(row) * pitch_bytes : nullptr;
    row -= tile_left;
    return row < live_right ? right + static_cast<int64_t>(row) * pitch_bytes : nullptr;
  }
};

}  // namespace seir
