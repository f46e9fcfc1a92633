//! Words that must not appear: names of a customer where a setting belongs, and other words for our own things.

use super::source::{File, files, refuse, root, rust, shipped};

#[test]
fn no_customer_is_named_in_the_code() {
    // Put together here, so that this file does not find itself.
    let names =
        [["cit", ".de"], ["cit ", "gmbh"], ["Cit", "Support"]].map(|halves| halves.concat().to_lowercase());
    let mut all: Vec<File> = rust();
    for place in ["web-ui", "mail", "words", "docs", "server"] {
        all.extend(files(place, &["hbs", "ftl", "css", "js", "graphql", "md", "toml", "html", "eml"]));
    }
    let mut wrong = Vec::new();
    for file in all {
        for (index, line) in file.text.lines().enumerate() {
            let line = line.to_lowercase();
            let found = names.iter().find(|name| line.contains(name.as_str()));
            wrong.extend(found.map(|name| format!("{}:{} names {name}", file.path, index + 1)));
        }
    }
    refuse("Who runs the desk is a matter of configuration.", &wrong);
}

#[test]
fn german_texts_have_one_word_for_a_tag() {
    let mut wrong = Vec::new();
    for file in files("web-ui/locales/de", &["ftl"]) {
        for (index, line) in file.text.lines().enumerate() {
            let value = line.split_once('=').map_or(line, |(_, value)| value);
            let mut words = value.split(|sign: char| !sign.is_alphanumeric());
            let other =
                words.find(|word| matches!(*word, "Tags" | "Labels") || word.starts_with("Schlagwört"));
            wrong.extend(other.map(|word| format!("{}:{} says {word}", file.path, index + 1)));
        }
    }
    refuse("It is a Schlagwort; several are Schlagworte.", &wrong);
}

#[test]
fn our_things_have_one_name_each() {
    // Other houses' words, and ours. Only names of items count: `note` is a fine word in a sentence.
    let others = [
        ("Organization", "Organisation"),
        ("Requester", "customer"),
        ("Issue", "Ticket"),
        ("Article", "Comment"),
        ("Agency", "Organisation"),
    ];
    let mut wrong = Vec::new();
    for file in shipped() {
        for (number, line) in file.code() {
            let declares =
                ["struct ", "enum ", "fn ", "mod ", "type ", "trait "].iter().any(|word| line.contains(word));
            let found = others.iter().filter(|(other, _)| declares && line.contains(other));
            wrong
                .extend(found.map(|(other, ours)| format!("{}:{number} says {other} for {ours}", file.path)));
        }
    }
    refuse("See the words in docs/architecture.md.", &wrong);
}

#[test]
fn each_kind_of_line_in_the_history_has_its_words() {
    for language in ["de", "en"] {
        let place = root().join(format!("web-ui/locales/{language}/zoom.ftl"));
        let texts = std::fs::read_to_string(place).expect("the texts");
        for kind in engine::EventKind::ALL {
            assert!(texts.contains(&format!("\nkind-{kind} = ")), "{language}: {kind}");
        }
    }
}
