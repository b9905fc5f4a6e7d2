// What the kernels need of a GPU, in device functions of our own, so that the same kernel source runs on the host
// through a shim that defines SEIR_HOST and these functions (see host_shim.h of the tests).
#pragma once
#include <cstdint>

#ifdef SEIR_HOST
#include "host_shim.h"
#else
#include <cuda_fp16.h>
#include <cuda_runtime.h>

#define SEIR_DYNAMIC_SHARED(name) extern __shared__ __align__(128) char name[]
#define SEIR_LAUNCH(kernel, grid, threads, shared, stream, ...) \
  kernel<<<grid, threads, shared, static_cast<cudaStream_t>(stream)>>>(__VA_ARGS__)

namespace seir {

__device__ inline float widen(uint16_t half) { return __half2float(__ushort_as_half(half)); }

// Copies 16 bytes to shared memory behind the thread's back, or zeros if `live` is false.
__device__ inline void copy_async(void* shared, const void* global, bool live) {
  unsigned to = static_cast<unsigned>(__cvta_generic_to_shared(shared));
  asm volatile("cp.async.cg.shared.global [%0], [%1], 16, %2;" ::"r"(to), "l"(global), "r"(live ? 16 : 0) : "memory");
}
__device__ inline void copies_commit() { asm volatile("cp.async.commit_group;" ::: "memory"); }
// Waits for this thread's copies but for those of the last `Pending` commits.
template <int Pending>
__device__ inline void copies_wait() {
  asm volatile("cp.async.wait_group %0;" ::"n"(Pending) : "memory");
}

// Four 8x8 matrices of halves from shared memory; lane l names row l % 8 of matrix l / 8.
__device__ inline void load_matrices(uint32_t (&r)[4], const void* row) {
  unsigned from = static_cast<unsigned>(__cvta_generic_to_shared(row));
  asm volatile("ldmatrix.sync.aligned.m8n8.x4.shared.b16 {%0, %1, %2, %3}, [%4];"
               : "=r"(r[0]), "=r"(r[1]), "=r"(r[2]), "=r"(r[3])
               : "r"(from)
               : "memory");
}

// c += a * b for a 16x16 and a 16x8 of halves.
__device__ inline void multiply(float (&c)[4], const uint32_t (&a)[4], uint32_t b0, uint32_t b1) {
  asm volatile("mma.sync.aligned.m16n8k16.row.col.f32.f16.f16.f32 {%0,%1,%2,%3}, {%4,%5,%6,%7}, {%8,%9}, {%0,%1,%2,%3};"
               : "+f"(c[0]), "+f"(c[1]), "+f"(c[2]), "+f"(c[3])
               : "r"(a[0]), "r"(a[1]), "r"(a[2]), "r"(a[3]), "r"(b0), "r"(b1));
}

}  // namespace seir
#endif

namespace seir {

constexpr unsigned kAllLanes = 0xFFFFFFFFu;

// An unsigned number that orders as the float does; 0 is below all of them. -0 counts as 0.
__device__ inline unsigned ordered(float value) {
  unsigned bits = __float_as_uint(value + 0.0f);
  return bits & 0x80000000u ? ~bits : bits | 0x80000000u;
}
__device__ inline float unordered(unsigned bits) {
  return __uint_as_float(bits & 0x80000000u ? bits & 0x7FFFFFFFu : ~bits);
}

// Raises a number that others raise too; bits of floats rise as whole numbers do, those below zero the other way.
__device__ inline void raise(float* at, float value) {
  value += 0.0f;  // -0
  if (value >= 0) {
    atomicMax(reinterpret_cast<int*>(at), __float_as_int(value));
  } else {
    atomicMin(reinterpret_cast<unsigned*>(at), __float_as_uint(value));
  }
}

template <class N>
__device__ inline N warp_sum(N value) {
#pragma unroll
  for (int step = 16; step > 0; step /= 2) value += __shfl_xor_sync(kAllLanes, value, step);
  return value;
}

// The inner product of two rows by one warp, on every lane: each lane takes every 32nd piece of 16 bytes, then a tree;
// so it depends on nothing but the two rows.
template <class T>
__device__ inline float warp_dot(const T* a, const T* b, int pitch) {
  constexpr int kNumbers = 16 / sizeof(T);
  const uint4* pa = reinterpret_cast<const uint4*>(a);
  const uint4* pb = reinterpret_cast<const uint4*>(b);
  float sum = 0;
#pragma unroll 4
  for (int piece = threadIdx.x % 32; piece < pitch / kNumbers; piece += 32) {
    uint4 va = pa[piece], vb = pb[piece];
    unsigned xs[4] = {va.x, va.y, va.z, va.w}, ys[4] = {vb.x, vb.y, vb.z, vb.w};
#pragma unroll
    for (int w = 0; w < 4; w++) {
      if constexpr (sizeof(T) == 4) {
        sum = fmaf(__uint_as_float(xs[w]), __uint_as_float(ys[w]), sum);
      } else {
        sum = fmaf(widen(xs[w] & 0xFFFF), widen(ys[w] & 0xFFFF), sum);
        sum = fmaf(widen(xs[w] >> 16), widen(ys[w] >> 16), sum);
      }
    }
  }
  return warp_sum(sum);
}

}  // namespace seir
