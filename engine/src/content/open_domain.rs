//! Domains that say nothing about an organisation: public suffixes, under which anybody registers a name, and free mail, at
//! which anybody gets an address.

use std::{collections::HashSet, sync::LazyLock};

/// The lists, a domain a line; `#` begins a remark.
const LISTS: [&str; 2] =
    [include_str!("../../data/free_mail_domains.txt"), include_str!("../../data/free_mail_more.txt")];

/// Providers that offer addresses under the suffixes of many countries.
const BRANDS: [&str; 11] = [
    "aol",
    "gmx",
    "googlemail",
    "hotmail",
    "live",
    "msn",
    "outlook",
    "rocketmail",
    "windowslive",
    "yahoo",
    "ymail",
];

/// Domains below which each customer of a provider has one of their own: those are theirs, all of them together nobody's.
const TENANTS: [&str; 5] =
    ["onmicrosoft.com", "mail.onmicrosoft.com", "onmicrosoft.de", "onmicrosoft.us", "partner.onmschina.cn"];

static FREE_MAIL: LazyLock<HashSet<&'static str>> = LazyLock::new(|| {
    let lines = LISTS.iter().flat_map(|list| list.lines()).map(str::trim);
    lines.filter(|line| !line.is_empty() && !line.starts_with('#')).collect()
});

/// Whether names below this domain belong to anybody: `co.uk`, `com`, `github.io` (<https://publicsuffix.org>).
#[must_use]
pub fn is_public_suffix(domain: &str) -> bool {
    psl::suffix(domain.as_bytes())
        .is_some_and(|suffix| suffix.is_known() && suffix.as_bytes() == domain.as_bytes())
}

/// Whether anybody can get an address of this domain: it, or a domain above it, is a free mail provider's, or one of
/// `more`.
#[must_use]
pub fn is_free_mail(domain: &str, more: &[String]) -> bool {
    let own = psl::domain(domain.as_bytes()).and_then(|domain| std::str::from_utf8(domain.as_bytes()).ok());
    let brand = own.and_then(|own| own.split('.').next());
    brand.is_some_and(|brand| BRANDS.contains(&brand))
        || above(domain).any(|domain| FREE_MAIL.contains(domain) || more.iter().any(|one| one == domain))
}

/// Whether anybody can get an address at a domain as an organisation has it: also below one, where it is written
/// `*.example.org`, and there also where anybody gets one at a domain further below.
#[must_use]
pub fn is_open_to_anybody(domain: &str, more: &[String]) -> bool {
    let Some(above) = domain.strip_prefix("*.") else {
        return is_free_mail(domain, more) || TENANTS.contains(&domain);
    };
    let below =
        |one: &str| one.strip_suffix(above).is_some_and(|rest| rest.is_empty() || rest.ends_with('.'));
    is_free_mail(above, more)
        || FREE_MAIL.iter().chain(&TENANTS).any(|one| below(one))
        || more.iter().any(|one| below(one))
}

/// The domain itself and those above it.
fn above(domain: &str) -> impl Iterator<Item = &str> {
    std::iter::successors(Some(domain), |domain| domain.split_once('.').map(|(_, above)| above))
}
