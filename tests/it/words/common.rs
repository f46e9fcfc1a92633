//! The shared texts: the same keys in both languages, and the labels that the guide promises.

use std::collections::BTreeSet;

use words::{Lang, Texts};

#[test]
fn s75_the_german_labels_of_the_statuses_are_exactly_those_of_the_guide() {
    let texts = Texts::new(words::common()).unwrap();
    for (status, label) in [
        ("NEW", "neu"),
        ("OPEN", "offen"),
        ("PENDING", "in Rückfrage"),
        ("RESOLVED", "bearbeitet"),
        ("CLOSED", "geschlossen"),
    ] {
        assert_eq!(texts.get(Lang::De, &format!("status-{status}"), &[]).as_deref(), Some(label));
    }
}

#[test]
fn every_shared_text_is_there_in_both_languages_and_not_empty() {
    let texts = Texts::new(words::common()).unwrap();
    let keys = texts.keys(Lang::De);
    assert!(!keys.is_empty());
    assert_eq!(keys, texts.keys(Lang::En));
    let filled = [("from", "a".into()), ("to", "b".into())];
    for lang in Lang::ALL {
        let empty: BTreeSet<_> = keys
            .iter()
            .filter(|key| texts.get(lang, key, &filled).is_none_or(|text| text.is_empty()))
            .collect();
        assert_eq!(empty, BTreeSet::new(), "{lang}");
    }
}
