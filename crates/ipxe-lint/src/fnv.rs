//! The FNV-1a hash, which, unlike std's, is the same on every machine and in every version.

/// A hash to which bytes can be added.
#[derive(Clone, Copy)]
pub(crate) struct Fnv(pub(crate) u64);

impl Default for Fnv {
    fn default() -> Self {
        Self(0xcbf2_9ce4_8422_2325)
    }
}

impl Fnv {
    pub(crate) fn add(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = (self.0 ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }
}

/// The hash of some bytes.
pub(crate) fn hash(bytes: &[u8]) -> u64 {
    let mut hash = Fnv::default();
    hash.add(bytes);
    hash.0
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_hash_is_the_one_that_everybody_knows() {
        assert_eq!(super::hash(b"foobar"), 0x8594_4171_f739_67e8);
    }
}
