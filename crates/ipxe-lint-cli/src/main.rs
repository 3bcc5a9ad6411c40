//! The `ipxe-lint` command.

fn main() {}
