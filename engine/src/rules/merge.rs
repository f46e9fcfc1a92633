//! Whether two tickets may be merged: nobody is to be shown what they could not see before.

/// How the customers of two tickets stand to them.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "each is a fact of its own, and any combination can be")]
pub struct Customers {
    /// It is the same person.
    pub same: bool,
    /// The customer of the source sees the target.
    pub source_sees_target: bool,
    /// The customer of the target sees the source.
    pub target_sees_source: bool,
    /// The customer of the source is one of the staff, such as an agent who forwarded a mail: what they show of it is
    /// theirs to decide.
    pub source_is_staff: bool,
    /// Nobody is the customer of the source, such as where an agent forwarded a mail that does not say whose it is: the staff
    /// know by now.
    pub source_is_nobody: bool,
}

/// Whether the source may become a part of the target.
#[must_use]
pub const fn may_merge(customers: Customers) -> bool {
    customers.same
        || customers.source_is_nobody
        || (customers.source_sees_target && (customers.target_sees_source || customers.source_is_staff))
}
