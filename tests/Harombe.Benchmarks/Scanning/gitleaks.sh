#!/usr/bin/env bash
# Scans the same files with gitleaks and with harombe, each on one core, in one run, and prints both speeds.
#   gitleaks.sh [folder]     default: the Python sources of this machine
# gitleaks is Debian's (trixie), in a chroot that is made once; root and a Debian machine are needed.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../../.." && pwd)
chroot=${HAROMBE_GITLEAKS_CHROOT:-$root/artifacts/trixie}
folder=${1:-}
harombe="$root/src/Harombe.Host/bin/Release/net10.0/Harombe.Host.dll"
[ -f "$harombe" ] || dotnet build "$root/src/Harombe.Host" -c Release -v quiet -nologo

if [ ! -x "$chroot/usr/bin/gitleaks" ]; then
    command -v debootstrap >/dev/null || { apt-get update -qq; DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends debootstrap; }
    debootstrap --variant=minbase --include=gitleaks,ca-certificates trixie "$chroot" > "$chroot.log" 2>&1 || { tail -5 "$chroot.log"; exit 1; }
fi

# Both read one copy, so that neither profits from the other's disk cache.
set_=$chroot/srv/scanned
rm -rf "$set_"; mkdir -p "$set_"
if [ -n "$folder" ]; then cp -r "$folder" "$set_/"; else
    find / -xdev -path "$chroot" -prune -o -path /proc -prune -o -name '*.py' -size -500k -print 2>/dev/null | sort | head -4000 | while read -r file; do
        cp "$file" "$set_/$(echo "$file" | tr '/' '_')"
    done
fi
bytes=$(find "$set_" -type f -printf '%s\n' | awk '{n+=$1} END{print n}')
cat "$set_"/* > /dev/null 2>&1 || true

measure() { # name, command…
    local name=$1; shift
    local times; times=$( { TIMEFORMAT='%U %S'; time taskset -c 0 "$@" > "$chroot.$name.out" 2>&1; } 2>&1 || true)
    awk -v t="$times" -v b="$bytes" -v n="$name" 'BEGIN{split(t,p," "); s=p[1]+p[2]; printf "%-10s %8.1f s of processor time  %8.1f MB/s\n", n, s, b/s/1e6}'
}
echo "$bytes bytes in $(find "$set_" -type f | wc -l) files"
measure harombe dotnet "$harombe" scan --json "$set_"
measure gitleaks env GOMAXPROCS=1 chroot "$chroot" gitleaks detect --no-git --source /srv/scanned --no-banner --report-format json --report-path /dev/null
