//! The documents speak of files that exist and link to places that exist.

use super::source::{File, files, refuse, root};

#[test]
fn every_path_in_the_documents_exists() {
    let mut wrong = Vec::new();
    for file in documents() {
        for (index, line) in file.text.lines().enumerate() {
            // Every second piece stands between backticks.
            let named = line.split('`').skip(1).step_by(2).filter(|word| is_path(word));
            let gone = named.filter(|path| !root().join(path).exists());
            wrong.extend(gone.map(|path| format!("{}:{} names {path}", file.path, index + 1)));
        }
    }
    refuse("A path in a document is a promise to a newcomer.", &wrong);
}

#[test]
fn every_link_in_the_documents_leads_somewhere() {
    let mut wrong = Vec::new();
    for file in documents() {
        let folder = root().join(&file.path).parent().expect("a folder").to_path_buf();
        for (index, line) in file.text.lines().enumerate() {
            let targets = line.split("](").skip(1).filter_map(|rest| rest.split(')').next());
            for target in targets.filter(|target| !target.contains("://")) {
                let (path, anchor) = target.split_once('#').unwrap_or((target, ""));
                let to = if path.is_empty() { root().join(&file.path) } else { folder.join(path) };
                let text = std::fs::read_to_string(&to).unwrap_or_default();
                let anchored = anchor.is_empty() || headings(&text).any(|heading| heading == anchor);
                if !to.exists() || !anchored {
                    wrong.push(format!("{}:{} leads to {target}", file.path, index + 1));
                }
            }
        }
    }
    refuse("Whoever follows a link arrives.", &wrong);
}

fn documents() -> Vec<File> {
    let mut all = files("docs", &["md"]);
    for name in ["README.md", "CONTRIBUTING.md", "CHANGELOG.md"] {
        let text = std::fs::read_to_string(root().join(name)).expect("a document");
        all.push(File { path: name.to_owned(), text });
    }
    all
}

/// Whether the words between backticks mean a file or a folder of the repository, and not a pattern.
fn is_path(word: &str) -> bool {
    let tops = [
        "engine/",
        "graphql/",
        "mail/",
        "migration/",
        "oidc/",
        "server/",
        "tests/",
        "web-ui/",
        "words/",
        "docs/",
        ".ci/",
    ];
    tops.iter().any(|top| word.starts_with(top)) && !word.contains(['<', '*', ' ', '{', '…'])
}

/// The anchors that a renderer makes of headings.
fn headings(text: &str) -> impl Iterator<Item = String> {
    text.lines().filter(|line| line.starts_with('#')).map(|line| {
        let title = line.trim_start_matches('#').trim().to_lowercase();
        let kept =
            title.chars().filter(|letter| letter.is_alphanumeric() || matches!(letter, ' ' | '-' | '_'));
        kept.map(|letter| if letter == ' ' { '-' } else { letter }).collect()
    })
}
