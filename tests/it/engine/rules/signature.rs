//! What stands below an answer, as a table.

use engine::rules::signature::below;

#[test]
fn ones_own_signature_stands_above_that_of_the_queue_or_our_name() {
    for (own, queue, expected) in [
        (Some("Gruß, Jana"), Some("Support\n030 1"), Some("Gruß, Jana\n\nSupport\n030 1")),
        (Some("Gruß, Jana"), None, Some("Gruß, Jana\n\nAcme")),
        (None, Some("Support"), Some("Support")),
        (None, None, None),
    ] {
        assert_eq!(below(own, queue, "Acme").as_deref(), expected, "{own:?} {queue:?}");
    }
}
