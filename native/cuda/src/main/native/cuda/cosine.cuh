#pragma once
#include "tile.cuh"

namespace seir {

// A warp a row.
template <class T>
__global__ void __launch_bounds__(kThreads) cosine(const T* a, const T* b, int64_t rows, int pitch, float* out) {
  int64_t row = blockIdx.x * static_cast<int64_t>(kThreads / 32) + threadIdx.x / 32;
  if (row >= rows) return;  // a whole warp
  float sum = warp_dot(a + row * pitch, b + row * pitch, pitch);
  if (threadIdx.x % 32 == 0) out[row] = sum;
}

}  // namespace seir
