// The CPU engine's C interface. Rows are row-major; types are SEIR_F32 and SEIR_F16. Every function works on the
// rows [from, to) of its first argument alone, so callers may part the work as they like: results are bitwise the
// same for any partition. Arguments are checked by the caller. Returns 0, or 1 if memory is short.
#pragma once
#include "seir_types.h"

// The best instruction set of this processor that the engine is built for: 0 none, 1 AVX2+FMA+F16C, 2 AVX-512.
int seir_cpu_isa();

// out[i] = <a_i, b_i>
int seir_cpu_cosine(int isa, const void* a, const void* b, int type, int64_t from, int64_t to, int d, float* out);

// The k best rows of m for every row of q; indices and scores are rows of k.
int seir_cpu_topk(int isa, const void* q, const void* m, int type, int64_t from, int64_t to, int64_t rows, int d, int k,
                  int* indices, float* scores);

// own[i] = <a_i, b_i>, by the arithmetic of seir_cpu_rank, so that equal rows have equal scores.
int seir_cpu_own(int isa, const void* a, const void* b, int type, int64_t from, int64_t to, int d, float* own);

// of_a[i] = how many of the `rows` rows j of b have <a_i, b_j> above bars_a[i]. To of_b[j] is added how many of the rows
// [from, to) of a have <a_i, b_j> above bars_b[j]; several threads may add at once.
int seir_cpu_rank(int isa, const void* a, const void* b, int type, int64_t from, int64_t to, int64_t rows, int d,
                  const float* bars_a, const float* bars_b, int* of_a, int* of_b);

// indices[i] = the row j < i with the largest <a_i, a_j>, the smallest j of equal ones, and scores[i] that product; -1
// and -infinity for row 0.
int seir_cpu_nearest(int isa, const void* a, int type, int64_t from, int64_t to, int d, int* indices, float* scores);

// Pairs i < j, i in [from, to), with <a_i, a_j> above the threshold, ordered; count[0] says how many there are, of
// which the first `room` are stored.
int seir_cpu_pairs(int isa, const void* a, int type, int64_t from, int64_t to, int64_t rows, int d, float threshold,
                   int64_t room, int* first, int* second, float* scores, int64_t* count);

// The features of samples [from, to), SEIR_SYNERGY_FEATURES each. Rows have no gap: pitch is their dimension.
int seir_cpu_synergy(int isa, const SeirSynergy* batch, int64_t from, int64_t to, double* features);

// The SEIR_IMAGE_SUMS sums of an image of three bytes per pixel: blue, green, red if bgr is 1, else red, green, blue.
int seir_cpu_image_sums(int isa, const uint8_t* bytes, int bgr, int width, int height, int64_t* sums);

// An image of three bytes per pixel at another size, first across, then down, each pass rounded to bytes. Pixel i of a
// new line is the sum of `each` pixels from first[i] on, times taps[i * each ..] in units of 2^-SEIR_TAP_BITS; taps that
// are not needed are zero, and no pixel outside the line is named. A pass that changes nothing is left out, with its
// arrays.
int seir_cpu_resize(int isa, const uint8_t* from, int width, int height, int to_width, int to_height,
                    const int* first_x, const int* taps_x, int each_x, const int* first_y, const int* taps_y,
                    int each_y, uint8_t* to);

// The sums of every whole block of factor by factor pixels, three for each, row by row.
int seir_cpu_block_sums(int isa, const uint8_t* bytes, int width, int height, int factor, int* sums);
