# Sourced by the commands beside it, with $root set and current: builds the benchmarks, and runs them from there.
source scripts/sdk.sh
find_sdk

bench() {
  # A quiet machine matters more than a fresh build: REFRAIN_BENCH_BUILT=1 leaves the build out.
  [ "${REFRAIN_BENCH_BUILT:-}" = 1 ] || "$dotnet" build bench/Refrain.Bench -c Release -v q >&2
  exec "$dotnet" artifacts/bin/Refrain.Bench/release/Refrain.Bench.dll "$@"
}
