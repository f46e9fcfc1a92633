//! Whether a trusted mail server vouches for the sender of a mail (RFC 8601, RFC 7489): pure, over what it wrote down.

use crate::{
    content::address::organisational_domain,
    model::{AuthenticationResults, MethodResult},
};

/// The checks that are shown.
const CHECKS: [&str; 4] = ["spf", "dkim", "dmarc", "arc"];

/// A longer result is none.
const LONGEST: usize = 32;

/// What the checks of a trusted server say about the domain in `From`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// The mail comes from that domain.
    Pass,
    /// It does not, as far as the domain's owner lets one tell.
    Fail,
    /// Nobody whom we trust has said.
    Unknown,
}

/// What the topmost results of a trusted server say about `domain`, the one in `From`.
///
/// Only the topmost count: what stands below them was there when the mail arrived, and anybody can write it. DMARC
/// decides where it was checked; otherwise SPF or DKIM vouch if their own domain is aligned with that in `From`, that
/// is, belongs to the same organisation (RFC 7489, 3.1).
#[must_use]
pub fn verdict(headers: &[AuthenticationResults], trusted: &[String], domain: &str) -> Verdict {
    let Some(header) = topmost(headers, trusted) else { return Verdict::Unknown };
    let domain = domain.to_lowercase();
    let dmarc = || header.results.iter().filter(|result| result.method == "dmarc");
    if dmarc().any(|result| result.result == "fail") {
        return Verdict::Fail;
    }
    let by_dmarc = dmarc().any(|result| {
        result.result == "pass" && property(result, &["header.from"]).is_some_and(|from| from == domain)
    });
    if by_dmarc || header.results.iter().any(|result| vouches(result, &domain)) {
        return Verdict::Pass;
    }
    Verdict::Unknown
}

/// The topmost results of a trusted server.
fn topmost<'h>(
    headers: &'h [AuthenticationResults],
    trusted: &[String],
) -> Option<&'h AuthenticationResults> {
    let is_trusted = |header: &&AuthenticationResults| {
        trusted.iter().any(|name| name.eq_ignore_ascii_case(&header.server))
    };
    headers.iter().find(is_trusted)
}

/// The same results in one line for people, such as `spf=pass dkim=fail dmarc=fail`: each check once, in the order in which the
/// server wrote them. `None`: no trusted server has said anything.
#[must_use]
pub fn told(headers: &[AuthenticationResults], trusted: &[String]) -> Option<String> {
    let mut all: Vec<String> = Vec::new();
    for MethodResult { method, result, .. } in &topmost(headers, trusted)?.results {
        let one = format!("{method}={result}");
        if CHECKS.contains(&method.as_str()) && one.len() <= LONGEST && !all.contains(&one) {
            all.push(one);
        }
    }
    (!all.is_empty()).then(|| all.join(" "))
}

/// Whether SPF or DKIM passed for a domain that is aligned with `domain`.
fn vouches(result: &MethodResult, domain: &str) -> bool {
    let names: &[&str] = match result.method.as_str() {
        "spf" => &["smtp.mailfrom"],
        "dkim" => &["header.d", "header.i"],
        _ => return false,
    };
    result.result == "pass"
        && property(result, names)
            .is_some_and(|passed| organisational_domain(passed) == organisational_domain(domain))
}

/// The domain in the first of these properties that is there.
fn property<'r>(result: &'r MethodResult, names: &[&str]) -> Option<&'r str> {
    let value = names.iter().find_map(|name| {
        result.properties.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    })?;
    Some(value.rsplit('@').next().unwrap_or(value).trim_end_matches('.')).filter(|domain| !domain.is_empty())
}
