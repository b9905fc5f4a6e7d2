#!/usr/bin/env bash
# Everything there is to check on a machine with a GPU, in under 10 minutes, and one table.
#
#   bench/gpu.sh [folder for logs] [step ...]
#
# Steps: check, contract, hammer, ceilings, ours, peers, java, sanitizer; all of them if none is named. Needs nvcc (or a
# gpu_bench built elsewhere, in SEIR_GPU_BENCH); compute-sanitizer, and a Python with PyTorch, where they are. What runs in
# Java needs Maven, or a class path in SEIR_TEST_CLASSPATH that holds this module, its tests and the JUnit console.
set -uo pipefail
cd "$(dirname "$0")/.."
out=${1:-${OUT:-$(mktemp -d)}}
shift || true
steps=" ${*:-check contract hammer ceilings ours peers java sanitizer} "
python=${PYTHON:-python3}
failed=0
asked() { [[ $steps == *" $1 "* ]]; }
step() { echo "== $1 ($SECONDS s)"; shift; "$@"; local rc=$?; [ $rc = 0 ] || { failed=1; echo "!! ended with $rc"; }; }
card() { nvidia-smi --query-gpu="$1" --format=csv,noheader; }
ceiling() { awk -F'\t' -v what="$1" -v or="$2" '$1 ~ what && $2 > most { most = $2 } END { print most ? most : or }' "$out/ceilings.tsv"; }

table() {
  echo
  awk -F'\t' '{ printf "%s: %.4g %s\n", $1, $2 / (/gemm/ ? 1e12 : 1e9), /gemm/ ? "TFLOP/s" : "GB/s" }' "$out/ceilings.tsv"
  printf '%-46s %10s %10s %6s  %s\n' "workload" "ours ms" "floor ms" "ours÷" "peers on the same card: ms (÷ ours)"
  while IFS=$'\t' read -r name ours floor; do
    others=$(awk -F'\t' -v n="${name%, by mma.sync}" -v o="$ours" '$1 == n { if ($3 + 0 > 0) printf "%s: %.4g (%.2f); ", $2, 1e3 * $3, $3 / o; else printf "%s %s; ", $2, $3 }' "$out/peers.tsv")
    awk -v n="$name" -v o="$ours" -v f="$floor" -v t="$others" 'BEGIN { printf "%-46s %10.3f %10.3f %6.2f  %s\n", n, 1e3 * o, 1e3 * f, o / f, t }'
  done <"$out/ours.tsv"
}
touch "$out/ceilings.tsv" "$out/ours.tsv" "$out/peers.tsv"
trap table EXIT

card name,driver_version,memory.total,clocks.sm,temperature.gpu,power.draw
capability=$(card compute_cap | head -1 | tr -d .)
hopper=$([ "$capability" = 90 ] && echo yes)
bench=${SEIR_GPU_BENCH:-$out/gpu_bench}
[ -n "${SEIR_GPU_BENCH:-}" ] || nvcc -std=c++17 -O3 -arch="${SEIR_ARCH:-sm_$capability${hopper:+a}}" \
  -Isrc/main/native -Isrc/main/native/cuda bench/gpu_bench.cu src/main/native/cuda/seir_cuda.cu -o "$bench" || exit 1
torch=$("$python" -c "import torch" 2>/dev/null && echo yes || echo "-- no PyTorch here: neither ceilings nor peers" >&2)
java=${JAVA_HOME:+$JAVA_HOME/bin/}java

if asked check; then
  step "every kernel at awkward sizes" timeout -k 5 60 "$bench" --check
  [ -z "$hopper" ] || step "by mma.sync" timeout -k 5 60 "$bench" --check --mma
fi
if asked contract; then
  if [ -n "${SEIR_TEST_CLASSPATH:-}" ]; then
    step "contract" "$java" -Dseir.requireCuda=true -cp "$SEIR_TEST_CLASSPATH" \
      org.junit.platform.console.ConsoleLauncher execute --select-class io.seir.kernels.CudaKernelsTest \
      --select-class io.seir.kernels.HopperKernelsTest --details=summary --disable-banner
  elif command -v mvn >/dev/null; then
    step "contract" mvn -q -B verify -Dseir.requireCuda=true -Dtest="CudaKernelsTest,HopperKernelsTest"
  else
    failed=1
    echo "!! neither Maven nor SEIR_TEST_CLASSPATH: the contract was NOT run"
  fi
fi
if asked ceilings && [ -n "$torch" ]; then
  step "ceilings" bash -o pipefail -c "timeout -k 5 60 '$python' bench/gpu_baselines.py ceilings | tee '$out/ceilings.tsv'"
fi
copy=$(ceiling copy 3e12) flops=$(ceiling gemm 7e14) upload=$(ceiling upload 5e10)
if asked ours; then
  step "ours" bash -o pipefail -c "timeout -k 5 150 '$bench' --copy $copy --flops $flops | tee '$out/ours.tsv'"
  [ -z "$hopper" ] || step "ours, by mma.sync" bash -o pipefail -c \
    "timeout -k 5 60 '$bench' --mma --only '131072 x 768' --copy $copy --flops $flops | tee -a '$out/ours.tsv'"
  card clocks.sm,temperature.gpu,power.draw
fi
if asked java && [ -n "${SEIR_TEST_CLASSPATH:-}" ]; then
  step "from Java" bash -o pipefail -c \
    "timeout -k 5 90 '$java' -Xmx1g -cp '$SEIR_TEST_CLASSPATH' io.seir.kernels.GpuBench $upload $flops | tee -a '$out/ours.tsv'"
fi
if asked hammer; then
  if [ -n "${SEIR_TEST_CLASSPATH:-}" ]; then
    step "hammer" timeout -k 5 90 "$java" -Xmx256m -cp "$SEIR_TEST_CLASSPATH" io.seir.kernels.Hammer "${SEIR_HAMMER_SECONDS:-60}" cuda
  elif command -v mvn >/dev/null; then
    step "hammer" mvn -q -B test-compile exec:exec@hammer -Dhammer.kernels=cuda
  fi
fi
if asked peers && [ -n "$torch" ]; then
  step "peers" bash -o pipefail -c \
    "PYTHONUNBUFFERED=1 timeout -k 5 240 '$python' bench/gpu_baselines.py | tee '$out/peers.tsv'"
  card clocks.sm,temperature.gpu,power.draw
fi
if asked sanitizer; then
  if command -v compute-sanitizer >/dev/null; then
    for tool in memcheck synccheck racecheck; do
      for by in "" ${hopper:+--mma}; do
        step "compute-sanitizer $tool $by" timeout -k 5 90 compute-sanitizer --tool "$tool" --error-exitcode 9 "$bench" --check $by
      done
    done
  else
    echo "-- no compute-sanitizer here: skipped"
  fi
fi
exit $failed
