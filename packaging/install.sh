#!/bin/sh
# Installs the command from a release, if its checksum is right.
#
#   IPXE_LINT_VERSION   the release, such as 0.1.0 (default: latest)
#   IPXE_LINT_DIR       where the command goes (default: ~/.local/bin)
#   IPXE_LINT_TARGET    the machine, such as x86_64-unknown-linux-musl (default: this one)
#   IPXE_LINT_RELEASES  where releases are (default: the project's)
set -eu

version=${IPXE_LINT_VERSION:-latest}
directory=${IPXE_LINT_DIR:-$HOME/.local/bin}
releases=${IPXE_LINT_RELEASES:-https://github.com/ipxe-lint/ipxe-lint/releases}

fail() {
    echo "ipxe-lint: $1" >&2
    exit 2
}

target() {
    case "$(uname -s)-$(uname -m)" in
        Linux-x86_64 | Linux-amd64) echo x86_64-unknown-linux-musl ;;
        Linux-aarch64 | Linux-arm64) echo aarch64-unknown-linux-musl ;;
        Darwin-x86_64) echo x86_64-apple-darwin ;;
        Darwin-arm64) echo aarch64-apple-darwin ;;
        MINGW*-x86_64 | MSYS*-x86_64) echo x86_64-pc-windows-msvc ;;
        *) fail "there is no binary for $(uname -s) on $(uname -m): try 'cargo install ipxe-lint-cli'" ;;
    esac
}

# Prints the checksums of a file as `sha256sum` does.
checksum() {
    if command -v sha256sum >/dev/null; then sha256sum "$1"; else shasum -a 256 "$1"; fi
}

target=${IPXE_LINT_TARGET:-$(target)}
case $version in
    latest) from=$releases/latest/download ;;
    *) from=$releases/download/v${version#v} ;;
esac
archive=ipxe-lint-$target.tar.gz

draft=$(mktemp -d)
trap 'rm -rf "$draft"' EXIT
for file in "$archive" "$archive.sha256"; do
    curl --fail --silent --show-error --location --retry 3 --output "$draft/$file" "$from/$file" ||
        fail "cannot download $from/$file"
done
wanted=$(cut -d ' ' -f 1 "$draft/$archive.sha256")
found=$(checksum "$draft/$archive" | cut -d ' ' -f 1)
[ "$wanted" = "$found" ] || fail "$archive does not have the checksum that its release says: nothing was installed"
tar -xzf "$draft/$archive" -C "$draft"
mkdir -p "$directory"
for binary in "$draft"/ipxe-lint-*/ipxe-lint*; do
    mv "$binary" "$directory/"
done
