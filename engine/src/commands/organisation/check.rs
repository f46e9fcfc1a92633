//! What is acceptable of an organisation: its name, and the mail domains that are its own.

use crate::{
    content::{
        address::{is_free_mail, normalise_domain},
        clean_line,
    },
    error::{Error, Result},
};

/// Longer names break every list.
const LONGEST_NAME: usize = 200;

/// More domains than this are a mistake.
const MOST_DOMAINS: usize = 200;

/// A name as one line.
pub(super) fn clean_name(given: &str) -> Result<String> {
    let name = clean_line(given);
    if name.is_empty() {
        return Err(Error::bad("name", "name-required", "An organisation needs a name."));
    }
    if name.chars().count() > LONGEST_NAME {
        let message = format!("The name is longer than {LONGEST_NAME} characters.");
        return Err(Error::bad("name", "name-too-long", message));
    }
    Ok(name)
}

/// The domains in the spelling that is kept, each once.
pub(super) fn clean_domains(given: &[String]) -> Result<Vec<String>> {
    if given.len() > MOST_DOMAINS {
        let message = format!("An organisation has at most {MOST_DOMAINS} domains.");
        return Err(Error::bad("domains", "domains-too-many", message));
    }
    let mut domains = given.iter().map(|domain| clean_domain(domain)).collect::<Result<Vec<_>>>()?;
    domains.sort_unstable();
    domains.dedup();
    Ok(domains)
}

/// A domain of which anybody gets an address would make strangers members.
fn clean_domain(given: &str) -> Result<String> {
    let Some(domain) = normalise_domain(given) else {
        let message = format!("{given:?} is no mail domain: write it like example.org.");
        return Err(Error::bad("domains", "domain-invalid", message));
    };
    if is_free_mail(&domain) {
        let message =
            format!("Anybody can have an address at {domain}; it cannot belong to an organisation.");
        return Err(Error::bad("domains", "domain-public", message));
    }
    Ok(domain)
}

pub(super) fn name_taken(name: &str) -> Error {
    Error::bad("name", "name-taken", format!("There is an organisation called {name:?} already."))
}

pub(super) fn domain_taken(domain: &str) -> Error {
    Error::bad("domains", "domain-taken", format!("The domain {domain} belongs to another organisation."))
}
