//! What is acceptable of an organisation: its name, and the mail domains that are its own.

use crate::{
    content::{
        address::normalise_domain,
        clean_line,
        open_domain::{is_open_to_anybody, is_public_suffix},
        quoted,
    },
    error::{Error, Result},
    model::Sharing,
};

/// Longer names break every list.
const LONGEST_NAME: usize = 200;

/// More domains than this are a mistake.
const MOST_DOMAINS: usize = 200;

/// A name as one line.
pub(super) fn clean_name(given: &str) -> Result<String> {
    let name = clean_line(given);
    if name.is_empty() {
        return Err(Error::name_required());
    }
    if name.chars().count() > LONGEST_NAME {
        return Err(Error::too_long("name", "name-too-long", "name", LONGEST_NAME));
    }
    Ok(name)
}

/// The domains in the spelling that is kept, each once.
pub(crate) fn clean_domains(given: &[String]) -> Result<Vec<String>> {
    if given.len() > MOST_DOMAINS {
        let message = format!("An organisation can have at most {MOST_DOMAINS} domains.");
        return Err(Error::bad("domains", "domains-too-many", message));
    }
    let mut domains = given.iter().map(|domain| clean_domain(domain)).collect::<Result<Vec<_>>>()?;
    domains.sort_unstable();
    domains.dedup();
    Ok(domains)
}

/// A domain below which anybody registers a name belongs to no organisation.
fn clean_domain(given: &str) -> Result<String> {
    let trimmed = given.trim();
    let (below, named) = match trimmed.strip_prefix("*.") {
        Some(named) => (true, named),
        None => (false, trimmed),
    };
    let invalid = || {
        let message = format!(
            "{} is not a valid email domain. Use a domain such as example.org, or *.example.org for its subdomains.",
            quoted(given)
        );
        Error::bad("domains", "domain-invalid", message)
    };
    let domain = normalise_domain(named).ok_or_else(invalid)?;
    if is_public_suffix(&domain) {
        let message = format!(
            "{domain} is a public suffix under which anybody can register a domain. It cannot belong to an organisation."
        );
        return Err(Error::bad("domains", "domain-public", message));
    }
    if is_of_every_place(&domain) {
        return Err(invalid());
    }
    Ok(if below { format!("*.{domain}") } else { domain })
}

/// A name without a dot means another machine at each place, and every machine calls itself localhost (RFC 6761, 6.3).
fn is_of_every_place(domain: &str) -> bool {
    !domain.contains('.') || domain.ends_with(".localhost")
}

/// With whom an organisation shares its tickets from now on. `shares` says the same in short: to share says nothing new of
/// one that shares with selected members.
pub(super) fn wanted_sharing(now: Sharing, wanted: Option<Sharing>, shares: Option<bool>) -> Result<Sharing> {
    match (wanted, shares) {
        (Some(wanted), Some(shares)) if wanted.shares() != shares => {
            let message = "sharesTickets contradicts sharing. Leave one of them out.";
            Err(Error::bad("sharesTickets", "sharing-contradictory", message))
        }
        (Some(wanted), _) => Ok(wanted),
        (None, Some(true)) => Ok(if now.shares() { now } else { Sharing::All }),
        (None, Some(false)) => Ok(Sharing::Nobody),
        (None, None) => Ok(now),
    }
}

/// Refuses domains at which anybody gets an address, unless that was confirmed: each sender from there becomes a member, and
/// reads the tickets of the others if the organisation shares them.
pub(super) fn refuse_free_mail(
    domains: &[String],
    more: &[String],
    shares: bool,
    confirmed: bool,
) -> Result<()> {
    let free: Vec<&str> =
        domains.iter().map(String::as_str).filter(|domain| is_open_to_anybody(domain, more)).collect();
    if free.is_empty() || confirmed {
        return Ok(());
    }
    let reads = if shares { " and can read its tickets" } else { "" };
    let message = format!(
        "Anybody can get an address at {}: every sender from there joins this organisation{reads}. Confirm this with \
         confirmFreeMail.",
        free.join(", ")
    );
    Err(Error::bad("domains", "domain-free-mail", message))
}

pub(super) fn name_taken(name: &str) -> Error {
    Error::name_taken("An organisation", name)
}

pub(super) fn domain_taken(domain: &str) -> Error {
    Error::bad(
        "domains",
        "domain-taken",
        format!("The domain {domain} already belongs to another organisation."),
    )
}
