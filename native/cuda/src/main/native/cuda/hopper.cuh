// What only Hopper (sm_90a) has, in device functions of our own: barriers that count bytes, boxes copied by the tensor
// memory accelerator (TMA), products of a warpgroup (wgmma), clusters of blocks. Other architectures compile to empty
// kernels; the host has its own in hopper_shim.h of the tests. By the PTX manual, "mbarrier", "cp.async.bulk.tensor",
// "wgmma".
#pragma once
#include "device.cuh"

#if !defined(__CUDA_ARCH__) || defined(__CUDA_ARCH_FEAT_SM90_ALL)
#define SEIR_HOPPER 1
#endif

// Blocks that share what they read of the right rows.
#ifndef SEIR_CLUSTER
#define SEIR_CLUSTER 2
#endif

#ifdef SEIR_HOST
#include "hopper_shim.h"
#else
#include <cuda.h>

#ifdef SEIR_HOPPER
#define SEIR_CLUSTERS __cluster_dims__(SEIR_CLUSTER, 1, 1)
#else
#define SEIR_CLUSTERS
#endif
#define SEIR_LAUNCH_CLUSTERS SEIR_LAUNCH
// The accelerator's swizzle counts from a whole 1,024 bytes on.
#define SEIR_ALIGNED_SHARED(name) extern __shared__ __align__(1024) char name[]

