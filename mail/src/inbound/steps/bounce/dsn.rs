//! Reads a delivery status notification (RFC 3464): fields in groups, the first about the server, then one a recipient.

use engine::Bounce;

/// What the notification says.
pub(super) enum Report {
    /// A recipient could not be reached.
    Failed(Bounce),
    /// Delayed, delivered, relayed or expanded.
    NotFailed,
    /// Not a notification in spite of its type.
    Illegible,
}

/// Reads the fields of a `message/delivery-status` part.
pub(super) fn read(text: &str) -> Report {
    let mut seen = false;
    for group in groups(text) {
        let action = field(&group, "action").map(str::to_ascii_lowercase);
        let status = field(&group, "status").and_then(status_code);
        if action.is_none() && status.is_none() {
            continue;
        }
        seen = true;
        let failed = match action.as_deref() {
            Some(action) => action.starts_with("failed") || action.starts_with("failure"),
            None => status.as_deref().is_some_and(|status| status.starts_with('5')),
        };
        if failed {
            return Report::Failed(Bounce {
                original_message_id: None,
                subject: None,
                recipient: ["final-recipient", "original-recipient"]
                    .iter()
                    .find_map(|name| field(&group, name))
                    .and_then(address),
                status,
                diagnostic: field(&group, "diagnostic-code").map(|value| after_type(value).to_owned()),
                permanent: true,
                standard: true,
                by_machine: false,
            });
        }
    }
    if seen { Report::NotFailed } else { Report::Illegible }
}

type Group = Vec<(String, String)>;

/// Fields with their continuation lines joined. A second `Action` without a blank line before it opens a group, too.
fn groups(text: &str) -> Vec<Group> {
    let mut groups: Vec<Group> = vec![Vec::new()];
    for line in text.lines() {
        if line.trim().is_empty() {
            groups.push(Vec::new());
            continue;
        }
        let Some(group) = groups.last_mut() else { continue };
        if line.starts_with([' ', '\t']) {
            if let Some((_, value)) = group.last_mut() {
                value.push(' ');
                value.push_str(line.trim());
            }
            continue;
        }
        let Some((name, value)) = line.split_once(':') else { continue };
        let name = name.trim().to_ascii_lowercase();
        let entry = (name.clone(), value.trim().to_owned());
        if name == "action" && group.iter().any(|(known, _)| *known == name) {
            groups.push(vec![entry]);
        } else {
            group.push(entry);
        }
    }
    groups
}

fn field<'g>(group: &'g Group, name: &str) -> Option<&'g str> {
    group.iter().find(|(known, value)| known == name && !value.is_empty()).map(|(_, value)| value.as_str())
}

/// What stands behind `rfc822;` and its kin.
fn after_type(value: &str) -> &str {
    match value.split_once(';') {
        Some((kind, rest)) if !kind.contains(' ') => rest.trim(),
        _ => value.trim(),
    }
}

fn address(value: &str) -> Option<String> {
    let address = after_type(value).trim_matches(['<', '>', ' ']).to_owned();
    (!address.is_empty()).then_some(address)
}

/// The code in the value, such as `5.1.1` in `5.1.1 (bad address)`.
pub(super) fn status_code(value: &str) -> Option<String> {
    value
        .split(|c: char| !c.is_ascii_digit() && c != '.')
        .find(|word| {
            let mut parts = word.split('.');
            matches!(
                (parts.next(), parts.next(), parts.next(), parts.next()),
                (Some("2" | "4" | "5"), Some(subject), Some(detail), None)
                    if (1..=3).contains(&subject.len()) && (1..=3).contains(&detail.len())
            )
        })
        .map(str::to_owned)
}
