//! Whether a name server publishes the key that we sign with, read as whoever verifies our mail reads it (RFC 6376, 3.6.1).

use mail_auth::{
    DnsError, Error, MessageAuthenticator,
    hickory_resolver::proto::{
        op::ResponseCode,
        rr::{Name, RData},
    },
};
use thiserror::Error as Faulty;

/// So much of a record is shown.
const SHOWN: usize = 300;

/// Why whoever receives our mail does not find our key.
#[derive(Debug, Clone, PartialEq, Eq, Faulty)]
pub enum Unpublished {
    /// The name has no record.
    #[error("there is no record")]
    Absent,
    /// No name server answered, or it could not find out.
    #[error("the name server did not answer: {0}")]
    Unknown(String),
    /// Whoever verifies may take any of several records.
    #[error("there are {0} key records, and receivers may use any of them; keep only one")]
    Several(usize),
    /// An empty `p=`.
    #[error("the key is revoked: p= is empty")]
    Revoked,
    /// The beginning of our key.
    #[error(
        "the key is cut off after {0} of {1} characters; a TXT string holds 255, so split the text into several strings"
    )]
    Cut(usize, usize),
    /// Quotes of a zone file that became a part of the text.
    #[error("the text is in quotes, which belong in a zone file but not in the record")]
    Quoted,
    /// A tag by which verifiers pass over the record.
    #[error("{tag}={found}, and {why}")]
    Tag {
        /// Which one.
        tag: &'static str,
        /// What it says.
        found: String,
        /// What it should say.
        why: &'static str,
    },
    /// Another key, or no key at all.
    #[error("it contains another key: {0}")]
    Other(String),
}

/// Every TXT record of a name, asked of the system's name server.
pub(super) async fn records(name: &str) -> Result<Vec<String>, Unpublished> {
    let unknown = |error: Error| match error {
        Error::Dns(DnsError::RecordNotFound(ResponseCode::NXDomain | ResponseCode::NoError)) => {
            Unpublished::Absent
        }
        Error::Dns(DnsError::RecordNotFound(code)) => Unpublished::Unknown(code.to_string()),
        error => Unpublished::Unknown(harmless(&error.to_string())),
    };
    let resolver = MessageAuthenticator::new_system_conf().map_err(|error| unknown(error.into()))?;
    let name = Name::from_str_relaxed(format!("{name}."))
        .map_err(|error| Unpublished::Unknown(error.to_string()))?;
    let found = resolver.resolver().txt_lookup(name).await.map_err(|error| unknown(error.into()))?;
    let texts = found.answers().iter().filter_map(|record| match &record.data {
        RData::TXT(text) => Some(String::from_utf8_lossy(&text.txt_data.concat()).into_owned()),
        _ => None,
    });
    Ok(texts.collect())
}

/// Whether these records let a verifier find our key.
pub(super) fn judge(records: &[String], ours: &str) -> Result<(), Unpublished> {
    // Other services leave their marks under any name; what is no list of tags with a key is none of ours.
    let keys: Vec<&String> = records.iter().filter(|record| tag(record, "p").is_some()).collect();
    let record = match keys.as_slice() {
        [] => {
            return Err(records
                .first()
                .map_or(Unpublished::Absent, |first| Unpublished::Other(harmless(first))));
        }
        [record] => record.as_str(),
        several => return Err(Unpublished::Several(several.len())),
    };
    if record.trim_start().starts_with('"') {
        return Err(Unpublished::Quoted);
    }
    let key = tag(record, "p").unwrap_or_default();
    let wanted = tag(ours, "p").unwrap_or_default();
    if key.is_empty() {
        return Err(Unpublished::Revoked);
    }
    if key.len() < wanted.len() && wanted.starts_with(&key) {
        return Err(Unpublished::Cut(key.len(), wanted.len()));
    }
    if key != wanted {
        return Err(Unpublished::Other(harmless(record)));
    }
    tags(record, ours)
}

