#!/usr/bin/env bash
# The native CPU engine beside NumPy on OpenBLAS, both pinned to one core, in turn; prints medians and ratios.
# Needs g++ for the engine and a Python with NumPy on OpenBLAS (Debian: python3-numpy libopenblas0-pthread).
set -euo pipefail
cd "$(dirname "$0")/.."
python=${PYTHON:-/usr/bin/python3}
out=$(mktemp -d)
# OpenBLAS does not know every processor with AVX-512; this is its fastest way on those.
if grep -qm1 avx512dq /proc/cpuinfo; then export OPENBLAS_CORETYPE=${OPENBLAS_CORETYPE:-SkylakeX}; fi
trap 'rm -rf "$out"' EXIT

mvn -q -B test-compile -Dspotless.check.skip=true
mvn -q -B dependency:build-classpath -Dmdep.outputFile="$out/classpath" >/dev/null
for run in 1 2 3; do
  OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1 taskset -c 0 "$python" bench/cpu_baselines.py >"$out/numpy.$run"
  taskset -c 0 java -Xmx6g -XX:MaxDirectMemorySize=4g -cp "target/test-classes:target/classes:$(cat "$out/classpath")" \
    io.seir.kernels.CpuBench >"$out/seir.$run"
done

median() { cut -f 2 | sort -n | sed -n 2p; }
printf '%-52s %12s %12s %8s\n' "workload, one core" "ours ms" "NumPy ms" "ratio"
cut -f 1 "$out/seir.1" | while read -r name; do
  ours=$(grep -hF "$name" "$out"/seir.* | median)
  numpy=$(grep -hF "$name" "$out"/numpy.* | median)
  awk -v n="$name" -v a="$ours" -v b="$numpy" 'BEGIN { printf "%-52s %12.3f %12.3f %8.2f\n", n, 1e3 * a, 1e3 * b, b / a }'
done
