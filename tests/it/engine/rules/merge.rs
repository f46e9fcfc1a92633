//! Whose tickets may be merged, as a table.

use engine::rules::merge::{Customers, may_merge};

#[test]
fn nobody_is_shown_by_a_merge_what_they_could_not_see_before() {
    let different = |source_sees_target, target_sees_source, source_is_staff| Customers {
        same: false,
        source_sees_target,
        target_sees_source,
        source_is_staff,
        source_is_nobody: false,
    };
    let nobody = Customers { source_is_nobody: true, ..different(false, false, false) };
    assert!(may_merge(nobody), "an agent forwarded what does not say whose it is");
    assert!(may_merge(Customers { same: true, ..Customers::default() }), "one person");
    for (customers, allowed, why) in [
        (different(false, false, false), false, "strangers"),
        (different(true, true, false), true, "colleagues who share their tickets"),
        (different(true, false, false), false, "the source is private"),
        (different(false, true, false), false, "the target is private"),
        (different(true, false, true), true, "an agent forwarded what the customer wrote"),
        (different(false, false, true), false, "an agent who does not work the queue of the target"),
    ] {
        assert_eq!(may_merge(customers), allowed, "{why}");
    }
}
