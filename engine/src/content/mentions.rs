//! Whom a text names: an `@` and somebody's whole name behind it.

/// Those of these people whom the text names, each once, in the order in which they were given. Of two names that begin
/// alike the longer one is meant; namesakes are all meant.
pub fn mentioned<Id: Copy>(text: &str, people: &[(Id, String)]) -> Vec<Id> {
    let text = text.to_lowercase();
    let names: Vec<String> = people.iter().map(|(_, name)| name.trim().to_lowercase()).collect();
    let mut meant = vec![false; people.len()];
    for (at, _) in text.match_indices('@') {
        let joined = text[..at].chars().next_back().is_some_and(char::is_alphanumeric);
        let rest = &text[at + 1..];
        let fits = |name: &&String| {
            let after = rest.strip_prefix(name.as_str());
            !name.is_empty() && after.is_some_and(|after| !after.starts_with(char::is_alphanumeric))
        };
        let longest = names.iter().filter(fits).map(String::len).max();
        let Some(longest) = longest.filter(|_| !joined) else { continue };
        for (place, _) in names.iter().enumerate().filter(|(_, name)| name.len() == longest && fits(name)) {
            meant[place] = true;
        }
    }
    people.iter().zip(meant).filter(|(_, meant)| *meant).map(|((id, _), _)| *id).collect()
}
