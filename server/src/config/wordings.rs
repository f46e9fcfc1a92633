//! What the engine itself writes into titles and names, in every language, from the texts that mails and pages share.

use std::collections::BTreeMap;

use engine::Wording;
use words::{Lang, Texts};

/// The wording of each language, by its tag. Texts that cannot be read stop the pages and the mails at the start; here the
/// engine's own words stand in.
#[must_use]
pub fn wordings() -> BTreeMap<String, Wording> {
    let Ok(texts) = Texts::new(words::common()) else { return BTreeMap::new() };
    Lang::all().into_iter().map(|lang| (lang.as_str().to_owned(), wording(&texts, lang))).collect()
}

fn wording(texts: &Texts, lang: Lang) -> Wording {
    let own = Wording::default();
    let say = |key, own| texts.get(lang, key, &[]).unwrap_or(own);
    Wording {
        no_subject: say("written-no-subject", own.no_subject),
        erased_person: say("written-erased-person", own.erased_person),
        erased_request: say("written-erased-request", own.erased_request),
        unopened_mails: say("written-unopened-mails", own.unopened_mails),
        unopened_mails_elsewhere: say("written-unopened-mails-elsewhere", own.unopened_mails_elsewhere),
    }
}
