// The CUDA engine's C interface. Pointers are device memory unless said otherwise; `stream` is a cudaStream_t. All
// calls only enqueue work and return 0 or a cudaError_t. Arguments are checked by the caller.
//
// Rows are row-major, `pitch` numbers apart, zero beyond their dimension; pitch * size is a multiple of 16 bytes and
// the first row lies on 16 bytes. Types are SEIR_F32 and SEIR_F16. Sums are fp32.
#pragma once
#include "seir_types.h"

// How many devices there are (host memory); the status says why there are none.
int seir_cuda_devices(int* count);

// What a status means.
const char* seir_cuda_message(int status);

// Once per device, before any kernel: allows the kernels their shared memory. `hopper`, here and below: not 0 to multiply
// fp16 rows by wgmma, which needs a device of compute capability 9.0; both ways give scores of the same precision.
int seir_cuda_prepare(int hopper);

// out[i] = <a_i, b_i>
int seir_cuda_cosine(const void* a, const void* b, int type, int64_t rows, int pitch, float* out, void* stream);

// The k best of `rows` rows of m for every query, k <= 64, k <= rows. The database is searched in `splits` parts side
// by side; keys is room for splits * queries * k numbers. Results do not depend on `splits`.
int seir_cuda_topk(const void* q, const void* m, int type, int64_t queries, int64_t rows, int pitch, int k, int splits,
                   int hopper, uint64_t* keys, int* indices, float* scores, void* stream);

// own[i] = <a_i, b_i>, by the arithmetic of seir_cuda_above, so that equal rows have equal scores.
int seir_cuda_own(const void* a, const void* b, int type, int64_t rows, int pitch, int hopper, float* own,
                  void* stream);

// of_a[i] = how many rows j of b have <a_i, b_j> above bars_a[i]; of_b[j] = how many rows i of a have it above bars_b[j].
int seir_cuda_above(const void* a, const void* b, int type, int64_t a_rows, int64_t b_rows, int pitch, int hopper,
                    const float* bars_a, const float* bars_b, int* of_a, int* of_b, void* stream);

// of_image[i] = how many j have <a_i, b_j> above <a_i, b_i>; of_text[j] the same over i. own is room for `rows` numbers.
int seir_cuda_rank(const void* a, const void* b, int type, int64_t rows, int pitch, int hopper, float* own,
                   int* of_image, int* of_text, void* stream);

// Pairs i < j above the threshold, in any order; count[0] says how many there are, of which the first `room` are kept.
int seir_cuda_pairs(const void* a, int type, int64_t rows, int pitch, float threshold, int hopper, int64_t room,
                    int* first, int* second, float* scores, unsigned long long* count, void* stream);

// indices[i] = the row j < i with the largest <a_i, a_j>, the smallest j of equal ones, and scores[i] that product; -1
// and -infinity for row 0. best is room for `rows` numbers.
int seir_cuda_nearest(const void* a, int type, int64_t rows, int pitch, int hopper, unsigned long long* best,
                      int* indices, float* scores, void* stream);

// The features of every sample, SEIR_SYNERGY_FEATURES each. The batch itself is host memory, and what it points to
// device memory. items: `item_count` triples (sample, tile of texts, tile of patches and captions), made by the caller
// with the two tile sizes below. best: room for 2 numbers a row of all answers, captions and patches.
int seir_cuda_synergy(const SeirSynergy* batch, const int* items, int64_t item_count, unsigned* best, double* features,
                      void* stream);
constexpr int SEIR_SYNERGY_LEFT = 64;
constexpr int SEIR_SYNERGY_RIGHT = 256;

// The SEIR_IMAGE_SUMS sums of each image. Pixels are bytes R, G, B; an image's rows
// are a multiple of 12 bytes apart. shapes: (width, height, bytes of a row) of each image; starts: where its first
// byte lies, a multiple of 4; units: the number of strips before each image and after the last, made by the caller
// with the two strip sizes below.
int seir_cuda_image_sums(const uint8_t* pixels, const int64_t* starts, const int* shapes, const int64_t* units,
                         int images, int64_t unit_count, long long* sums, void* stream);
constexpr int SEIR_STRIP_WIDTH = 120;
constexpr int SEIR_STRIP_HEIGHT = 32;
