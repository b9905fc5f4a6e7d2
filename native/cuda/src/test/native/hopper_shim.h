// What hopper.cuh needs of a GPU, on the host: barriers that count bytes, boxes that arrive at some time or other,
// products that are made no sooner than they are waited for, clusters whose blocks run side by side. Descriptors and
// layouts are taken apart by the PTX manual, so that a wrong one shows.
#pragma once
#include "host_shim.h"

#define __grid_constant__
#define SEIR_CLUSTERS
#define SEIR_ALIGNED_SHARED(name) char* name = shim::shared()
#define SEIR_LAUNCH_CLUSTERS(kernel, grid, threads, shared, stream, ...) \
  shim::launch(grid, threads, shared, [=] { kernel(__VA_ARGS__); }, SEIR_CLUSTER)

namespace seir {

// Boxes of 64 halves of so many rows.
struct TensorMap {
  const char* rows;
  int64_t count;
  int pitch, box_rows;
};

}  // namespace seir

namespace shim {

[[noreturn]] void fail(const char* why);
void yield();
int block_now();  // of the cluster
int blocks_now();
char* shared_of(int block);
// Something happened that others may wait for.
void moved();
// To be done some time later, by nobody.
void later(std::function<void()> work);

struct Product {
  float (*sums)[4];
  uint64_t a, b;
  bool add;
};
std::vector<std::vector<Product>>& products();  // of this thread, by commits; the last is open

// The eight bytes of a barrier.
struct Barrier {
  int32_t bytes;
  int16_t pending;
  uint8_t arrivals;
  uint8_t parity;

  void settle() {
    if (pending < 0) fail("more arrive at a barrier than it was made for");
    if (pending == 0 && bytes == 0) {
      parity ^= 1;
      pending = arrivals;
    }
    moved();
  }
};
static_assert(sizeof(Barrier) == 8, "a barrier");
inline Barrier& as_barrier(char* at) { return *reinterpret_cast<Barrier*>(at); }

// Shared memory begins at some address that is not 0.
constexpr unsigned kSharedBase = 1024;
inline unsigned offset_of(const void* shared) {
  return static_cast<unsigned>(static_cast<const char*>(shared) - shared_of(block_now()));
}
inline unsigned swizzled(unsigned address) { return address ^ (address >> 7 & 7) << 4; }

}  // namespace shim

