#!/usr/bin/env bash
# Everything there is to check on a machine with a GPU, in under 10 minutes, and one table.
#
#   bench/gpu.sh [folder for logs]
#
# Needs nvcc; compute-sanitizer and a Python with PyTorch where they are. The contract tests need Maven, or a class path
# in SEIR_TEST_CLASSPATH that holds this module, its tests and the JUnit console.
set -uo pipefail
cd "$(dirname "$0")/.."
out=${1:-${OUT:-$(mktemp -d)}}
python=${PYTHON:-python3}
failed=0
step() { echo "== $1 ($SECONDS s)"; shift; "$@"; local rc=$?; [ $rc = 0 ] || { failed=1; echo "!! ended with $rc"; }; }

table() {
  printf '\n%-45s %10s %10s %7s  %s\n' "workload" "ours ms" "floor ms" "floor×" "PyTorch (ratio to ours)"
  while IFS=$'\t' read -r name ours floor; do
    others=$(awk -F'\t' -v n="${name%, by wgmma}" -v o="$ours" '$1 == n { if ($3 + 0 > 0) printf "%s %.1f ms (%.2f×); ", $2, 1e3 * $3, $3 / o; else printf "%s %s; ", $2, $3 }' "$out/torch.tsv")
    awk -v n="$name" -v o="$ours" -v f="$floor" -v t="$others" 'BEGIN { printf "%-45s %10.3f %10.3f %7.2f  %s\n", n, 1e3 * o, 1e3 * f, o / f, t }'
  done <"$out/ours.tsv"
}
touch "$out/ours.tsv" "$out/torch.tsv"
trap table EXIT

nvidia-smi --query-gpu=name,driver_version,memory.total --format=csv,noheader
capability=$(nvidia-smi --query-gpu=compute_cap --format=csv,noheader | head -1 | tr -d .)
arch=${SEIR_ARCH:-sm_$capability$([ "$capability" = 90 ] && echo a)}
nvcc -std=c++17 -O3 -arch="$arch" -Isrc/main/native -Isrc/main/native/cuda bench/gpu_bench.cu src/main/native/cuda/seir_cuda.cu \
  -o "$out/gpu_bench" || exit 1
hopper=$([ "$capability" = 90 ] && echo yes)
step "every kernel at awkward sizes" timeout -k 5 60 "$out/gpu_bench" --check
[ -z "$hopper" ] || step "those of Hopper" timeout -k 5 60 "$out/gpu_bench" --check --hopper
if [ -n "${SEIR_TEST_CLASSPATH:-}" ]; then
  step "contract" java -Dseir.requireCuda=true -cp "$SEIR_TEST_CLASSPATH" \
    org.junit.platform.console.ConsoleLauncher execute --select-class io.seir.kernels.CudaKernelsTest \
    ${hopper:+--select-class io.seir.kernels.HopperKernelsTest} --details=summary
  step "hammer" java -cp "$SEIR_TEST_CLASSPATH" io.seir.kernels.Hammer 60 cuda
elif command -v mvn >/dev/null; then
  step "contract" mvn -q -B verify -Dseir.requireCuda=true -Dtest="CudaKernelsTest${hopper:+,HopperKernelsTest}"
  step "hammer" mvn -q -B test-compile exec:exec@hammer -Dhammer.kernels=cuda
else
  failed=1
  echo "!! neither Maven nor SEIR_TEST_CLASSPATH: the contract was NOT run"
fi
step "ours" bash -o pipefail -c "timeout -k 5 150 '$out/gpu_bench' | tee '$out/ours.tsv'"
[ -z "$hopper" ] || step "ours, by wgmma" bash -o pipefail -c "timeout -k 5 100 '$out/gpu_bench' --hopper | tee -a '$out/ours.tsv'"
if "$python" -c "import torch" 2>/dev/null; then
  step "PyTorch" bash -o pipefail -c "PYTHONUNBUFFERED=1 timeout -k 5 220 '$python' bench/gpu_baselines.py | tee '$out/torch.tsv'"
else
  echo "-- no PyTorch here: no baselines"
fi
if command -v compute-sanitizer >/dev/null; then
  for tool in memcheck racecheck synccheck; do
    step "compute-sanitizer $tool" timeout -k 5 90 compute-sanitizer --tool "$tool" --error-exitcode 9 "$out/gpu_bench" --check
    [ -z "$hopper" ] || step "compute-sanitizer $tool, Hopper" timeout -k 5 90 \
      compute-sanitizer --tool "$tool" --error-exitcode 9 "$out/gpu_bench" --check --hopper
  done
else
  echo "-- no compute-sanitizer here: skipped"
fi
exit $failed
