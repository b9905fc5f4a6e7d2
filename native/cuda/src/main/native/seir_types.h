// What the engines' C interfaces share, with Java too: it reads these numbers from here.
#pragma once
#include <cstdint>

// How a row's numbers are stored.
constexpr int SEIR_F32 = 0;
constexpr int SEIR_F16 = 1;

// Features of a sample (see SynergyFeatures), in the order of that record.
constexpr int SEIR_SYNERGY_FEATURES = 8;

// Sums of an image (see ImageSums), after its width and height.
constexpr int SEIR_IMAGE_SUMS = 13;

// Bits after the point of a weight by which pixels are resized; Pillow has as many.
constexpr int SEIR_TAP_BITS = 22;

// Most rows that a top-k search keeps of a query.
constexpr int SEIR_TOPK_MAX = 64;

// A batch of samples: ragged rows with offsets, one weight per token, one global row per sample. Row i of a matrix
// begins i * pitch numbers after it; offsets are those of rows, one more than there are samples.
struct SeirSynergy {
  const void *answer, *caption, *patches;
  const int *answer_offsets, *caption_offsets, *patch_offsets;
  const float *answer_weights, *caption_weights;
  const void *answer_global, *caption_global, *image_global;
  int64_t answers, captions, patch_count;  // rows of each matrix
  int type;
  int samples;
  int pitch;
};
