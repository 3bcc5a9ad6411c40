use std::path::Path;

use ipxe_machine::profile::Profile;

use crate::{Failure, data_file};

/// The profile of that name: a built-in one, or otherwise a file, whose path is relative to a directory.
pub fn profile(named: &Path, beside: &Path) -> Result<Profile, Failure> {
    if let Some(built_in) = named.to_str().and_then(Profile::built_in) {
        return Ok(built_in.clone());
    }
    if is_name(named) {
        return Err(Failure::UnknownProfile { name: named.to_path_buf() });
    }
    data_file::load(&beside.join(named))
}

/// Whether a text can only be meant as a profile's name.
fn is_name(profile: &Path) -> bool {
    profile.extension().is_none() && profile.components().count() == 1
}
