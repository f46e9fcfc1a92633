//! `[brand]`: what the house is called and looks like, and the sentences that only it can write.

use std::collections::BTreeMap;

use engine::content::quoted;
use words::Lang;

use super::section::Section;

/// A text in some or all of the languages of the interface.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Translated(pub BTreeMap<Lang, String>);

impl Translated {
    fn read(section: &Section<'_>) -> Self {
        let read = |lang: Lang| {
            let tag = lang.as_str();
            // Once for each language, when the configuration is read.
            let text = section.text_or_file(tag, format!("{tag}_file").leak())?;
            Some((lang, text.trim().to_owned()))
        };
        Self(Lang::all().into_iter().filter_map(read).collect())
    }
}

/// `[brand]`
#[derive(Debug, Clone)]
pub struct Brand {
    /// The name in page titles and letters.
    pub name: String,
    /// Language of those of whom we know none.
    pub locale: String,
    /// Where people without an account can write to.
    pub contact: Option<String>,
    /// The zone in which times are written.
    pub time_zone: String,
    /// The colour of buttons and links, `#rrggbb`.
    pub accent: Option<String>,
    /// The data-protection notice beside every form that takes text or files.
    pub notice: Translated,
    /// Which wording of the notice this is; recorded on each ticket.
    pub notice_version: String,
    /// A sentence for people who do not know whether they have an account.
    pub login_hint: Translated,
}

impl Brand {
    pub(super) fn read(section: Section<'_>) -> Self {
        let notice = section.section("notice");
        let login_hint = section.section("login_hint");
        let locales: Vec<_> = Lang::all().into_iter().map(|lang| (lang.as_str(), lang.as_str())).collect();
        let read = Self {
            name: section.parsed("name", one_line).unwrap_or_else(|| "Support".to_owned()),
            locale: section.choice("locale", &locales).unwrap_or("de").to_owned(),
            contact: section.parsed("contact", address),
            time_zone: section.parsed("time_zone", time_zone).unwrap_or_else(|| "Europe/Berlin".to_owned()),
            accent: section.parsed("accent", colour),
            notice: Translated::read(&notice),
            notice_version: notice.text("version").unwrap_or_else(|| "1".to_owned()),
            login_hint: Translated::read(&login_hint),
        };
        notice.finish();
        login_hint.finish();
        section.finish();
        read
    }
}

/// Text that fits into a header or a title.
pub(super) fn one_line(text: &str) -> Result<String, String> {
    let text = text.trim();
    if text.is_empty() {
        return Err("must not be empty".to_owned());
    }
    if text.chars().any(char::is_control) {
        return Err("must be a single line".to_owned());
    }
    Ok(text.to_owned())
}

/// A bare mail address.
pub(super) fn address(text: &str) -> Result<String, String> {
    let wrong = || format!("must be an email address such as support@example.org, not {}", quoted(text));
    let (local, domain) = text.rsplit_once('@').ok_or_else(wrong)?;
    let fits = |part: &str| {
        !part.is_empty()
            && part.split('.').all(|label| !label.is_empty())
            && !part.chars().any(|letter| {
                letter.is_whitespace() || letter.is_control() || "<>()[]\\,;:@\"".contains(letter)
            })
    };
    if fits(local) && fits(domain) { Ok(text.to_owned()) } else { Err(wrong()) }
}

fn time_zone(text: &str) -> Result<String, String> {
    match jiff::tz::TimeZone::get(text) {
        Ok(_) => Ok(text.to_owned()),
        Err(_) => Err(format!("must be an IANA time zone such as Europe/Berlin, not {}", quoted(text))),
    }
}

fn colour(text: &str) -> Result<String, String> {
    let digits = text.strip_prefix('#').unwrap_or_default();
    if digits.len() == 6 && digits.bytes().all(|digit| digit.is_ascii_hexdigit()) {
        return Ok(text.to_ascii_lowercase());
    }
    Err(format!("must be a colour such as #0a5c8f, not {}", quoted(text)))
}
