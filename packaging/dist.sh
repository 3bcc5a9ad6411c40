#!/usr/bin/env bash
# Builds what a release consists of, below target/dist: the archive for a target with its checksum, and, for packages,
# man pages, shell completions and a changelog.
#
#   packaging/dist.sh [TARGET]    by default for the machine that this runs on
set -euo pipefail
cd "$(dirname "$0")/.."

target=${1:-$(rustc -vV | sed -n 's/^host: //p')}
dist=target/dist

# Without a target, cargo and cargo-deb put things where they look for them.
cargo build --release --locked --package ipxe-lint-cli ${1:+--target "$1"}
binaries=${CARGO_TARGET_DIR:-target}/${1:+$1/}release
binary=ipxe-lint
if [ -f "$binaries/ipxe-lint.exe" ]; then binary=ipxe-lint.exe; fi

rm -rf "$dist"
mkdir -p "$dist"
"$binaries/$binary" man "$dist/man"
for shell in bash elvish fish powershell zsh; do
    mkdir -p "$dist/completions"
    "$binaries/$binary" completions "$shell" >"$dist/completions/ipxe-lint.$shell"
done

# What Debian calls a changelog is about the package.
version=$("$binaries/$binary" --version)
version=${version#ipxe-lint }
cat >"$dist/changelog.Debian" <<EOF
ipxe-lint ($version-1) unstable; urgency=medium

  * Release $version; what is new in it is in changelog.gz.

 -- The ipxe-lint developers <ipxe-lint@users.noreply.github.com>  $(date -R)
EOF

name=ipxe-lint-$target
mkdir "$dist/$name"
cp "$binaries/$binary" README.md CHANGELOG.md LICENSE-APACHE LICENSE-MIT "$dist/$name/"
cp -r "$dist/man" "$dist/completions" "$dist/$name/"
tar -czf "$dist/$name.tar.gz" -C "$dist" "$name"
cd "$dist"
if command -v sha256sum >/dev/null; then
    sha256sum "$name.tar.gz"
else
    shasum -a 256 "$name.tar.gz"
fi >"$name.tar.gz.sha256"
ls -l "$name.tar.gz"
