//! What is acceptable of what becomes of the mails in a mailbox.

use chrono::{Datelike as _, NaiveDate};

use super::{MailboxTerms, check::part};
use crate::{
    error::{Error, Result},
    model::{AfterFetch, ImapAccess, MailboxHandling},
};

/// What becomes of the mails in the folder; as before, where the terms do not say it. `today`: the day (UTC) that it is.
pub(super) fn handling(
    before: Option<&MailboxHandling>,
    access: Option<&ImapAccess>,
    terms: &MailboxTerms,
    today: NaiveDate,
) -> Result<MailboxHandling> {
    let usual = MailboxHandling::default();
    let before = before.unwrap_or(&usual);
    let after_fetch = terms.after_fetch.unwrap_or(before.after_fetch);
    let move_to = match after_fetch {
        AfterFetch::Move => Some(target(before, access, terms)?),
        AfterFetch::Mark | AfterFetch::Delete => {
            refuse_unused(terms)?;
            None
        }
    };
    Ok(MailboxHandling {
        after_fetch,
        move_to,
        only_newer_than: match &terms.only_newer_than {
            Some(given) => day(given, before.only_newer_than, today)?,
            None => before.only_newer_than,
        },
        old_mail: terms.old_mail.unwrap_or(before.old_mail),
    })
}

/// A day as it is typed; `None`: none is. One to come would have no mail fetched, and nobody would know why.
fn day(given: &str, before: Option<NaiveDate>, today: NaiveDate) -> Result<Option<NaiveDate>> {
    let given = given.trim();
    if given.is_empty() {
        return Ok(None);
    }
    let day = given.parse::<NaiveDate>().ok().filter(|day| (1970..=9999).contains(&day.year()));
    let Some(day) = day else {
        let message = "The date must be written like 2026-01-31.";
        return Err(Error::bad("onlyNewerThan", "mailbox-date-invalid", message));
    };
    if day > today && before != Some(day) {
        let message =
            format!("{day} is in the future, so no email would be fetched. Today is {today} (UTC).");
        return Err(Error::bad("onlyNewerThan", "mailbox-date-future", message));
    }
    Ok(Some(day))
}

/// Refuses the name of a folder where no mail is moved: somebody expects that they are.
fn refuse_unused(terms: &MailboxTerms) -> Result<()> {
    if terms.move_to.as_deref().is_none_or(|target| target.trim().is_empty()) {
        return Ok(());
    }
    let message = "A folder can be given only with afterFetch MOVE.";
    Err(Error::bad("moveTo", "mailbox-move-to-unused", message))
}

/// The folder that mails are moved to.
fn target(before: &MailboxHandling, access: Option<&ImapAccess>, terms: &MailboxTerms) -> Result<String> {
    let given = terms.move_to.as_deref();
    let target = part("moveTo", "mailbox-move-to-invalid", given, before.move_to.as_ref())?;
    let Some(target) = target else {
        let message = "The folder to move emails to is required.";
        return Err(Error::bad("moveTo", "mailbox-move-to-required", message));
    };
    if access.is_some_and(|access| is_same_folder(&access.folder, &target)) {
        let message = "Emails are fetched from this folder. Choose another folder to move them to.";
        return Err(Error::bad("moveTo", "mailbox-move-to-same", message));
    }
    Ok(target)
}

/// Whether two names are of one folder: INBOX alone is written in any case (RFC 3501, 5.1).
pub(super) fn is_same_folder(one: &str, other: &str) -> bool {
    let is_inbox = |name: &str| name.eq_ignore_ascii_case("INBOX");
    one == other || is_inbox(one) && is_inbox(other)
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]
mod tests {
    use super::*;
    use crate::model::MailboxSecurity;

    fn access(folder: &str) -> ImapAccess {
        ImapAccess {
            host: "imap.example.org".to_owned(),
            port: 993,
            security: MailboxSecurity::Tls,
            user: "help".to_owned(),
            folder: folder.to_owned(),
            certificates: None,
        }
    }

