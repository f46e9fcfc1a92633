//! Lays environment variables over the file: `SCHALTER_MAIL__SMTP__URL` stands for `mail.smtp.url`.

use super::mistake::{Mistake, Origin};
use super::node::{Node, Value};

/// What every variable of ours begins with.
const PREFIX: &str = "SCHALTER_";

/// Puts every variable of ours at its place in the tree.
pub(super) fn overlay(
    root: &mut Node,
    variables: impl IntoIterator<Item = (String, String)>,
    sections: &[&str],
    mistakes: &mut Vec<Mistake>,
    warnings: &mut Vec<String>,
) {
    let mut ours: Vec<_> = variables.into_iter().filter(|(name, _)| name.starts_with(PREFIX)).collect();
    ours.sort();
    for (name, value) in ours {
        let rest = name.trim_start_matches(PREFIX).to_ascii_lowercase();
        if !rest.contains("__") {
            match single_underscore(&name, &rest, sections) {
                Some(mistake) => mistakes.push(mistake),
                None if is_of_others(&name) => {}
                None => warnings.push(format!("{name}: unknown setting; the variable is ignored")),
            }
            continue;
        }
        let path: Vec<String> = rest.split("__").map(str::to_owned).collect();
        let node = Node { origin: Origin::Variable(name.clone()), value: Value::Text(value) };
        let fits = path.iter().all(|key| !key.is_empty()) && root.put(&path, node);
        if !fits {
            mistakes.push(Mistake {
                origin: Origin::Variable(name),
                key: path.join("."),
                message: "is not a valid key; number the entries of lists from 0 without gaps, as in SCHALTER_MAIL__MAILBOX__0__PASSWORD"
                    .to_owned(),
            });
        }
    }
}

/// Whether others give variables such names: the place of the configuration, which is read elsewhere, and those that Kubernetes sets
/// for a service that is called like us.
fn is_of_others(name: &str) -> bool {
    name == "SCHALTER_CONFIG" || name.starts_with("SCHALTER_SERVICE_") || name.starts_with("SCHALTER_PORT")
}

/// `SCHALTER_SERVER_BIND` is silently nothing unless we say so.
fn single_underscore(name: &str, rest: &str, sections: &[&str]) -> Option<Mistake> {
    let (section, key) = rest.split_once('_')?;
    sections.contains(&section).then(|| Mistake {
        origin: Origin::Variable(name.to_owned()),
        key: format!("{section}.{key}"),
        message: format!(
            "use two underscores between section and key; did you mean {PREFIX}{}__{}?",
            section.to_ascii_uppercase(),
            key.to_ascii_uppercase()
        ),
    })
}
