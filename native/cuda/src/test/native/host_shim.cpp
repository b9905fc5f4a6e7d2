// The fibers of host_shim.h, and the CUDA engine's own source.
#include "host_shim.h"

#include <deque>
#include <mutex>
#include <random>

#include "hopper_shim.h"

dim3 threadIdx, blockIdx, gridDim;

namespace shim {
namespace {

constexpr size_t kStack = 64 * 1024;
constexpr int kMostThreads = 1024;  // of a cluster

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
  std::vector<std::vector<Copy>> copies;
  std::vector<std::vector<Product>> products;
};

struct Warp {
  int arrived = 0;
  int meetings = 0;
  int running = 0;
  uint64_t left[2][32][2];  // of this meeting and the one before
};

// Threads that meet: of a block, or of a cluster.
struct Group {
  int running, arrived = 0, votes = 0, last_votes = 0, meetings = 0;

  int meet(bool vote);
};

struct Block {
  dim3 index;
  Group threads;
  std::vector<char> arena;

  char* shared() {
    return reinterpret_cast<char*>((reinterpret_cast<uintptr_t>(arena.data()) + 1023) / 1024 * 1024);
  }
};

Fiber fibers[kMostThreads];
Warp warps[kMostThreads / 32];
std::vector<Block> blocks;
Group cluster;
const std::function<void()>* kernel_now;
void* scheduler;
int current, threads_a_block;
bool something_moved;
std::deque<std::function<void()>> in_flight;
std::minstd_rand chance;

void go_on_as(int fiber) {
  current = fiber;
  threadIdx.x = fiber % threads_a_block;
  blockIdx = blocks[fiber / threads_a_block].index;
}

void body() {
  (*kernel_now)();
  fibers[current].done = true;
  blocks[block_now()].threads.running--;
  cluster.running--;
  warps[current / 32].running--;
  moved();
  yield();
  std::abort();
}

int Group::meet(bool vote) {
  int meeting = meetings;
  arrived++;
  votes += vote;
  while (meeting == meetings) {
    if (arrived == running) {
      last_votes = votes;
      arrived = votes = 0;
      meetings++;
      moved();
    } else {
      yield();
    }
  }
  return last_votes;
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
  fiber.products.assign(1, {});
}

void land_one() {
  auto which = in_flight.begin() + static_cast<long>(chance() % in_flight.size());
  std::function<void()> work = *which;
  in_flight.erase(which);
  work();
}

void run_cluster(bool backwards) {
  int threads = static_cast<int>(blocks.size()) * threads_a_block;
  for (Block& block : blocks) block.threads = {threads_a_block};
  cluster = {threads};
  in_flight.clear();
  for (int w = 0; w < threads / 32; w++) {
    warps[w].arrived = warps[w].meetings = 0;
    warps[w].running = 32;
  }
  for (int i = 0; i < threads; i++) start(i);
  int still = 0;
  while (cluster.running > 0) {
    something_moved = false;
    for (int i = 0; i < threads; i++) {
      int next = backwards ? threads - 1 - i : i;
      if (fibers[next].done) continue;
      go_on_as(next);
      void* at = fibers[next].at;
      shim_switch(&scheduler, at);
    }
    if (!in_flight.empty() && (!something_moved || chance() % 4 == 0)) land_one();
    still = something_moved ? 0 : still + 1;
    if (still > 4) fail("the threads of a block wait for each other for ever");
  }
  if (!in_flight.empty()) fail("a block left before its copies were there");
}

}  // namespace

void fail(const char* why) {
  std::fprintf(stderr, "%s\n", why);
  std::abort();
}

void yield() {
  int self = current;
  shim_switch(&fibers[self].at, scheduler);
  go_on_as(self);
}

int block_now() { return current / threads_a_block; }
int blocks_now() { return static_cast<int>(blocks.size()); }
char* shared_of(int block) {
  if (blocks[block].threads.running == 0) fail("a block's memory is used after it has left");
  return blocks[block].shared();
}
char* shared() { return shared_of(block_now()); }
void moved() { something_moved = true; }
void later(std::function<void()> work) { in_flight.push_back(std::move(work)); }

std::vector<std::vector<Copy>>& copies() { return fibers[current].copies; }
std::vector<std::vector<Product>>& products() { return fibers[current].products; }

int block_meet(bool vote) { return blocks[block_now()].threads.meet(vote); }

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
      moved();
    } else {
      yield();
    }
  }
  return left;
}

void launch(dim3 grid, int threads, int shared_bytes, const std::function<void()>& kernel, int in_cluster) {
  static std::mutex one_at_a_time;
  std::lock_guard<std::mutex> lock(one_at_a_time);
  if (threads % 32 != 0 || threads * in_cluster > kMostThreads) fail("a block of that size is not known here");
  if (grid.x % in_cluster != 0) fail("the grid is not made of whole clusters");
  gridDim = grid;
  kernel_now = &kernel;
  threads_a_block = threads;
  blocks.resize(in_cluster);
  for (unsigned y = 0; y < grid.y; y++) {
    for (unsigned x = 0; x < grid.x; x += in_cluster) {
      for (int b = 0; b < in_cluster; b++) {
        blocks[b].index = dim3(x + b, y);
        blocks[b].arena.assign(shared_bytes + 1024, static_cast<char>(0xEE));
      }
      run_cluster((x / in_cluster + y) % 2 == 1);
    }
  }
}

}  // namespace shim

void seir::cluster_meet() { shim::cluster.meet(false); }

int seir::describe(TensorMap* map, const void* rows, int64_t count, int pitch, int box_rows) {
  if (reinterpret_cast<uintptr_t>(rows) % 16 != 0 || pitch % 8 != 0) shim::fail("rows do not lie on 16 bytes");
  *map = {static_cast<const char*>(rows), count, pitch, box_rows};
  return cudaSuccess;
}

#include "seir_cuda.cu"
