//! What is acceptable of what becomes of the mails in a mailbox.

use chrono::{Datelike as _, NaiveDate};

use super::{MailboxTerms, check::part};
use crate::{
    error::{Error, Result},
    model::{AfterFetch, ImapAccess, MailboxHandling},
};

/// What becomes of the mails in the folder; as before, where the terms do not say it.
pub(super) fn handling(
    before: Option<&MailboxHandling>,
    access: Option<&ImapAccess>,
    terms: &MailboxTerms,
) -> Result<MailboxHandling> {
    let usual = MailboxHandling::default();
    let before = before.unwrap_or(&usual);
    let after_fetch = terms.after_fetch.unwrap_or(before.after_fetch);
    let move_to = match after_fetch {
        AfterFetch::Move => Some(target(before, access, terms)?),
        AfterFetch::Mark | AfterFetch::Delete => None,
    };
    Ok(MailboxHandling {
        after_fetch,
        move_to,
        only_newer_than: match &terms.only_newer_than {
            Some(given) => day(given)?,
            None => before.only_newer_than,
        },
        old_mail: terms.old_mail.unwrap_or(before.old_mail),
    })
}

/// A day as it is typed; `None`: none is.
fn day(given: &str) -> Result<Option<NaiveDate>> {
    let given = given.trim();
    if given.is_empty() {
        return Ok(None);
    }
    let day = given.parse::<NaiveDate>().ok().filter(|day| (1970..=9999).contains(&day.year()));
    day.map(Some).ok_or_else(|| {
        Error::bad("onlyNewerThan", "mailbox-date-invalid", "A date is written like 2026-01-31.")
    })
}

/// The folder that mails are moved to.
fn target(before: &MailboxHandling, access: Option<&ImapAccess>, terms: &MailboxTerms) -> Result<String> {
    let given = terms.move_to.as_deref();
    let target = part("moveTo", "mailbox-move-to-invalid", given, before.move_to.as_ref())?;
    let Some(target) = target else {
        let message = "Name the folder that emails are moved to.";
        return Err(Error::bad("moveTo", "mailbox-move-to-required", message));
    };
    if access.is_some_and(|access| is_same_folder(&access.folder, &target)) {
        let message = "Emails are fetched from this folder. Name another one to move them to.";
        return Err(Error::bad("moveTo", "mailbox-move-to-same", message));
    }
    Ok(target)
}

/// Whether two names are of one folder: INBOX alone is written in any case (RFC 3501, 5.1).
fn is_same_folder(one: &str, other: &str) -> bool {
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

    fn moved(to: Option<&str>) -> MailboxTerms {
        let move_to = to.map(str::to_owned);
        MailboxTerms { after_fetch: Some(AfterFetch::Move), move_to, ..MailboxTerms::default() }
    }

    #[test]
    fn mails_are_marked_unless_something_else_is_asked_and_then_it_stays() {
        let (inbox, nothing) = (access("INBOX"), MailboxTerms::default());
        let of = |before: Option<&MailboxHandling>, terms: &MailboxTerms| {
            handling(before, Some(&inbox), terms).unwrap()
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
            handling(before, None, &MailboxTerms { only_newer_than, ..MailboxTerms::default() })
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
    fn mails_are_moved_to_another_folder_that_has_a_name() {
        for (folder, to) in [
            ("INBOX", None),
            ("INBOX", Some(" ")),
            ("INBOX", Some("Inbox")),
            ("Neu", Some("Neu")),
            ("INBOX", Some("a\r\nb")),
        ] {
            let refused = handling(None, Some(&access(folder)), &moved(to)).unwrap_err();
            assert_eq!(refused.field(), Some("moveTo"), "{to:?}: {refused}");
        }
        assert!(handling(None, Some(&access("Neu")), &moved(Some("neu"))).is_ok());
    }
}
