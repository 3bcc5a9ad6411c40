//! The control-flow graph of an iPXE script, and what is reachable in it.
