// Runs the kernel source of the CUDA engine on the host, for tests: blocks (or clusters of them) one after another,
// threads as fibers on one host thread. A fiber runs until it meets its warp or its block; then the next one goes on. Odd blocks run their
// threads backwards, so that a missing barrier shows. cp.async copies are made no sooner than they are waited for, so
// that a missing wait shows. Tensor-core and warp instructions exchange what lanes left for each other, by the layouts
// of the PTX manual. x86-64 only.
#pragma once
#include <immintrin.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <functional>
#include <utility>
#include <vector>

#define __host__
#define __device__
#define __global__
#define __forceinline__ inline
#define __launch_bounds__(...)
#define SEIR_DYNAMIC_SHARED(name) char* name = shim::shared()
#define SEIR_LAUNCH(kernel, grid, threads, shared, stream, ...) \
  shim::launch(grid, threads, shared, [=] { kernel(__VA_ARGS__); })

struct dim3 {
  unsigned x, y, z;
  dim3(unsigned x = 1, unsigned y = 1, unsigned z = 1) : x(x), y(y), z(z) {}
};
struct alignas(8) float2 {
  float x, y;
};
struct uint4 {
  uint32_t x, y, z, w;
};
struct alignas(16) float4 {
  float x, y, z, w;
};
extern dim3 threadIdx, blockIdx, gridDim;

using cudaStream_t = void*;
enum cudaError_t { cudaSuccess = 0, cudaErrorMemoryAllocation = 2, cudaErrorNoKernelImageForDevice = 209 };
enum { cudaFuncAttributeMaxDynamicSharedMemorySize };
template <class K>
cudaError_t cudaFuncSetAttribute(K, int, int) {
  return cudaSuccess;
}
struct cudaFuncAttributes {
  int numRegs = 255;
};
template <class K>
cudaError_t cudaFuncGetAttributes(cudaFuncAttributes*, K) {
  return cudaSuccess;
}
inline cudaError_t cudaMemsetAsync(void* to, int value, size_t bytes, cudaStream_t) {
  std::memset(to, value, bytes);
  return cudaSuccess;
}
inline cudaError_t cudaGetLastError() { return cudaSuccess; }
inline cudaError_t cudaGetDeviceCount(int* count) {
  *count = 0;  // none that anybody but a test should use
  return cudaSuccess;
}
inline cudaError_t cudaGetDevice(int* device) {
  *device = 0;
  return cudaSuccess;
}
enum { cudaDevAttrMultiProcessorCount };
inline cudaError_t cudaDeviceGetAttribute(int* value, int, int) {
  *value = 3;
  return cudaSuccess;
}
inline const char* cudaGetErrorString(cudaError_t) { return "a fault of the host shim"; }

namespace shim {
char* shared();
void launch(dim3 grid, int threads, int shared_bytes, const std::function<void()>& kernel, int cluster = 1);
// Waits for all threads of the block that still run; returns how many of them brought a true.
int block_meet(bool vote);
// Leaves 16 bytes for the warp, waits for it, and returns what all 32 lanes left (until the next meeting but one).
const uint64_t (*warp_meet(uint64_t low, uint64_t high))[2];
struct Copy {
  void* to;
  const void* from;
  bool live;
};
std::vector<std::vector<Copy>>& copies();  // of this thread, by commits; the last is open

template <class N>
uint64_t bits(N value) {
  uint64_t out = 0;
  std::memcpy(&out, &value, sizeof value);
  return out;
}
template <class N>
N value(uint64_t bits) {
  N out;
  std::memcpy(&out, &bits, sizeof out);
  return out;
}
}  // namespace shim