namespace seir {

using TensorMap = CUtensorMap;

#ifdef SEIR_HOPPER
__device__ inline unsigned shared_address(const void* shared) {
  return static_cast<unsigned>(__cvta_generic_to_shared(shared));
}

__device__ inline int cluster_rank() {
  unsigned rank;
  asm volatile("mov.u32 %0, %%cluster_ctarank;" : "=r"(rank));
  return static_cast<int>(rank);
}
// All threads of all blocks of the cluster.
__device__ inline void cluster_meet() {
  asm volatile("barrier.cluster.arrive.release.aligned;\nbarrier.cluster.wait.acquire.aligned;" ::: "memory");
}

// Hands over registers among warpgroups: a whole warpgroup says how many each of its threads needs from now on.
template <int Registers>
__device__ inline void registers_shrink() {
  asm volatile("setmaxnreg.dec.sync.aligned.u32 %0;" ::"n"(Registers));
}
template <int Registers>
__device__ inline void registers_grow() {
  asm volatile("setmaxnreg.inc.sync.aligned.u32 %0;" ::"n"(Registers));
}

// A barrier's phase ends when all have arrived and all expected bytes are there; the next begins at once.
__device__ inline void barrier_init(uint64_t* barrier, int arrivals) {
  asm volatile("mbarrier.init.shared::cta.b64 [%0], %1;" ::"r"(shared_address(barrier)), "r"(arrivals) : "memory");
}
// Shows fresh barriers to the accelerator and, after the next meeting, to the cluster.
__device__ inline void barriers_show() {
  asm volatile("fence.mbarrier_init.release.cluster;\nfence.proxy.async.shared::cta;" ::: "memory");
}
// Arrives, and has the phase wait for so many bytes.
__device__ inline void barrier_expect(uint64_t* barrier, int bytes) {
  asm volatile("mbarrier.arrive.expect_tx.shared::cta.b64 _, [%0], %1;" ::"r"(shared_address(barrier)), "r"(bytes)
               : "memory");
}
// Arrives at the same barrier of a block of the cluster.
__device__ inline void barrier_arrive(uint64_t* barrier, int rank) {
  asm volatile(
      "{\n.reg .b32 there;\nmapa.shared::cluster.u32 there, %0, %1;\n"
      "mbarrier.arrive.shared::cluster.b64 _, [there];\n}" ::"r"(shared_address(barrier)),
      "r"(rank)
      : "memory");
}
// The number at the same place in a block of the cluster.
__device__ inline unsigned load_from(const unsigned* shared, int rank) {
  unsigned out;
  asm volatile(
      "{\n.reg .b32 there;\nmapa.shared::cluster.u32 there, %1, %2;\nld.shared::cluster.u32 %0, [there];\n}"
      : "=r"(out)
      : "r"(shared_address(shared)), "r"(rank)
      : "memory");
  return out;
}
// Waits until the phase of that parity is over; before the first phase, the odd one is.
__device__ inline void barrier_wait(uint64_t* barrier, int parity) {
  asm volatile(
      "{\n.reg .pred over;\nAGAIN:\nmbarrier.try_wait.parity.shared::cta.b64 over, [%0], %1;\n"
      "@over bra DONE;\nbra AGAIN;\nDONE:\n}" ::"r"(shared_address(barrier)),
      "r"(parity)
      : "memory");
}

// Copies a box of the matrix, from that column and row on, to the same place in every block of the cluster whose bit is
// set in `blocks`; its bytes count at the same barrier of each. Beyond the matrix there are zeros.
__device__ inline void copy_box(void* shared, const TensorMap& map, int column, int row, uint64_t* barrier,
                                unsigned blocks) {
  asm volatile(
      "cp.async.bulk.tensor.2d.shared::cluster.global.tile.mbarrier::complete_tx::bytes.multicast::cluster"
      " [%0], [%1, {%2, %3}], [%4], %5;" ::"r"(shared_address(shared)),
      "l"(&map), "r"(column), "r"(row), "r"(shared_address(barrier)), "h"(static_cast<unsigned short>(blocks))
      : "memory");
}
// The same to this block alone.
__device__ inline void copy_box(void* shared, const TensorMap& map, int column, int row, uint64_t* barrier) {
  asm volatile(
      "cp.async.bulk.tensor.2d.shared::cluster.global.tile.mbarrier::complete_tx::bytes [%0], [%1, {%2, %3}], [%4];" ::
          "r"(shared_address(shared)),
      "l"(&map), "r"(column), "r"(row), "r"(shared_address(barrier))
      : "memory");
}

// Four numbers of a thread for 8 right rows, of eight such groups.
#define SEIR_4(d, n) "+f"(d[n][0]), "+f"(d[n][1]), "+f"(d[n][2]), "+f"(d[n][3])
#define SEIR_32(d, n)                                                                                      \
  SEIR_4(d, n), SEIR_4(d, n + 1), SEIR_4(d, n + 2), SEIR_4(d, n + 3), SEIR_4(d, n + 4), SEIR_4(d, n + 5), \
      SEIR_4(d, n + 6), SEIR_4(d, n + 7)
#define SEIR_128(d) SEIR_32(d, 0), SEIR_32(d, 8), SEIR_32(d, 16), SEIR_32(d, 24)

// Before the first product, and whenever a thread has touched the sums.
__device__ inline void products_begin() { asm volatile("wgmma.fence.sync.aligned;" ::: "memory"); }
// sums = a * b + (add ? sums : 0), later: 64 by 16 halves of a warpgroup's left rows with 256 by 16 of the right rows.
__device__ inline void multiply(float (&sums)[32][4], uint64_t a, uint64_t b, bool add) {
  asm volatile(
      "{\n.reg .pred add;\nsetp.ne.b32 add, %130, 0;\n"
      "wgmma.mma_async.sync.aligned.m64n256k16.f32.f16.f16 "
      "{%0, %1, %2, %3, %4, %5, %6, %7, %8, %9, %10, %11, %12, %13, %14, %15, "
      "%16, %17, %18, %19, %20, %21, %22, %23, %24, %25, %26, %27, %28, %29, %30, %31, "
      "%32, %33, %34, %35, %36, %37, %38, %39, %40, %41, %42, %43, %44, %45, %46, %47, "
      "%48, %49, %50, %51, %52, %53, %54, %55, %56, %57, %58, %59, %60, %61, %62, %63, "
      "%64, %65, %66, %67, %68, %69, %70, %71, %72, %73, %74, %75, %76, %77, %78, %79, "
      "%80, %81, %82, %83, %84, %85, %86, %87, %88, %89, %90, %91, %92, %93, %94, %95, "
      "%96, %97, %98, %99, %100, %101, %102, %103, %104, %105, %106, %107, %108, %109, %110, %111, "
      "%112, %113, %114, %115, %116, %117, %118, %119, %120, %121, %122, %123, %124, %125, %126, %127}, "
      "%128, %129, add, 1, 1, 0, 0;\n}"
      : SEIR_128(sums)
      : "l"(a), "l"(b), "r"(static_cast<int>(add)));
}
__device__ inline void products_commit() { asm volatile("wgmma.commit_group.sync.aligned;" ::: "memory"); }
// Waits for all products but those of the last commit.
__device__ inline void products_wait_older() { asm volatile("wgmma.wait_group.sync.aligned 1;" ::: "memory"); }
// Waits for all; now the sums can be read.
__device__ inline void products_wait(float (&sums)[32][4]) {
  asm volatile("wgmma.wait_group.sync.aligned 0;" : SEIR_128(sums)::"memory");
}
#undef SEIR_4
#undef SEIR_32
#undef SEIR_128
#endif

}  // namespace seir
#endif

namespace seir {

// Names rows of 128 bytes in shared memory to multiply(): from a whole 1,024 bytes on, or 32, 64, 96 bytes into a row,
// in the accelerator's swizzle of 128 bytes (pieces of 16 bytes, their number xor'ed with the row's, modulo 8).
#ifdef SEIR_HOPPER
__device__ inline uint64_t operand(const void* shared) {
  constexpr uint64_t kEightRows = 1024 / 16, kSwizzle128 = 1;
  return (shared_address(shared) & 0x3FFFF) >> 4 | 1ull << 16 | kEightRows << 32 | kSwizzle128 << 62;
}
#endif

// Describes rows to the accelerator: boxes of 128 bytes of so many rows. Host code.
int describe(TensorMap* map, const void* rows, int64_t count, int pitch, int box_rows);

}  // namespace seir
