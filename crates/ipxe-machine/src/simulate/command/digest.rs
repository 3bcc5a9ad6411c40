//! Digests of images.

use ipxe_catalog::Implementation;
use md4::{Digest, Md4};
use md5::Md5;
use sha1::Sha1;
use sha2::{Sha224, Sha256, Sha384, Sha512};

/// The digest that a command computes. None for other commands.
pub(super) fn digest(command: Implementation, content: &[u8]) -> Option<Vec<u8>> {
    Some(match command {
        Implementation::Md4sum => Md4::digest(content).to_vec(),
        Implementation::Md5sum => Md5::digest(content).to_vec(),
        Implementation::Sha1sum => Sha1::digest(content).to_vec(),
        Implementation::Sha224sum => Sha224::digest(content).to_vec(),
        Implementation::Sha256sum => Sha256::digest(content).to_vec(),
        Implementation::Sha384sum => Sha384::digest(content).to_vec(),
        Implementation::Sha512sum => Sha512::digest(content).to_vec(),
        _ => return None,
    })
}
