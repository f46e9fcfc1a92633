//! Numbers that look random and are the same in every run: splitmix64 of what they are for.

/// Scatters `x` over all numbers (Steele, Lea, Flood: Fast Splittable Pseudorandom Number Generators).
#[must_use]
pub(crate) const fn splitmix(x: u64) -> u64 {
    let z = x.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

/// A number for the `index`th thing of a kind; each kind has a `salt` of its own.
#[must_use]
pub(crate) const fn hash(salt: u64, index: u64) -> u64 {
    splitmix(splitmix(salt) ^ index)
}

/// One of `count` things for the `index`th thing of a kind.
#[must_use]
pub(crate) const fn pick(salt: u64, index: u64, count: u64) -> u64 {
    hash(salt, index) % count
}

/// A hash of a text, for names of files (FNV-1a).
#[must_use]
pub(crate) fn digest(text: &str) -> u64 {
    text.bytes()
        .fold(0xcbf2_9ce4_8422_2325, |sum, byte| (sum ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}
