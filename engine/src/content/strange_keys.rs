//! Terms of a search that look like a property of its language and are none, with the property that was probably meant.

use super::search::{KEYS, MOST, tokens};

/// What other systems, and people who type in German, call our properties: too far from ours to be a slip.
const MEANT: [(&str, &str); 34] = [
    ("from", "customer"),
    ("sender", "customer"),
    ("requester", "customer"),
    ("reporter", "customer"),
    ("author", "customer"),
    ("client", "customer"),
    ("email", "customer"),
    ("von", "customer"),
    ("absender", "customer"),
    ("kunde", "customer"),
    ("kundin", "customer"),
    ("label", "tag"),
    ("labels", "tag"),
    ("category", "tag"),
    ("schlagwort", "tag"),
    ("schlagworte", "tag"),
    ("owner", "assignee"),
    ("agent", "assignee"),
    ("assigned", "assignee"),
    ("bearbeiter", "assignee"),
    ("state", "status"),
    ("zustand", "status"),
    ("prio", "priority"),
    ("group", "queue"),
    ("team", "queue"),
    ("warteschlange", "queue"),
    ("company", "organisation"),
    ("firma", "organisation"),
    ("source", "channel"),
    ("via", "channel"),
    ("kanal", "channel"),
    ("date", "created"),
    ("erstellt", "created"),
    ("changed", "updated"),
];

/// What looks like a property of the language and is none; it is looked for as the text that it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct StrangeKey {
    /// As it was typed, such as `stats:open`.
    pub(crate) term: String,
    /// What stands before its colon.
    pub(crate) key: String,
    /// The key that was probably meant.
    pub(crate) nearest: Option<&'static str>,
}

/// The terms whose key the language does not have, each key once. Drives, addresses, and numbers behind a word are what people
/// paste: they mean the text.
pub(crate) fn strange_keys(typed: &str) -> Vec<StrangeKey> {
    let mut strange: Vec<StrangeKey> = Vec::new();
    for token in tokens(typed).into_iter().filter(|token| !token.quoted && token.key().is_none()) {
        let Some((key, value)) = token.text.split_once(':') else { continue };
        let worded = key.len() > 1 && key.bytes().all(|byte| byte.is_ascii_alphabetic() || byte == b'-');
        let says = value.chars().any(char::is_alphabetic) && !value.starts_with(['/', '\\', ':']);
        let nearest = nearest(&key.to_ascii_lowercase());
        let is_ours = KEYS.contains(&key.to_ascii_lowercase().as_str());
        let known = strange.iter().any(|known| known.key.eq_ignore_ascii_case(key));
        if worded && says && !is_ours && !known && strange.len() < MOST {
            strange.push(StrangeKey { term: token.text.to_owned(), key: key.to_owned(), nearest });
        }
    }
    strange
}

/// The key that is meant by another word, or that is closest to it, unless none is close.
fn nearest(word: &str) -> Option<&'static str> {
    if let Some((_, key)) = MEANT.iter().find(|(other, _)| *other == word) {
        return Some(*key);
    }
    let long = word.len() > 2;
    let near = KEYS.iter().map(|key| (strsim::osa_distance(word, key), *key));
    let near = near.filter(|(distance, key)| long && *distance <= 1.max(key.len() / 3));
    near.min_by_key(|(distance, _)| *distance).map(|(_, key)| key)
}

#[cfg(test)]
mod tests {
    use super::strange_keys;

    #[test]
    fn every_word_of_others_leads_to_a_key_of_ours_and_is_none() {
        for (word, key) in super::MEANT {
            assert!(super::KEYS.contains(&key) && !super::KEYS.contains(&word), "{word}: {key}");
        }
    }

    #[test]
    fn what_looks_like_a_property_and_is_none_is_told_with_the_one_that_was_meant() {
        let strange = |typed: &str| -> Vec<_> {
            strange_keys(typed).into_iter().map(|strange| (strange.key, strange.nearest)).collect()
        };
        for (typed, told) in [
            ("foo:bar", vec![("foo", None)]),
            ("stats:open -Assigne:me", vec![("stats", Some("status")), ("Assigne", Some("assignee"))]),
            ("tags:vpn tags:wlan x", vec![("tags", Some("tag"))]),
            ("foo:\"a b\"", vec![("foo", None)]),
            ("from:anna@x.example Label:vpn", vec![("from", Some("customer")), ("Label", Some("tag"))]),
            ("prio:hoch von:anna", vec![("prio", Some("priority")), ("von", Some("customer"))]),
        ] {
            let told: Vec<_> = told.into_iter().map(|(key, near)| (key.to_owned(), near)).collect();
            assert_eq!(strange(typed), told, "{typed:?}");
        }
        for typed in [
            "status:open",
            "\"foo:bar\"",
            r"C:\temp c:x",
            "http://a.example status://x status:",
            "fehler:42 localhost:8080 10:30",
            "Re: Drucker",
            "std::vec",
        ] {
            assert_eq!(strange(typed), [], "{typed:?}");
        }
    }
}
