// The fibers of host_shim.h, and the CUDA engine's own source.
#include "host_shim.h"

#include <mutex>

dim3 threadIdx, blockIdx, gridDim;

namespace shim {
namespace {

constexpr size_t kStack = 64 * 1024;
constexpr int kMostThreads = 256;

// Saves the callee-saved registers and the stack pointer in *from, goes on where `to` was saved.
extern "C" void shim_switch(void** from, void* to);
asm(R"(
.text
.globl shim_switch
.type shim_switch, @function
shim_switch:
  pushq %rbp
  pushq %rbx
  pushq %r12
  pushq %r13
  pushq %r14
  pushq %r15
  movq %rsp, (%rdi)
  movq %rsi, %rsp
  popq %r15
  popq %r14
  popq %r13
  popq %r12
  popq %rbx
  popq %rbp
  ret
.size shim_switch, .-shim_switch
)");

struct Fiber {
  void* stack = nullptr;
  void* at = nullptr;
  bool done = false;
  int meetings = 0;  // of its warp
  std::vector<std::vector<Copy>> copies;
};

struct Warp {
  int arrived = 0;
  int meetings = 0;
  int running = 0;
  uint64_t left[2][32][2];  // of this meeting and the one before
};

Fiber fibers[kMostThreads];
Warp warps[kMostThreads / 32];
std::vector<char> arena;
const std::function<void()>* kernel_now;
void* scheduler;
int current, running, arrived, votes, last_votes, block_meetings;

void yield() {
  int self = current;
  shim_switch(&fibers[self].at, scheduler);
  current = self;
  threadIdx.x = self;
}

void body() {
  (*kernel_now)();
  fibers[current].done = true;
  running--;
  warps[current / 32].running--;
  yield();
  std::abort();
}

void start(int thread) {
  Fiber& fiber = fibers[thread];
  if (fiber.stack == nullptr) fiber.stack = std::aligned_alloc(64, kStack);
  void** top = reinterpret_cast<void**>(static_cast<char*>(fiber.stack) + kStack);
  *--top = nullptr;  // keeps the stack on 16 bytes at the call
  *--top = reinterpret_cast<void*>(body);
  for (int i = 0; i < 6; i++) *--top = nullptr;
  fiber.at = top;
  fiber.done = false;
  fiber.copies.assign(1, {});
}

void run_block(int threads, bool backwards) {
  running = threads;
  arrived = votes = block_meetings = 0;
  for (int w = 0; w < threads / 32; w++) {
    warps[w].arrived = warps[w].meetings = 0;
    warps[w].running = 32;
  }
  for (int i = 0; i < threads; i++) start(i);
  while (running > 0) {
    int before = block_meetings, were = running;
    bool moved = false;
    for (int i = 0; i < threads; i++) {
      current = backwards ? threads - 1 - i : i;
      if (fibers[current].done) continue;
      threadIdx.x = current;
      int meetings = warps[current / 32].meetings;
      void* at = fibers[current].at;
      shim_switch(&scheduler, at);
      moved = moved || warps[current / 32].meetings != meetings;
    }
    static int still = 0;
    still = moved || before != block_meetings || were != running ? 0 : still + 1;
    if (still > 4) {
      std::fputs("the threads of a block wait for each other for ever\n", stderr);
      std::abort();
    }
  }
}

}  // namespace

char* shared() {
  return reinterpret_cast<char*>((reinterpret_cast<uintptr_t>(arena.data()) + 127) / 128 * 128);
}

std::vector<std::vector<Copy>>& copies() { return fibers[current].copies; }

int block_meet(bool vote) {
  int meeting = block_meetings;
  arrived++;
  votes += vote;
  while (meeting == block_meetings) {
    if (arrived == running) {
      last_votes = votes;
      arrived = votes = 0;
      block_meetings++;
    } else {
      yield();
    }
  }
  return last_votes;
}

const uint64_t (*warp_meet(uint64_t low, uint64_t high))[2] {
  Warp& warp = warps[current / 32];
  int meeting = warp.meetings;
  auto& left = warp.left[meeting % 2];
  left[current % 32][0] = low;
  left[current % 32][1] = high;
  warp.arrived++;
  while (meeting == warp.meetings) {
    if (warp.arrived == warp.running) {
      warp.arrived = 0;
      warp.meetings++;
    } else {
      yield();
    }
  }
  return left;
}

void launch(dim3 grid, int threads, int shared_bytes, const std::function<void()>& kernel) {
  static std::mutex one_at_a_time;
  std::lock_guard<std::mutex> lock(one_at_a_time);
  if (threads % 32 != 0 || threads > kMostThreads) std::abort();
  gridDim = grid;
  kernel_now = &kernel;
  for (unsigned y = 0; y < grid.y; y++) {
    for (unsigned x = 0; x < grid.x; x++) {
      blockIdx = dim3(x, y);
      arena.assign(shared_bytes + 128, static_cast<char>(0xEE));
      run_block(threads, (x + y) % 2 == 1);
    }
  }
}

}  // namespace shim

#include "seir_cuda.cu"