inline void __syncthreads() { shim::block_meet(false); }
inline int __syncthreads_or(int vote) { return shim::block_meet(vote != 0); }
inline void __syncwarp() { shim::warp_meet(0, 0); }
template <class N>
N lane_value(N mine, int lane) {
  auto left = shim::warp_meet(shim::bits(mine), 0);
  return lane < 0 || lane > 31 ? mine : shim::value<N>(left[lane][0]);
}
template <class N>
N __shfl_sync(unsigned, N value, int lane) {
  return lane_value(value, lane % 32);
}
template <class N>
N __shfl_xor_sync(unsigned, N value, int mask) {
  return lane_value(value, static_cast<int>(threadIdx.x % 32) ^ mask);
}
template <class N>
N __shfl_up_sync(unsigned, N value, int by) {
  return lane_value(value, static_cast<int>(threadIdx.x % 32) - by);
}
template <class N>
N __shfl_down_sync(unsigned, N value, int by) {
  return lane_value(value, static_cast<int>(threadIdx.x % 32) + by);
}
inline unsigned __ballot_sync(unsigned, bool vote) {
  auto left = shim::warp_meet(vote, 0);
  unsigned votes = 0;
  for (int lane = 0; lane < 32; lane++) votes |= static_cast<unsigned>(left[lane][0]) << lane;
  return votes;
}
inline unsigned __reduce_or_sync(unsigned, unsigned bits) {
  auto left = shim::warp_meet(bits, 0);
  unsigned all = 0;
  for (int lane = 0; lane < 32; lane++) all |= static_cast<unsigned>(left[lane][0]);
  return all;
}
inline int __ffs(unsigned bits) { return __builtin_ffs(static_cast<int>(bits)); }
inline int __popc(unsigned bits) { return __builtin_popcount(bits); }
inline unsigned __float_as_uint(float value) { return shim::value<unsigned>(shim::bits(value)); }
inline float __uint_as_float(unsigned value) { return shim::value<float>(shim::bits(value)); }
inline int __float_as_int(float value) { return shim::value<int>(shim::bits(value)); }
inline float __saturatef(float value) { return value > 0 ? std::min(value, 1.0f) : 0; }  // 0 of what is no number
template <class N>
N __ldcg(const N* at) {
  return *at;
}
inline unsigned __dp4a(unsigned a, unsigned b, unsigned c) {
  for (int i = 0; i < 32; i += 8) c += (a >> i & 255) * (b >> i & 255);
  return c;
}
// Two numbers of 16 bits by the two lower, or the two upper, bytes.
inline unsigned __dp2a_lo(unsigned a, unsigned b, unsigned c) { return c + (a & 65535) * (b & 255) + (a >> 16) * (b >> 8 & 255); }
inline unsigned __dp2a_hi(unsigned a, unsigned b, unsigned c) { return __dp2a_lo(a, b >> 16, c); }
inline unsigned __vmaxu2(unsigned a, unsigned b) {
  return std::max(a & 65535, b & 65535) | std::max(a >> 16, b >> 16) << 16;
}
inline unsigned __vminu2(unsigned a, unsigned b) {
  return std::min(a & 65535, b & 65535) | std::min(a >> 16, b >> 16) << 16;
}
inline unsigned __reduce_add_sync(unsigned, unsigned value) {
  auto left = shim::warp_meet(value, 0);
  unsigned sum = 0;
  for (int lane = 0; lane < 32; lane++) sum += static_cast<unsigned>(left[lane][0]);
  return sum;
}
inline unsigned __byte_perm(unsigned a, unsigned b, unsigned select) {
  uint64_t both = static_cast<uint64_t>(b) << 32 | a;
  unsigned out = 0;
  for (int i = 0; i < 4; i++) out |= static_cast<unsigned>(both >> (select >> 4 * i & 7) * 8 & 255) << 8 * i;
  return out;
}
template <class N, class M>
N atomicAdd(N* at, M more) {
  N before = *at;
  *at += more;
  return before;
}
template <class N>
N atomicMax(N* at, N value) {
  N before = *at;
  *at = std::max(before, value);
  return before;
}
template <class N>
N atomicMin(N* at, N value) {
  N before = *at;
  *at = std::min(before, value);
  return before;
}
using std::abs;
using std::max;
using std::min;

namespace seir {

inline float widen(uint16_t half) { return _cvtsh_ss(half); }

inline void copy_async(void* to, const void* from, bool live) {
  if (reinterpret_cast<uintptr_t>(to) % 16 != 0 || reinterpret_cast<uintptr_t>(from) % 16 != 0) {
    std::fputs("cp.async: an address is not on 16 bytes\n", stderr);
    std::abort();
  }
  shim::copies().back().push_back({to, from, live});
}
inline void copies_commit() { shim::copies().emplace_back(); }
template <int Pending>
void copies_wait() {
  auto& all = shim::copies();
  while (all.size() > Pending + 1) {
    for (const shim::Copy& copy : all.front()) {
      if (copy.live) {
        std::memcpy(copy.to, copy.from, 16);
      } else {
        std::memset(copy.to, 0, 16);
      }
    }
    all.erase(all.begin());
  }
}

// ldmatrix.x4: lane l gets numbers 2 * (l % 4) and the next of row l / 4 of each matrix.
inline void load_matrices(uint32_t (&r)[4], const void* row) {
  auto left = shim::warp_meet(shim::bits(row), 0);
  int lane = threadIdx.x % 32;
  for (int matrix = 0; matrix < 4; matrix++) {
    const char* from = shim::value<const char*>(left[matrix * 8 + lane / 4][0]);
    std::memcpy(&r[matrix], from + lane % 4 * 4, 4);
  }
}

// mma.m16n8k16: a is held as (g, 2t), (g + 8, 2t), (g, 2t + 8), (g + 8, 2t + 8) and their right neighbours, b as
// (2t, g), (2t + 8, g) and the ones below, c as (g, 2t), (g, 2t + 1), (g + 8, 2t), (g + 8, 2t + 1), where g = lane / 4,
// t = lane % 4.
inline void multiply(float (&c)[4], const uint32_t (&a)[4], uint32_t b0, uint32_t b1) {
  uint64_t as[32][2];
  std::memcpy(as, shim::warp_meet(a[0] | static_cast<uint64_t>(a[1]) << 32, a[2] | static_cast<uint64_t>(a[3]) << 32),
              sizeof as);
  auto bs = shim::warp_meet(b0 | static_cast<uint64_t>(b1) << 32, 0);
  int lane = threadIdx.x % 32;
  auto half_of = [](uint64_t both, bool upper, int odd) {
    return widen(static_cast<uint16_t>(both >> (upper ? 32 : 0) >> 16 * odd));
  };
  for (int i = 0; i < 4; i++) {
    int row = lane / 4 + i / 2 * 8, column = lane % 4 * 2 + i % 2;
    for (int k = 0; k < 16; k++) {
      float x = half_of(as[row % 8 * 4 + k % 8 / 2][k / 8], row >= 8, k % 2);
      float y = half_of(bs[column * 4 + k % 8 / 2][0], k >= 8, k % 2);
      c[i] += x * y;
    }
  }
}

}  // namespace seir
