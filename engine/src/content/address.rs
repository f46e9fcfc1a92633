//! Mail addresses and domains in the one spelling in which they are kept and compared.

use unicode_normalization::UnicodeNormalization as _;

use url::Host;

/// RFC 5321 gives a path 256 octets, two of which are the angle brackets.
const LONGEST: usize = 254;

/// RFC 5321, 4.5.3.1.1.
const LONGEST_LOCAL: usize = 64;

/// Whether mail could go to this address at all: names under `.invalid` stand for nobody (RFC 2606).
#[must_use]
pub fn is_usable(address: &str) -> bool {
    address.rsplit_once('@').is_some_and(|(local, domain)| {
        let top = domain.rsplit('.').next().unwrap_or(domain);
        !local.is_empty() && !domain.is_empty() && !top.eq_ignore_ascii_case("invalid")
    })
}

/// Names before the `@` that belong to a function rather than a person; flagged to the staff, never refused.
pub const ROLE_NAMES: &[&str] = &[
    "abuse",
    "admin",
    "administrator",
    "buchhaltung",
    "contact",
    "edv",
    "einkauf",
    "empfang",
    "helpdesk",
    "hostmaster",
    "hr",
    "info",
    "it",
    "kontakt",
    "mail",
    "marketing",
    "office",
    "personal",
    "post",
    "postfach",
    "poststelle",
    "postmaster",
    "rechnung",
    "sales",
    "sekretariat",
    "service",
    "support",
    "team",
    "verkauf",
    "vertrieb",
    "webmaster",
    "zentrale",
];

/// The spelling of an address that is kept: trimmed, out of its angle brackets, lower case, an international domain in
/// its ASCII form. `None` when it is no address that mail can be sent to.
#[must_use]
pub fn normalise(given: &str) -> Option<String> {
    let given = given.trim();
    let given = given.strip_prefix('<').and_then(|inner| inner.strip_suffix('>')).unwrap_or(given);
    let (local, domain) = given.rsplit_once('@')?;
    let local = local.to_lowercase();
    let fits = !local.is_empty()
        && local.len() <= LONGEST_LOCAL
        && !local.starts_with('.')
        && !local.ends_with('.')
        && !local.contains("..")
        && local.chars().all(is_local);
    let address = format!("{local}@{}", normalise_domain(domain)?);
    (fits && address.len() <= LONGEST).then_some(address)
}

/// RFC 5322 `atext` and dots; letters of all scripts, as RFC 6531 allows.
fn is_local(letter: char) -> bool {
    if letter.is_ascii() {
        letter.is_ascii_alphanumeric() || "!#$%&'*+-/=?^_`{|}~.".contains(letter)
    } else {
        letter.is_alphanumeric()
    }
}

/// The spelling of a domain that is kept: lower case, in ASCII form, no dot at the end. A leading `@` is forgiven.
#[must_use]
pub fn normalise_domain(given: &str) -> Option<String> {
    let given = given.trim();
    let given = given.strip_prefix('@').unwrap_or(given);
    let given = given.strip_suffix('.').unwrap_or(given);
    // The parser is that of URLs, which reads percent signs.
    if given.contains('%') {
        return None;
    }
    let Ok(Host::Domain(domain)) = Host::parse(given) else { return None };
    let label = |label: &str| {
        (1..=63).contains(&label.len())
            && !label.starts_with('-')
            && !label.ends_with('-')
            && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_')
    };
    (domain.len() <= 253 && domain.split('.').all(label)).then_some(domain)
}

/// What stands behind the `@`.
#[must_use]
pub fn domain_of(address: &str) -> &str {
    address.rsplit_once('@').map_or("", |(_, domain)| domain)
}

/// Whether a domain is this one, which is in the spelling that is kept, or one below it.
#[must_use]
pub fn is_within(domain: &str, above: &str) -> bool {
    let domain = normalise_domain(domain).unwrap_or_else(|| domain.to_lowercase());
    domain == above || domain.strip_suffix(above).is_some_and(|below| below.ends_with('.'))
}

/// Of several domains in the spelling that is kept, the longest that is this one or above it.
#[must_use]
pub fn nearest_domain<'n>(above: impl IntoIterator<Item = &'n str>, domain: &str) -> Option<&'n str> {
    above.into_iter().filter(|above| is_within(domain, above)).max_by_key(|above| above.len())
}

