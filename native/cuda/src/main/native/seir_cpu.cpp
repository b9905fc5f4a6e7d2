// The CPU engine: one algorithm, compiled for each instruction set, chosen at run time.
#include "seir_cpu.h"

#include <immintrin.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <cstring>
#include <limits>
#include <memory>
#include <new>
#include <vector>

// Allocates on cache lines.
template <class T>
struct Lines {
  using value_type = T;
  Lines() = default;
  template <class U>
  Lines(const Lines<U>&) {}
  T* allocate(std::size_t n) { return static_cast<T*>(::operator new(n * sizeof(T), std::align_val_t(64))); }
  void deallocate(T* p, std::size_t) { ::operator delete(p, std::align_val_t(64)); }
  template <class U>
  bool operator==(const Lines<U>&) const {
    return true;
  }
  template <class U>
  bool operator!=(const Lines<U>&) const {
    return false;
  }
};

#pragma GCC diagnostic ignored "-Wpsabi"  // vectors wider than a register are passed to inline functions only
#pragma GCC push_options
#pragma GCC target("avx2,fma,f16c")
namespace seir_avx2 {
struct Wide {  // eight floats
  static constexpr int kLanes = 8;
  static constexpr int kRows = 6;  // 12 accumulators of 16 registers
  using V = __m256;
  static V zero() { return _mm256_setzero_ps(); }
  static V load(const float* p) { return _mm256_loadu_ps(p); }
  static V halves(const uint16_t* p) { return _mm256_cvtph_ps(_mm_loadu_si128((const __m128i*)p)); }
  static V spread(const float* p) { return _mm256_broadcast_ss(p); }
  static V fma(V a, V b, V c) { return _mm256_fmadd_ps(a, b, c); }
  static void store(float* p, V v) { _mm256_storeu_ps(p, v); }
  static V max(V a, V b) { return _mm256_max_ps(a, b); }
  static bool any_above(V a, V b) { return _mm256_movemask_ps(_mm256_cmp_ps(a, b, _CMP_GT_OQ)) != 0; }
  static float largest(V v) {
    __m128 h = _mm_max_ps(_mm256_castps256_ps128(v), _mm256_extractf128_ps(v, 1));
    h = _mm_max_ps(h, _mm_movehl_ps(h, h));
    return _mm_cvtss_f32(_mm_max_ss(h, _mm_movehdup_ps(h)));
  }
};
#include "seir_cpu_engine.inc"
}  // namespace seir_avx2
#pragma GCC pop_options

#pragma GCC push_options
#pragma GCC target("avx512f,avx512bw,avx512vl,avx512dq,avx2,fma,f16c")
namespace seir_avx512 {
struct Wide {  // sixteen floats
  static constexpr int kLanes = 16;
  static constexpr int kRows = 12;  // 24 accumulators of 32 registers
  using V = __m512;
  static V zero() { return _mm512_setzero_ps(); }
  static V load(const float* p) { return _mm512_loadu_ps(p); }
  static V halves(const uint16_t* p) { return _mm512_cvtph_ps(_mm256_loadu_si256((const __m256i*)p)); }
  static V spread(const float* p) { return _mm512_set1_ps(*p); }
  static V fma(V a, V b, V c) { return _mm512_fmadd_ps(a, b, c); }
  static void store(float* p, V v) { _mm512_storeu_ps(p, v); }
  static V max(V a, V b) { return _mm512_max_ps(a, b); }
  static bool any_above(V a, V b) { return _mm512_cmp_ps_mask(a, b, _CMP_GT_OQ) != 0; }
  static float largest(V v) { return _mm512_reduce_max_ps(v); }
};
#include "seir_cpu_engine.inc"
}  // namespace seir_avx512
#pragma GCC pop_options

int seir_cpu_isa() {
  __builtin_cpu_init();
  if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512vl") &&
      __builtin_cpu_supports("avx512dq")) {
    return 2;
  }
  return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") ? 1 : 0;
}

#define SEIR_DISPATCH(call)                                              \
  try {                                                                  \
    return isa == 2 ? seir_avx512::call : seir_avx2::call;               \
  } catch (const std::bad_alloc&) {                                      \
    return 1;                                                            \
  }

int seir_cpu_cosine(int isa, const void* a, const void* b, int type, int64_t from, int64_t to, int d, float* out) {
  SEIR_DISPATCH(cosine(a, b, type, from, to, d, out))
}

int seir_cpu_topk(int isa, const void* q, const void* m, int type, int64_t from, int64_t to, int64_t rows, int d, int k,
                  int* indices, float* scores) {
  SEIR_DISPATCH(topk(q, m, type, from, to, rows, d, k, indices, scores))
}

int seir_cpu_own(int isa, const void* a, const void* b, int type, int64_t from, int64_t to, int d, float* own) {
  SEIR_DISPATCH(own_scores(a, b, type, from, to, d, own))
}

int seir_cpu_rank(int isa, const void* a, const void* b, int type, int64_t from, int64_t to, int64_t rows, int d,
                  const float* bars_a, const float* bars_b, int* of_a, int* of_b) {
  SEIR_DISPATCH(rank(a, b, type, from, to, rows, d, bars_a, bars_b, of_a, of_b))
}

int seir_cpu_nearest(int isa, const void* a, int type, int64_t from, int64_t to, int d, int* indices, float* scores) {
  SEIR_DISPATCH(nearest(a, type, from, to, d, indices, scores))
}

int seir_cpu_pairs(int isa, const void* a, int type, int64_t from, int64_t to, int64_t rows, int d, float threshold,
                   int64_t room, int* first, int* second, float* scores, int64_t* count) {
  SEIR_DISPATCH(pairs(a, type, from, to, rows, d, threshold, room, first, second, scores, count))
}

int seir_cpu_synergy(int isa, const SeirSynergy* batch, int64_t from, int64_t to, double* features) {
  SEIR_DISPATCH(synergy(*batch, from, to, features))
}

int seir_cpu_image_sums(int isa, const uint8_t* bytes, int bgr, int width, int height, int64_t* sums) {
  SEIR_DISPATCH(image_sums(bytes, bgr, width, height, sums))
}

int seir_cpu_resize(int isa, const uint8_t* from, int width, int height, int to_width, int to_height,
                    const int* first_x, const int* taps_x, int each_x, const int* first_y, const int* taps_y,
                    int each_y, uint8_t* to) {
  SEIR_DISPATCH(resize(from, width, height, to_width, to_height, first_x, taps_x, each_x, first_y, taps_y, each_y, to))
}

int seir_cpu_block_sums(int isa, const uint8_t* bytes, int width, int height, int factor, int* sums) {
  SEIR_DISPATCH(block_sums(bytes, width, height, factor, sums))
}
