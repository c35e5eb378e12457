#!/usr/bin/env bash
# Installs what Moat needs on Debian 12 and is not there yet. Idempotent; says what it does;
# touches nothing that is installed already. Everything comes from Debian.
#
#   scripts/install-dependencies.sh [build] [run] [test]     default: build and run
set -euo pipefail

declare -A packages=(
    # headers and libraries to build against
    [build]="libnftables-dev libsqlite3-dev pkg-config make git"
    # what the daemon, the lab and the demo run
    [run]="nftables iptables iproute2 procps curl ca-certificates openssl libsqlite3-0"
    # clients that the tests run beside those; Node too where it is there
    [test]="python3 python3-pip git"
)

sets=("$@")
[ ${#sets[@]} -gt 0 ] || sets=(build run)

missing=()
for set in "${sets[@]}"; do
    if [ -z "${packages[$set]+known}" ]; then
        echo "install-dependencies: there is no set '$set'; the sets are: build run test" >&2
        exit 64
    fi
    for package in ${packages[$set]}; do
        dpkg-query -W -f='${db:Status-Status}' "$package" 2>/dev/null | grep -qx installed || missing+=("$package")
    done
done

if [ ${#missing[@]} -gt 0 ]; then
    echo "Installing from Debian: ${missing[*]}" >&2
    sudo=()
    if [ "$(id -u)" -ne 0 ]; then
        if ! command -v sudo >/dev/null; then
            echo "install-dependencies: this needs root; run it as root, or install: ${missing[*]}" >&2
            exit 2
        fi
        sudo=(sudo)
    fi
    "${sudo[@]}" apt-get update -qq
    DEBIAN_FRONTEND=noninteractive "${sudo[@]}" apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
fi

if ! command -v swift >/dev/null; then
    echo "install-dependencies: Swift 6.3 is not installed; see https://www.swift.org/install/linux/" >&2
    exit 2
fi
version=$(swift --version 2>/dev/null | sed -n 's/.*Swift version \([0-9]*\)\.\([0-9]*\).*/\1 \2/p' | head -n 1)
read -r major minor <<<"${version:-0 0}"
if [ "$major" -lt 6 ] || { [ "$major" -eq 6 ] && [ "$minor" -lt 1 ]; }; then
    echo "install-dependencies: Swift $major.$minor is too old; Moat needs 6.1 or later, and is built with 6.3" >&2
    exit 2
fi