    fn today() -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 11, 30).unwrap()
    }

    fn moved(to: Option<&str>) -> MailboxTerms {
        let move_to = to.map(str::to_owned);
        MailboxTerms { after_fetch: Some(AfterFetch::Move), move_to, ..MailboxTerms::default() }
    }

    #[test]
    fn mails_are_marked_unless_something_else_is_asked_and_then_it_stays() {
        let (inbox, nothing) = (access("INBOX"), MailboxTerms::default());
        let of = |before: Option<&MailboxHandling>, terms: &MailboxTerms| {
            handling(before, Some(&inbox), terms, today()).unwrap()
        };
        assert_eq!(of(None, &nothing), MailboxHandling::default());
        let done = of(None, &moved(Some(" Erledigt ")));
        assert_eq!(done.move_to.as_deref(), Some("Erledigt"));
        assert_eq!(of(Some(&done), &nothing), done);
        let deleted = MailboxTerms { after_fetch: Some(AfterFetch::Delete), ..MailboxTerms::default() };
        let deleted = of(Some(&done), &deleted);
        assert_eq!((deleted.after_fetch, deleted.move_to), (AfterFetch::Delete, None));
    }

    #[test]
    fn a_day_is_kept_until_another_or_none_is_given() {
        let of = |before: Option<&MailboxHandling>, day: Option<&str>| {
            let only_newer_than = day.map(str::to_owned);
            handling(before, None, &MailboxTerms { only_newer_than, ..MailboxTerms::default() }, today())
        };
        let dated = of(None, Some(" 2026-01-31 ")).unwrap();
        assert_eq!(dated.only_newer_than, NaiveDate::from_ymd_opt(2026, 1, 31));
        assert_eq!(of(Some(&dated), None).unwrap(), dated);
        assert_eq!(of(Some(&dated), Some("")).unwrap().only_newer_than, None);
        for wrong in ["31.01.2026", "2026-02-30", "gestern", "20260-01-01"] {
            assert_eq!(of(None, Some(wrong)).unwrap_err().field(), Some("onlyNewerThan"), "{wrong}");
        }
    }

    #[test]
    fn a_day_to_come_is_refused_unless_it_is_there_already() {
        let of = |before: Option<&MailboxHandling>, day: &str| {
            let only_newer_than = Some(day.to_owned());
            handling(before, None, &MailboxTerms { only_newer_than, ..MailboxTerms::default() }, today())
        };
        assert!(of(None, "2026-11-30").is_ok());
        let refused = of(None, "2026-12-01").unwrap_err();
        assert_eq!((refused.field(), refused.reason()), (Some("onlyNewerThan"), "mailbox-date-future"));
        let only_newer_than = NaiveDate::from_ymd_opt(2026, 12, 1);
        let kept = MailboxHandling { only_newer_than, ..MailboxHandling::default() };
        assert_eq!(of(Some(&kept), "2026-12-01").unwrap(), kept);
    }

    #[test]
    fn a_folder_is_named_only_where_mails_are_moved() {
        for after_fetch in [None, Some(AfterFetch::Mark), Some(AfterFetch::Delete)] {
            let of = |to: &str| {
                let move_to = Some(to.to_owned());
                let terms = MailboxTerms { after_fetch, move_to, ..MailboxTerms::default() };
                handling(None, Some(&access("INBOX")), &terms, today())
            };
            let refused = of("Done").unwrap_err();
            assert_eq!((refused.field(), refused.reason()), (Some("moveTo"), "mailbox-move-to-unused"));
            assert!(of(" ").is_ok());
        }
    }

    #[test]
    fn mails_are_moved_to_another_folder_that_has_a_name() {
        for (folder, to) in [
            ("INBOX", None),
            ("INBOX", Some(" ")),
            ("INBOX", Some("Inbox")),
            ("Neu", Some("Neu")),
            ("INBOX", Some("a\r\nb")),
        ] {
            let refused = handling(None, Some(&access(folder)), &moved(to), today()).unwrap_err();
            assert_eq!(refused.field(), Some("moveTo"), "{to:?}: {refused}");
        }
        assert!(handling(None, Some(&access("Neu")), &moved(Some("neu")), today()).is_ok());
    }
}
