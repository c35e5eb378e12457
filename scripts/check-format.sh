#!/usr/bin/env bash
# Fails with the places where the code is not formatted, or where it has what the house does
# not allow: forced unwraps, forced errors, stops.
set -euo pipefail
cd "$(dirname "$0")/.."
swift format lint --strict --recursive --parallel Sources Tests Package.swift
if grep -rnE 'try!|fatalError\(|as! ' Sources --include='*.swift'; then
    echo "check-format: the lines above stop the process instead of reporting an error" >&2
    exit 1
fi
