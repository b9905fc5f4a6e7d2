// The CUDA engine's C interface: launches. See seir_cuda.h.
#include "seir_cuda.h"

#include "cosine.cuh"
#include "image.cuh"
#include "nearest_hopper.cuh"
#include "ranks_hopper.cuh"
#include "search.cuh"
#include "synergy.cuh"
#include "topk_hopper.cuh"

namespace seir {

unsigned blocks(int64_t units, int64_t a_block) { return static_cast<unsigned>((units + a_block - 1) / a_block); }

// Blocks that go on from tile to tile, where there may be more tiles than a grid holds.
unsigned tile_blocks(int64_t left, int64_t right) {
  constexpr int64_t kMost = 1'073'741'824;
  return static_cast<unsigned>(min(MatrixTile::count(left, right, kSide, kSide), kMost));
}

// Blocks in whole clusters.
unsigned cluster_blocks(int64_t units, int64_t a_block) {
  return blocks(units, a_block * kCluster) * kCluster;
}

// As many blocks as the device runs at once, or fewer if there are not so many tiles.
int matrix_blocks(int64_t left, int64_t right, unsigned* out) {
  int device, processors;
  int status = cudaGetDevice(&device);
  if (status == cudaSuccess) status = cudaDeviceGetAttribute(&processors, cudaDevAttrMultiProcessorCount, device);
  if (status != cudaSuccess) return status;
  int64_t clusters = MatrixTile::count(left, right, kCluster * kHopperLeft, kHopperRight);
  *out = static_cast<unsigned>(min(clusters, static_cast<int64_t>(max(1, processors / kCluster)))) * kCluster;
  return cudaSuccess;
}

template <class T>
int allow_shared() {
  auto set = [](auto kernel, int bytes) {
    return cudaFuncSetAttribute(kernel, cudaFuncAttributeMaxDynamicSharedMemorySize, bytes);
  };
  for (cudaError_t status : {set(topk<T>, kTopkShared<T>), set(own_scores<T>, SearchTile<T>::kShared),
                             set(rank<T>, SearchTile<T>::kShared), set(pairs<T>, SearchTile<T>::kShared),
                             set(nearest<T>, SearchTile<T>::kShared), set(synergy_best<T>, kSynergyShared<T>)}) {
    if (status != cudaSuccess) return status;
  }
  return cudaSuccess;
}

int allow_shared_hopper() {
  cudaFuncAttributes attributes;
  cudaError_t loaded = cudaFuncGetAttributes(&attributes, topk_hopper);
  if (loaded != cudaSuccess) return loaded;
  constexpr int kEmpty = 100;  // registers; an empty kernel needs few
  if (attributes.numRegs < kEmpty) return cudaErrorNoKernelImageForDevice;
  for (cudaError_t status :
       {cudaFuncSetAttribute(topk_hopper, cudaFuncAttributeMaxDynamicSharedMemorySize, kMostShared),
        cudaFuncSetAttribute(own_scores_hopper, cudaFuncAttributeMaxDynamicSharedMemorySize, kHopperShared),
        cudaFuncSetAttribute(rank_hopper, cudaFuncAttributeMaxDynamicSharedMemorySize, kHopperShared + kBarsRest),
        cudaFuncSetAttribute(pairs_hopper, cudaFuncAttributeMaxDynamicSharedMemorySize, kHopperShared),
        cudaFuncSetAttribute(nearest_hopper, cudaFuncAttributeMaxDynamicSharedMemorySize, kHopperShared + kBarsRest)}) {
    if (status != cudaSuccess) return status;
  }
  return cudaSuccess;
}

// Kernels are loaded when they are first used; now there is memory for them.
template <class... Kernels>
int load(Kernels... kernels) {
  cudaFuncAttributes attributes;
  for (cudaError_t status : {cudaFuncGetAttributes(&attributes, kernels)...}) {
    if (status != cudaSuccess) return status;
  }
  return cudaSuccess;
}

template <class T>
void launch_topk(const T* q, const T* m, int64_t queries, int64_t rows, int pitch, int k, int splits, uint64_t* keys,
                 int* indices, float* scores, void* stream) {
  SEIR_LAUNCH(topk<T>, dim3(blocks(queries, kSide), splits), kThreads, kTopkShared<T>, stream, q, m, queries, rows,
              pitch, k, keys);
  SEIR_LAUNCH(topk_finish, blocks(queries, kThreads / 32), kThreads, 0, stream, keys, queries, k, splits, indices,
              scores);
}

template <class T>
void launch_own(const T* a, const T* b, int64_t rows, int pitch, float* own, void* stream) {
  SEIR_LAUNCH(own_scores<T>, blocks(rows, kSide), kThreads, SearchTile<T>::kShared, stream, a, b, rows, pitch, own);
}

template <class T>
void launch_rank(const T* a, const T* b, int pitch, const Above& rows, void* stream) {
  SEIR_LAUNCH(rank<T>, tile_blocks(rows.left_rows, rows.right_rows), kThreads, SearchTile<T>::kShared, stream, a, b,
              pitch, rows);
}

// Left rows in boxes of a block's, right rows in boxes of a block's share.
struct HopperRows {
  TensorMap left, right;

