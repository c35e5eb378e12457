#!/usr/bin/env bash
# Fuzzes a parser with libFuzzer, which Swift's toolchain brings along.
#
#   scripts/fuzz.sh TARGET [SECONDS]      TARGET is a folder of Fuzz; default 600 seconds
#
# A target has main.swift with the entry point, `sources` (the files under test) and `corpus`
# (the folder of committed inputs, which `make test` replays). What the run adds to the corpus
# stays in .build-fuzz; an input that crashes is left there too, and its path is printed.
set -euo pipefail
cd "$(dirname "$0")/.."

target=${1:-}
seconds=${2:-600}
if [ -z "$target" ] || [ ! -d "Fuzz/$target" ]; then
    echo "fuzz: there is no target '$target'; the targets are: $(cd Fuzz && echo *)" >&2
    exit 64
fi

work=.build-fuzz/$target
mkdir -p "$work/corpus"
mapfile -t patterns <"Fuzz/$target/sources"
sources=()
for pattern in "${patterns[@]}"; do
    for file in $pattern; do sources+=("$file"); done
done
corpus=$(cat "Fuzz/$target/corpus")

swiftc -swift-version 6 -O -enforce-exclusivity=checked -parse-as-library -sanitize=fuzzer \
    -module-name "$target" -o "$work/fuzz" "Fuzz/$target/main.swift" "${sources[@]}"
exec "$work/fuzz" -max_total_time="$seconds" -max_len=20000 -timeout=5 -rss_limit_mb=1024 \
    -artifact_prefix="$work/" -print_final_stats=1 "$work/corpus" "$corpus"