namespace seir {

inline unsigned shared_address(const void* shared) { return shim::offset_of(shared) + shim::kSharedBase; }
inline int cluster_rank() { return shim::block_now(); }
void cluster_meet();

template <int>
void registers_shrink() {}
template <int>
void registers_grow() {}

inline void barrier_init(uint64_t* barrier, int arrivals) {
  *reinterpret_cast<shim::Barrier*>(barrier) = {0, static_cast<int16_t>(arrivals), static_cast<uint8_t>(arrivals), 0};
}
inline void barriers_show() {}
inline void barrier_expect(uint64_t* barrier, int bytes) {
  auto& at = *reinterpret_cast<shim::Barrier*>(barrier);
  at.bytes += bytes;
  at.pending--;
  at.settle();
}
inline void barrier_arrive(uint64_t* barrier, int rank) {
  auto& at = shim::as_barrier(shim::shared_of(rank) + shim::offset_of(barrier));
  at.pending--;
  at.settle();
  shim::yield();
}
inline unsigned load_from(const unsigned* shared, int rank) {
  return *reinterpret_cast<const unsigned*>(shim::shared_of(rank) + shim::offset_of(shared));
}
inline void barrier_wait(uint64_t* barrier, int parity) {
  auto& at = *reinterpret_cast<volatile shim::Barrier*>(barrier);
  while (at.parity == parity) shim::yield();
}

inline void copy_box(void* shared, const TensorMap& map, int column, int row, uint64_t* barrier, unsigned blocks) {
  unsigned to = shim::offset_of(shared), signal = shim::offset_of(barrier);
  if (shared_address(shared) % 1024 != 0) shim::fail("a box does not lie on 1,024 bytes");
  shim::later([=] {
    for (int block = 0; block < shim::blocks_now(); block++) {
      if (!(blocks >> block & 1)) continue;
      char* there = shim::shared_of(block);
      for (int r = 0; r < map.box_rows; r++) {
        for (int piece = 0; piece < 8; piece++) {
          char* at = there + shim::swizzled(to + shim::kSharedBase + r * 128 + piece * 16) - shim::kSharedBase;
          int number = column + piece * 8;
          bool live = row + r < map.count && number < map.pitch;
          if (live) {
            std::memcpy(at, map.rows + ((row + r) * static_cast<int64_t>(map.pitch) + number) * 2, 16);
          } else {
            std::memset(at, 0, 16);
          }
        }
      }
      auto& counted = shim::as_barrier(there + signal);
      counted.bytes -= map.box_rows * 128;
      counted.settle();
    }
  });
}
inline void copy_box(void* shared, const TensorMap& map, int column, int row, uint64_t* barrier) {
  copy_box(shared, map, column, row, barrier, 1u << shim::block_now());
}

inline void products_begin() {}
inline void multiply(float (&sums)[32][4], uint64_t a, uint64_t b, bool add) {
  shim::products().back().push_back({sums, a, b, add});
}
inline void products_commit() { shim::products().emplace_back(); }

// Numbers 0 to 15 of a row that a descriptor names.
inline void read_operand(uint64_t operand, int row, float (&out)[16]) {
  unsigned start = (operand & 0x3FFF) << 4, eight_rows = (operand >> 32 & 0x3FFF) << 4;
  if (operand >> 62 != 1 || (operand >> 49 & 7) != 0) shim::fail("a descriptor of another swizzle");
  for (int half = 0; half < 2; half++) {
    unsigned at = shim::swizzled(start + row / 8 * eight_rows + row % 8 * 128 + half * 16) - shim::kSharedBase;
    const char* from = shim::shared_of(shim::block_now()) + at;
    _mm256_storeu_ps(out + 8 * half, _mm256_cvtph_ps(_mm_loadu_si128(reinterpret_cast<const __m128i*>(from))));
  }
}

// m64n256k16: warp w of a warpgroup has rows 16w to 16w + 15; lane l of it sums of rows l / 4 and l / 4 + 8 and of
// columns 2 (l % 4) and the next of every 8.
inline void make(const shim::Product& product) {
  int lane = threadIdx.x % 32, first = threadIdx.x / 32 % 4 * 16 + lane / 4;
  float left[2][16], right[16];
  for (int half = 0; half < 2; half++) read_operand(product.a, first + 8 * half, left[half]);
  for (int n = 0; n < 32; n++) {
    for (int parity = 0; parity < 2; parity++) {
      read_operand(product.b, n * 8 + lane % 4 * 2 + parity, right);
      for (int half = 0; half < 2; half++) {
        float& sum = product.sums[n][half * 2 + parity];
        float more = 0;
        for (int k = 0; k < 16; k++) more += left[half][k] * right[k];
        sum = product.add ? sum + more : more;
      }
    }
  }
}
inline void make_all_but(size_t commits) {
  auto& all = shim::products();
  while (all.size() > commits + 1) {
    for (const shim::Product& product : all.front()) make(product);
    all.erase(all.begin());
  }
}
// The lanes of a warp wait as one: none goes on before the products of all are made.
inline void products_wait_older() {
  make_all_but(1);
  __syncwarp();
}
inline void products_wait(float (&)[32][4]) {
  make_all_but(0);
  __syncwarp();
  if (!shim::products().back().empty()) shim::fail("products were waited for that were not committed");
}

int describe(TensorMap* map, const void* rows, int64_t count, int pitch, int box_rows);

}  // namespace seir

inline bool __any_sync(unsigned mask, bool vote) { return __ballot_sync(mask, vote) != 0; }
