//! `settings.brand`: the name, languages and notices of the installation.

use std::collections::BTreeMap;

/// Who the installation is to people, and how it speaks to them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BrandSettings {
    /// Who we are.
    pub name: String,
    /// The language where none is known, one of [`BrandSettings::locales`].
    pub locale: String,
    /// The tags of the languages that mails and pages are written in.
    pub locales: Vec<String>,
    /// What the engine itself writes into titles and names, by language; where there is none, its own words.
    pub wordings: BTreeMap<String, Wording>,
    /// IANA name of the zone where none is known.
    pub time_zone: String,
    /// Where to turn to.
    pub contact: String,
    /// Which version of the privacy notice is shown; recorded on new tickets. A queue may have its own.
    pub notice_version: String,
    /// The privacy notice by language, for confirmations; where there is none, they say something general. A queue may have its own.
    pub notices: BTreeMap<String, String>,
}

impl Default for BrandSettings {
    fn default() -> Self {
        Self {
            name: "Support".to_owned(),
            locale: "en".to_owned(),
            locales: vec!["de".to_owned(), "en".to_owned()],
            wordings: BTreeMap::new(),
            time_zone: "UTC".to_owned(),
            contact: String::new(),
            notice_version: "1".to_owned(),
            notices: BTreeMap::new(),
        }
    }
}

/// What the engine itself writes into titles and names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wording {
    /// The title of a ticket whose mail has no subject.
    pub no_subject: String,
    /// The name in the place of a person who was erased.
    pub erased_person: String,
    /// The title in the place of a ticket of such a person.
    pub erased_request: String,
    /// What a note says of a mail that encloses more mails than are opened; `{n}` stands for how many were not.
    pub unopened_mails: String,
    /// The same in the other tickets that the mail opened; `{ticket}` stands for the address of the one where they lie.
    pub unopened_mails_elsewhere: String,
}

impl Default for Wording {
    fn default() -> Self {
        Self {
            no_subject: "(no subject)".to_owned(),
            erased_person: "Erased person".to_owned(),
            erased_request: "Erased request".to_owned(),
            unopened_mails:
                "This email contained more emails than can be opened. Not opened: {n}. They are attached here as files."
                    .to_owned(),
            unopened_mails_elsewhere:
                "This email contained more emails than can be opened. Not opened: {n}. They are files of this ticket: {ticket}"
                    .to_owned(),
        }
    }
}