/// The tags beside the key.
fn tags(record: &str, ours: &str) -> Result<(), Unpublished> {
    let wrong = |tag: &'static str, found: String, why: &'static str| {
        Err(Unpublished::Tag { tag, found: harmless(&found), why })
    };
    if let Some(version) = tag(record, "v") {
        if version != "DKIM1" {
            return wrong("v", version, "it must be DKIM1");
        }
        if record.split('=').next().is_none_or(|first| first.trim() != "v") {
            return wrong("v", version, "it must stand first");
        }
    }
    // A record without k= is one of RSA.
    let (kind, wanted) = (tag(record, "k"), tag(ours, "k").unwrap_or_default());
    let kind = kind.unwrap_or_else(|| "rsa".to_owned());
    if kind != wanted {
        return wrong("k", kind, "the key is of another kind");
    }
    let lists = |found: &str, wanted: &[&str]| found.split(':').any(|word| wanted.contains(&word));
    match (tag(record, "h"), tag(record, "s")) {
        (Some(hashes), _) if !lists(&hashes, &["sha256"]) => wrong("h", hashes, "we sign with sha256"),
        (_, Some(services)) if !lists(&services, &["*", "email"]) => {
            wrong("s", services, "email must be among them")
        }
        _ => Ok(()),
    }
}

/// The value of a tag without its blanks.
fn tag(record: &str, name: &str) -> Option<String> {
    let record = record.trim().trim_matches('"');
    let mut tags = record.split(';').filter_map(|tag| tag.split_once('='));
    let (_, value) = tags.find(|(found, _)| found.trim() == name)?;
    Some(value.split_whitespace().collect())
}

/// One line that a terminal takes for nothing but text.
fn harmless(text: &str) -> String {
    let mut shown: String = text.chars().take(SHOWN).flat_map(char::escape_default).collect();
    if text.chars().count() > SHOWN {
        shown.push('…');
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::{Unpublished, judge};

    #[test]
    fn a_record_is_judged_as_a_verifier_does() {
        let ours = "v=DKIM1; k=rsa; p=AAAABBBB";
        let tag = |tag, found: &str, why| Err(Unpublished::Tag { tag, found: found.to_owned(), why });
        for (records, expected) in [
            (vec!["v=DKIM1; k=rsa; p=AAAABBBB"], Ok(())),
            (vec!["v=DKIM1;  k=rsa; t=s;h=sha1:sha256; s=email; p= AAAA BBBB"], Ok(())),
            (vec!["p=AAAABBBB"], Ok(())),
            (vec!["v=spf1 -all", "v=DKIM1; k=rsa; p=AAAABBBB"], Ok(())),
            (vec![], Err(Unpublished::Absent)),
            (vec!["v=spf1 -all"], Err(Unpublished::Other("v=spf1 -all".to_owned()))),
            (vec![ours, "v=DKIM1; k=rsa; p=CCCC"], Err(Unpublished::Several(2))),
            (vec!["v=DKIM1; k=rsa; p="], Err(Unpublished::Revoked)),
            (vec!["v=DKIM1; k=rsa; p=AAAAB"], Err(Unpublished::Cut(5, 8))),
            (vec!["\"v=DKIM1; k=rsa; p=AAAABBBB\""], Err(Unpublished::Quoted)),
            (vec!["v=DKIM2; k=rsa; p=AAAABBBB"], tag("v", "DKIM2", "it must be DKIM1")),
            (vec!["k=rsa; v=DKIM1; p=AAAABBBB"], tag("v", "DKIM1", "it must stand first")),
            (vec!["v=DKIM1; k=ed25519; p=AAAABBBB"], tag("k", "ed25519", "the key is of another kind")),
            (vec!["v=DKIM1; h=sha1; p=AAAABBBB"], tag("h", "sha1", "we sign with sha256")),
            (vec!["v=DKIM1; s=tlsrpt; p=AAAABBBB"], tag("s", "tlsrpt", "email must be among them")),
            (
                vec!["v=DKIM1; p=\u{1b}[31mX\nY"],
                Err(Unpublished::Other("v=DKIM1; p=\\u{1b}[31mX\\nY".to_owned())),
            ),
        ] {
            let records: Vec<String> = records.into_iter().map(str::to_owned).collect();
            assert_eq!(judge(&records, ours), expected, "{records:?}");
        }
    }
}