  int describe(const void* a, int64_t a_rows, const void* b, int64_t b_rows, int pitch) {
    int status = seir::describe(&left, a, a_rows, pitch, kHopperLeft);
    return status != cudaSuccess ? status : seir::describe(&right, b, b_rows, pitch, kHopperRight / kCluster);
  }
};

int launch_topk_hopper(const void* q, const void* m, int64_t queries, int64_t rows, int pitch, int k, int splits,
                       uint64_t* keys, int* indices, float* scores, void* stream) {
  HopperRows both;
  int status = both.describe(q, queries, m, rows, pitch);
  if (status != cudaSuccess) return status;
  int shared = topk_hopper_stages(k) * kStage + topk_hopper_rest(k) + kBarriers;
  SEIR_LAUNCH_CLUSTERS(topk_hopper, dim3(cluster_blocks(queries, kHopperLeft), splits), kHopperThreads, shared, stream,
                       both.left, both.right, queries, rows, pitch, k, keys);
  SEIR_LAUNCH(topk_finish, blocks(queries, kThreads / 32), kThreads, 0, stream, keys, queries, k, splits, indices,
              scores);
  return cudaGetLastError();
}

int launch_own_hopper(const void* a, const void* b, int64_t rows, int pitch, float* own, void* stream) {
  HopperRows both;
  int status = both.describe(a, rows, b, rows, pitch);
  if (status != cudaSuccess) return status;
  SEIR_LAUNCH_CLUSTERS(own_scores_hopper, cluster_blocks(rows, kHopperLeft), kHopperThreads, kHopperShared, stream,
                       both.left, both.right, rows, pitch, own);
  return cudaGetLastError();
}

int launch_rank_hopper(const void* a, const void* b, int pitch, const Above& rows, void* stream) {
  HopperRows both;
  unsigned grid;
  int status = both.describe(a, rows.left_rows, b, rows.right_rows, pitch);
  if (status == cudaSuccess) status = matrix_blocks(rows.left_rows, rows.right_rows, &grid);
  if (status != cudaSuccess) return status;
  SEIR_LAUNCH_CLUSTERS(rank_hopper, grid, kHopperThreads, kHopperShared + kBarsRest, stream, both.left, both.right, pitch, rows);
  return cudaGetLastError();
}

int launch_pairs_hopper(const void* a, int64_t rows, int pitch, float threshold, const FoundPairs& found,
                        void* stream) {
  HopperRows both;
  unsigned grid;
  int status = both.describe(a, rows, a, rows, pitch);
  if (status == cudaSuccess) status = matrix_blocks(rows, rows, &grid);
  if (status != cudaSuccess) return status;
  SEIR_LAUNCH_CLUSTERS(pairs_hopper, grid, kHopperThreads, kHopperShared, stream, both.left, both.right, rows, pitch,
                       threshold, found);
  return cudaGetLastError();
}

int launch_nearest_hopper(const void* a, int64_t rows, int pitch, unsigned long long* best, float* reached,
                          void* stream) {
  HopperRows both;
  unsigned grid;
  int status = both.describe(a, rows, a, rows, pitch);
  if (status == cudaSuccess) status = matrix_blocks(rows, rows, &grid);
  if (status != cudaSuccess) return status;
  SEIR_LAUNCH(fill, blocks(rows, kThreads), kThreads, 0, stream, reached, rows, -INFINITY);
  SEIR_LAUNCH_CLUSTERS(nearest_hopper, grid, kHopperThreads, kHopperShared + kBarsRest, stream, both.left, both.right,
                       rows, pitch, best, reached);
  return cudaGetLastError();
}

template <class T>
void launch_synergy(const SeirSynergy& batch, const int* items, int64_t item_count, const Best& best, double* features,
                    void* stream) {
  if (item_count > 0) {
    SEIR_LAUNCH(synergy_best<T>, static_cast<unsigned>(item_count), kThreads, kSynergyShared<T>, stream, batch, items,
                best);
  }
  SEIR_LAUNCH(synergy_features<T>, blocks(batch.samples, kThreads / 32), kThreads, 0, stream, batch, best, features);
}

}  // namespace seir

