//! What several rules have to say about the same facts of a script.

pub(crate) mod broken_expansion; // how bad a broken expansion is
pub(crate) mod kernel_age; // what the age of a kernel says of its initrd
pub(crate) mod settled_uris; // URIs that begin with what settings hold
pub(crate) mod tried; // which files a script tries
pub(crate) mod unknown_names; // names that are no commands, and what they were meant to be
pub(crate) mod unreachable; // why commands never run