/// The domain that an organisation registered, of which this one is a part: `mail.example.co.uk` is of `example.co.uk`.
#[must_use]
pub fn organisational_domain(domain: &str) -> &str {
    psl::domain_str(domain).unwrap_or(domain)
}

/// What to call somebody of whom only the address is known: `anna.kurz+list@example.org` is Anna Kurz. Never the address
/// itself: a name is shown to others who must not learn it.
#[must_use]
pub fn spoken(address: &str) -> String {
    let local = address.rsplit_once('@').map_or(address, |(local, _)| local);
    let person = local.split('+').next().filter(|person| !person.is_empty()).unwrap_or(local);
    let words = person.split(['.', '-', '_']).filter(|word| !word.is_empty());
    let capital = |word: &str| {
        let mut letters = word.chars();
        letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect::<String>()
    };
    let name = words.map(capital).collect::<Vec<_>>().join(" ");
    if name.is_empty() { "?".to_owned() } else { name }
}

/// A display name without the mail addresses that some programs write into it; `None` when nothing else is left.
#[must_use]
pub fn without_addresses(name: &str) -> Option<String> {
    const SIGN: [char; 2] = ['@', '＠'];
    let name = name.trim();
    if !name.contains(SIGN) {
        return Some(name.to_owned()).filter(|name| !name.is_empty());
    }
    let words = name.split_whitespace().filter(|word| !word.contains(SIGN));
    let name = words.collect::<Vec<_>>().join(" ");
    let name =
        name.trim_matches(|letter: char| letter.is_whitespace() || "\"'<>()[],;:-–|/".contains(letter));
    name.chars().any(char::is_alphanumeric).then(|| name.to_owned())
}

/// The spelling in which addresses of mailboxes are compared: in lower case, compatible letters as the plain ones, an
/// international domain in its ASCII form (RFC 5890, A-labels), which mail servers use. What is no address is only lowered.
#[must_use]
pub fn spelled(address: &str) -> String {
    // Wide and other compatible letters arrive where the plain ones do.
    let address = address.nfkc().collect::<String>().to_lowercase();
    match address.rsplit_once('@') {
        Some((local, domain)) if !domain.is_ascii() => {
            format!("{local}@{}", normalise_domain(domain).as_deref().unwrap_or(domain))
        }
        _ => address,
    }
}

/// `Name+anything@host` as `name@host`: the mailbox in which it arrives.
#[must_use]
pub fn plain(address: &str) -> String {
    let address = spelled(address);
    match address.rsplit_once('@') {
        Some((local, domain)) => format!("{}@{domain}", local.split('+').next().unwrap_or(local)),
        None => address,
    }
}

/// Whether the address looks like that of one of these functions: `info@`, `support-de@`, `post+x@`.
#[must_use]
pub fn is_role_address<R: AsRef<str>>(address: &str, roles: &[R]) -> bool {
    let local = address.rsplit_once('@').map_or(address, |(local, _)| local);
    let name = local.split(['+', '-', '_', '.']).next().unwrap_or(local);
    let is_role = |text: &str| roles.iter().any(|role| role.as_ref().to_lowercase() == text.to_lowercase());
    let bare = local.split('+').next().unwrap_or(local);
    let mut parts = bare.split(['-', '_', '.']);
    let all_roles = is_role(name)
        && parts.all(|part| is_role(part) || ROLE_SUFFIXES.contains(&part.to_lowercase().as_str()));
    is_role(local) || all_roles || (name != local && is_role(name) && is_qualified(local, name))
}

/// What follows the name of a role without being one: `service-desk@`.
const ROLE_SUFFIXES: &[&str] = &["center", "desk", "group", "gruppe", "hotline", "line"];

/// Roles that no person is called by, whatever follows: `info.berlin@`.
const PLAIN_ROLES: &[&str] =
    &["helpdesk", "info", "kontakt", "office", "postfach", "poststelle", "service", "support"];

/// A role with a country or a number behind it; `it.meyer@` is a person's initials.
fn is_qualified(local: &str, name: &str) -> bool {
    let rest = &local[name.len() + 1..];
    local[name.len()..].starts_with('+')
        || rest.len() <= 2
        || rest.bytes().all(|byte| byte.is_ascii_digit())
        || PLAIN_ROLES.contains(&name.to_lowercase().as_str())
}
