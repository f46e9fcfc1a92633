//! What a provider says of a person, read by the names that the operator gave.

use serde_json::{Map, Value};

/// Which claim holds what. A name may be a path, such as `realm_access.roles`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClaimNames {
    /// The mail address.
    pub email: String,
    /// The name to show.
    pub name: String,
    /// The groups; `None`: nothing depends on them.
    pub groups: Option<String>,
}

impl Default for ClaimNames {
    fn default() -> Self {
        Self { email: "email".to_owned(), name: "name".to_owned(), groups: None }
    }
}

/// What a token that was verified says of a person.
#[derive(Clone, PartialEq, Eq)]
pub struct Claims {
    /// Who it is to the provider.
    pub subject: String,
    /// The mail address.
    pub email: Option<String>,
    /// Whether the provider says that it verified this address.
    pub email_verified: bool,
    /// The name to show.
    pub name: Option<String>,
    /// The language, as a tag.
    pub locale: Option<String>,
    /// The groups; `None`: nothing was said of them.
    pub groups: Option<Vec<String>>,
}

impl std::fmt::Debug for Claims {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Claims(…)")
    }
}

impl Claims {
    /// Reads them.
    pub(crate) fn read(claims: &Map<String, Value>, names: &ClaimNames) -> Self {
        let text = |name: &str| find(claims, name).and_then(Value::as_str).map(str::to_owned);
        // Only the standard claim is vouched for by `email_verified`; another may hold anything.
        let verified = match claims.get("email_verified") {
            Some(Value::Bool(verified)) => *verified,
            Some(Value::String(verified)) => verified == "true",
            _ => false,
        };
        Self {
            subject: text("sub").unwrap_or_default(),
            email: text(&names.email),
            email_verified: verified && names.email == "email",
            name: text(&names.name),
            locale: text("locale"),
            groups: names.groups.as_deref().and_then(|name| find(claims, name)).and_then(list),
        }
    }

    /// Whether something that was asked for is missing, for which the provider can be asked once more.
    pub(crate) fn lacks(claims: &Map<String, Value>, names: &ClaimNames) -> bool {
        let needed = [Some(&names.email), Some(&names.name), names.groups.as_ref()];
        needed.into_iter().flatten().any(|name| find(claims, name).is_none())
    }
}

/// A claim by its name, or by its path.
fn find<'a>(claims: &'a Map<String, Value>, name: &str) -> Option<&'a Value> {
    if let Some(found) = claims.get(name) {
        return Some(found);
    }
    let (first, rest) = name.split_once('.')?;
    let mut found = claims.get(first)?;
    for part in rest.split('.') {
        found = found.get(part)?;
    }
    Some(found)
}

fn list(value: &Value) -> Option<Vec<String>> {
    match value {
        Value::String(one) => Some(vec![one.clone()]),
        Value::Array(all) => Some(all.iter().filter_map(Value::as_str).map(str::to_owned).collect()),
        _ => None,
    }
}
