//! What a browser is called by people, from what it calls itself.

use woothee::parser::Parser;

/// What stands for "not known" there.
const UNKNOWN: &str = "UNKNOWN";

/// Name and system, such as `Firefox` and `Windows`; `None`: it is a program, or nobody knows it.
pub(super) fn spoken(agent: &str) -> Option<(String, String)> {
    let read = Parser::new().parse(agent)?;
    let known = |name: &str| !name.is_empty() && name != UNKNOWN;
    let person = ["pc", "smartphone", "mobilephone"].contains(&read.category);
    (person && known(read.name) && known(read.os)).then(|| (read.name.to_owned(), system(read.os).to_owned()))
}

/// Versions of Windows cannot be told apart any more, and the others have usual names.
fn system(os: &str) -> &str {
    match os {
        "Mac OSX" => "macOS",
        other if other.starts_with("Windows ") && other != "Windows Phone OS" => "Windows",
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn browsers_are_called_by_their_usual_names_and_programs_by_none() {
        let chrome = "AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0";
        for (agent, expected) in [
            (
                "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:145.0) Gecko/20100101 Firefox/145.0".to_owned(),
                Some(("Firefox", "Windows")),
            ),
            (
                format!("Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) {chrome} Safari/537.36"),
                Some(("Chrome", "macOS")),
            ),
            (
                format!("Mozilla/5.0 (Windows NT 10.0; Win64; x64) {chrome} Safari/537.36 Edg/142.0.0.0"),
                Some(("Edge", "Windows")),
            ),
            (
                "Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) \
                 Version/18.6 Mobile/15E148 Safari/604.1"
                    .to_owned(),
                Some(("Safari", "iPhone")),
            ),
            (format!("Mozilla/5.0 (X11; Linux x86_64) {chrome} Safari/537.36"), Some(("Chrome", "Linux"))),
            ("curl/8.5.0".to_owned(), None),
            ("partner-sync".to_owned(), None),
            (String::new(), None),
        ] {
            let spoken = spoken(&agent);
            let spoken = spoken.as_ref().map(|(name, system)| (name.as_str(), system.as_str()));
            assert_eq!(spoken, expected, "{agent}");
        }
    }
}