using namespace seir;

#ifndef SEIR_HOST
int seir::describe(TensorMap* map, const void* rows, int64_t count, int pitch, int box_rows) {
  using Encode = decltype(&cuTensorMapEncodeTiled);
  static const Encode encode = [] {  // the driver's own; this library is not linked with it
    void* function = nullptr;
    cudaDriverEntryPointQueryResult found;
    cudaGetDriverEntryPointByVersion("cuTensorMapEncodeTiled", &function, 12'000, cudaEnableDefault, &found);
    return reinterpret_cast<Encode>(function);
  }();
  if (encode == nullptr) return cudaErrorInsufficientDriver;
  cuuint64_t size[] = {static_cast<cuuint64_t>(pitch), static_cast<cuuint64_t>(count)};
  cuuint64_t row_bytes[] = {static_cast<cuuint64_t>(pitch) * 2};
  cuuint32_t box[] = {kChunk / 2, static_cast<cuuint32_t>(box_rows)}, every[] = {1, 1};
  CUresult status = encode(map, CU_TENSOR_MAP_DATA_TYPE_FLOAT16, 2, const_cast<void*>(rows), size, row_bytes, box,
                           every, CU_TENSOR_MAP_INTERLEAVE_NONE, CU_TENSOR_MAP_SWIZZLE_128B,
                           CU_TENSOR_MAP_L2_PROMOTION_L2_256B, CU_TENSOR_MAP_FLOAT_OOB_FILL_NONE);
  return status == CUDA_SUCCESS ? cudaSuccess : cudaErrorInvalidValue;
}
#endif

// One call for fp32 rows, or one for fp16 rows, by the type.
#define SEIR_BY_TYPE(type, call) \
  do {                           \
    if (type == 0) {             \
      using T = float;           \
      call;                      \
    } else {                     \
      using T = uint16_t;        \
      call;                      \
    }                            \
  } while (false)

static const cudaStream_t& as_stream(void* const& stream) { return reinterpret_cast<const cudaStream_t&>(stream); }

int seir_cuda_devices(int* count) { return cudaGetDeviceCount(count); }

const char* seir_cuda_message(int status) { return cudaGetErrorString(static_cast<cudaError_t>(status)); }

int seir_cuda_prepare(int hopper) {
  int status = allow_shared<uint16_t>();
  if (status == cudaSuccess) status = allow_shared<float>();
  if (status == cudaSuccess && hopper) status = allow_shared_hopper();
  return status != cudaSuccess ? status
                               : load(cosine<uint16_t>, cosine<float>, synergy_features<uint16_t>,
                                      synergy_features<float>, topk_finish, fill, nearest_finish, image_sums);
}

int seir_cuda_cosine(const void* a, const void* b, int type, int64_t rows, int pitch, float* out, void* stream) {
  SEIR_BY_TYPE(type, SEIR_LAUNCH(cosine<T>, blocks(rows, kThreads / 32), kThreads, 0, stream,
                                 static_cast<const T*>(a), static_cast<const T*>(b), rows, pitch, out));
  return cudaGetLastError();
}

int seir_cuda_topk(const void* q, const void* m, int type, int64_t queries, int64_t rows, int pitch, int k, int splits,
                   int hopper, uint64_t* keys, int* indices, float* scores, void* stream) {
  if (hopper && type == 1) {
    return launch_topk_hopper(q, m, queries, rows, pitch, k, splits, keys, indices, scores, stream);
  }
  SEIR_BY_TYPE(type, launch_topk(static_cast<const T*>(q), static_cast<const T*>(m), queries, rows, pitch, k, splits,
                                 keys, indices, scores, stream));
  return cudaGetLastError();
}

int seir_cuda_own(const void* a, const void* b, int type, int64_t rows, int pitch, int hopper, float* own,
                  void* stream) {
  if (hopper && type == 1) return launch_own_hopper(a, b, rows, pitch, own, stream);
  SEIR_BY_TYPE(type, launch_own(static_cast<const T*>(a), static_cast<const T*>(b), rows, pitch, own, stream));
  return cudaGetLastError();
}

int seir_cuda_above(const void* a, const void* b, int type, int64_t a_rows, int64_t b_rows, int pitch, int hopper,
                    const float* bars_a, const float* bars_b, int* of_a, int* of_b, void* stream) {
  cudaMemsetAsync(of_a, 0, a_rows * sizeof(int), as_stream(stream));
  cudaMemsetAsync(of_b, 0, b_rows * sizeof(int), as_stream(stream));
  Above rows{a_rows, b_rows, bars_a, bars_b, of_a, of_b};
  if (hopper && type == 1) return launch_rank_hopper(a, b, pitch, rows, stream);
  SEIR_BY_TYPE(type, launch_rank(static_cast<const T*>(a), static_cast<const T*>(b), pitch, rows, stream));
  return cudaGetLastError();
}

int seir_cuda_rank(const void* a, const void* b, int type, int64_t rows, int pitch, int hopper, float* own,
                   int* of_image, int* of_text, void* stream) {
  int status = seir_cuda_own(a, b, type, rows, pitch, hopper, own, stream);
  if (status != cudaSuccess) return status;
  return seir_cuda_above(a, b, type, rows, rows, pitch, hopper, own, own, of_image, of_text, stream);
}

int seir_cuda_pairs(const void* a, int type, int64_t rows, int pitch, float threshold, int hopper, int64_t room,
                    int* first, int* second, float* scores, unsigned long long* count, void* stream) {
  cudaMemsetAsync(count, 0, sizeof(*count), as_stream(stream));
  FoundPairs found{room, first, second, scores, count};
  if (hopper && type == 1) return launch_pairs_hopper(a, rows, pitch, threshold, found, stream);
  SEIR_BY_TYPE(type, SEIR_LAUNCH(pairs<T>, tile_blocks(rows, rows), kThreads, SearchTile<T>::kShared, stream,
                                 static_cast<const T*>(a), rows, pitch, threshold, found));
  return cudaGetLastError();
}

int seir_cuda_nearest(const void* a, int type, int64_t rows, int pitch, int hopper, unsigned long long* best,
                      int* indices, float* scores, void* stream) {
  cudaMemsetAsync(best, 0, rows * sizeof(*best), as_stream(stream));
  if (hopper && type == 1) {
    int status = launch_nearest_hopper(a, rows, pitch, best, scores, stream);
    if (status != cudaSuccess) return status;
  } else {
    SEIR_BY_TYPE(type, SEIR_LAUNCH(nearest<T>, tile_blocks(rows, rows), kThreads, SearchTile<T>::kShared, stream,
                                   static_cast<const T*>(a), rows, pitch, best));
  }
  SEIR_LAUNCH(nearest_finish, blocks(rows, kThreads), kThreads, 0, stream, best, rows, indices, scores);
  return cudaGetLastError();
}

int seir_cuda_synergy(const SeirSynergy* batch, const int* items, int64_t item_count, unsigned* best, double* features,
                      void* stream) {
  Best found;
  found.answer_patch = best;
  found.answer_caption = found.answer_patch + batch->answers;
  found.caption_patch = found.answer_caption + batch->answers;
  found.caption_answer = found.caption_patch + batch->captions;
  found.patch_answer = found.caption_answer + batch->captions;
  found.patch_caption = found.patch_answer + batch->patch_count;
  int64_t rows = batch->answers + batch->captions + batch->patch_count;
  cudaMemsetAsync(best, 0, 2 * rows * sizeof(unsigned), as_stream(stream));
  SEIR_BY_TYPE(batch->type, launch_synergy<T>(*batch, items, item_count, found, features, stream));
  return cudaGetLastError();
}

int seir_cuda_image_sums(const uint8_t* pixels, const int64_t* starts, const int* shapes, const int64_t* units,
                         int images, int64_t unit_count, long long* sums, void* stream) {
  cudaMemsetAsync(sums, 0, sizeof(*sums) * kSums * images, as_stream(stream));
  SEIR_LAUNCH(image_sums, blocks(unit_count, kThreads / 32), kThreads, 0, stream, pixels, starts, shapes, units, images,
              unit_count, reinterpret_cast<unsigned long long*>(sums));
  return cudaGetLastError();
}
