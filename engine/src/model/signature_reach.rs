//! Where a personal signature is sent at all.

/// In which of the queues that somebody works emails carry the text of an answer, and with it their signature.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SignatureReach {
    /// In all.
    Everywhere,
    /// In some; in the others emails carry the link alone.
    Somewhere,
    /// In none: emails carry the link alone.
    Nowhere,
}
