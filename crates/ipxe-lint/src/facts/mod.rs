//! Facts about a script that several rules report.

pub(crate) mod broken_expansion; // the severity of a broken expansion
pub(crate) mod kernel_age; // the age of a kernel, and the consequence for its initrd
pub(crate) mod settled_uris; // URIs whose beginning comes from a setting
pub(crate) mod tried; // the files that a script requests
pub(crate) mod unknown_names; // names that are not commands, and their probable intention
pub(crate) mod unreachable; // why commands never run
