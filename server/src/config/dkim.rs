//! `[mail.dkim]`, or `[[mail.dkim]]` for each domain: the keys that mail is signed with.

use std::sync::Arc;

use ::mail::outbound::dkim::Signer;
use engine::content::address::normalise_domain;
use engine::content::quoted;

use super::brand::one_line;
use super::section::Section;

/// The keys, in the order of the file.
pub(super) fn read(mail: &Section<'_>) -> Vec<Arc<Signer>> {
    let sections = if mail.is_list("dkim") { mail.sections("dkim") } else { vec![mail.section("dkim")] };
    let mut signers: Vec<Arc<Signer>> = Vec::new();
    for signer in sections.into_iter().filter_map(key) {
        if signers.iter().any(|known| known.domain() == signer.domain()) {
            mail.wrong("dkim", format!("{} has more than one key", signer.domain()));
        }
        signers.push(Arc::new(signer));
    }
    signers
}

fn key(section: Section<'_>) -> Option<Signer> {
    let domain = section.parsed("domain", domain);
    let selector = section.parsed("selector", label);
    let key = section.text_or_file("key", "key_file");
    let wanted = section.is_item() || domain.is_some() || selector.is_some() || key.is_some();
    for (name, given, example) in [
        ("domain", domain.is_some(), "domain = \"example.org\""),
        ("selector", selector.is_some(), "selector = \"schalter\""),
        ("key_file", key.is_some(), "key_file = \"/etc/schalter/dkim.pem\""),
    ] {
        if wanted && !given {
            section.missing(name, format!("is missing; add {example}"));
        }
    }
    let signer = domain.zip(selector).zip(key).and_then(|((domain, selector), key)| {
        let signer = Signer::new(&domain, &selector, &key);
        signer.map_err(|error| section.wrong("key_file", error.to_string())).ok()
    });
    section.finish();
    signer
}

pub(crate) fn domain(text: &str) -> Result<String, String> {
    let text = one_line(text)?;
    match normalise_domain(&text) {
        Some(domain) if domain.contains('.') => Ok(domain),
        _ => Err(format!("must be a domain such as \"example.org\", not {}", quoted(&text))),
    }
}

/// One part of a domain's name, or several with dots between (RFC 6376, 3.1).
pub(crate) fn label(text: &str) -> Result<String, String> {
    let fits = |part: &str| {
        (1..=63).contains(&part.len())
            && !part.starts_with('-')
            && !part.ends_with('-')
            && part.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
    };
    if text.split('.').all(fits) {
        Ok(text.to_owned())
    } else {
        Err(format!("must be a selector such as \"schalter\", not {}", quoted(text)))
    }
}
