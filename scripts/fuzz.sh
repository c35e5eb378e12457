#!/usr/bin/env bash
# Fuzzes a parser with libFuzzer, which Swift's toolchain brings along.
#
#   scripts/fuzz.sh TARGET [SECONDS]      TARGET is a folder of Fuzz; default 600 seconds
#
# A target has main.swift with the entry point, `sources` (the files under test), `corpus` (the
# folder of committed inputs, which `make test` replays) and, where the files import others of
# the project, `modules`: a name and its files on a line, those first that others import. What
# the run adds to the corpus stays in .build-fuzz; an input that crashes is left there too, and
# its path is printed.
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

options=(-swift-version 6 -O -enforce-exclusivity=checked -parse-as-library
    -enable-upcoming-feature InternalImportsByDefault)
objects=()
if [ -f "Fuzz/$target/modules" ]; then
    while read -r name patterns; do
        files=()
        for pattern in $patterns; do files+=("$pattern"); done
        swiftc "${options[@]}" -I "$work" -wmo -module-name "$name" -emit-module -emit-module-path "$work/$name.swiftmodule" \
            -emit-object -o "$work/$name.o" "${files[@]}"
        objects+=("$work/$name.o")
    done <"Fuzz/$target/modules"
fi
swiftc "${options[@]}" -sanitize=fuzzer -I "$work" -module-name "$target" -o "$work/fuzz" \
    "Fuzz/$target/main.swift" "${sources[@]}" "${objects[@]}"
# libFuzzer keeps the input only where it is the one to hear of the crash.
export SWIFT_BACKTRACE=enable=no
exec "$work/fuzz" -max_total_time="$seconds" -max_len=20000 -timeout=5 -rss_limit_mb=1024 \
    -artifact_prefix="$work/" -print_final_stats=1 "$work/corpus" "$corpus"
