//! Reads numbers at offsets that may lie anywhere: outside there is `None`, never a panic.

/// `N` bytes at `at`.
pub(super) fn array<const N: usize>(file: &[u8], at: usize) -> Option<[u8; N]> {
    file.get(at..at.checked_add(N)?)?.try_into().ok()
}

pub(super) fn u16_at(file: &[u8], at: usize) -> Option<u16> {
    array(file, at).map(u16::from_le_bytes)
}

pub(super) fn u32_at(file: &[u8], at: usize) -> Option<u32> {
    array(file, at).map(u32::from_le_bytes)
}

pub(super) fn u64_at(file: &[u8], at: usize) -> Option<u64> {
    array(file, at).map(u64::from_le_bytes)
}

/// A 16-bit length at `at`, as an offset.
pub(super) fn length16(file: &[u8], at: usize) -> Option<usize> {
    u16_at(file, at).map(usize::from)
}

/// A 32-bit length at `at`, as an offset.
pub(super) fn length32(file: &[u8], at: usize) -> Option<usize> {
    u32_at(file, at)?.try_into().ok()
}

/// A 64-bit length at `at`, as an offset.
pub(super) fn length64(file: &[u8], at: usize) -> Option<usize> {
    u64_at(file, at)?.try_into().ok()
}
