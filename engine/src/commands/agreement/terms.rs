//! What is acceptable of an agreement, and how a change of one is told in the audit log.

use crate::{
    content::clean_line,
    error::{Error, Result},
    model::{Agreement, AgreementId, Change, Target},
    problems::Problems,
    store::{Work, agreements, calendars},
};

/// Longer names break every list.
const LONGEST_NAME: usize = 100;

/// A year around the clock; nobody agrees on more.
const MOST_MINUTES: i32 = 366 * 24 * 60;

/// Puts an agreement into the form that is kept, and notes where it says nothing or contradicts itself.
pub(super) fn tidied(mut agreement: Agreement, problems: &mut Problems) -> Agreement {
    agreement.name = clean_line(&agreement.name);
    if agreement.name.is_empty() {
        problems.note(Error::name_required());
    }
    if agreement.name.chars().count() > LONGEST_NAME {
        problems.note(Error::too_long("name", "name-too-long", "name", LONGEST_NAME));
    }
    let minutes = |target: &Target| [target.response_minutes, target.restoration_minutes];
    let mut all = agreement.targets.iter().flat_map(minutes).flatten();
    if all.any(|minutes| !(1..=MOST_MINUTES).contains(&minutes)) {
        let message = format!("Agreed times must be between 1 and {MOST_MINUTES} minutes.");
        problems.note(Error::bad("targets", "target-out-of-range", message));
    }
    agreement
        .targets
        .retain(|target| target.response_minutes.is_some() || target.restoration_minutes.is_some());
    agreement.targets.sort_by_key(|target| std::cmp::Reverse(target.priority));
    if agreement.targets.windows(2).any(|two| two[0].priority == two[1].priority) {
        let message = "Each priority can be given only once.";
        problems.note(Error::bad("targets", "target-twice", message));
    }
    agreement
}

/// Refuses what was noted, a name that another agreement has, and a calendar that does not exist.
pub(super) async fn refuse_wrong(
    work: &Work<'_>,
    agreement: &Agreement,
    mut problems: Problems,
) -> Result<()> {
    if agreements::is_name_taken(work, agreement.id, &agreement.name).await? {
        problems.note(Error::name_taken("An agreement", &agreement.name));
    }
    // Whoever changes the calendar waits, and finds this agreement then.
    if !calendars::hold(work, agreement.calendar).await? {
        problems.note(Error::bad("calendar", "calendar-unknown", "Calendar not found."));
    }
    problems.refuse()
}

/// Refuses an agreement that does not exist.
pub(crate) async fn refuse_unknown(work: &Work<'_>, id: Option<AgreementId>) -> Result<()> {
    let Some(id) = id else { return Ok(()) };
    if agreements::hold(work, id).await? {
        return Ok(());
    }
    Err(Error::bad("agreement", "agreement-unknown", "Agreement not found."))
}

/// What is different; all of it, where there was none before. The calendar is told by its name.
pub(super) async fn changes(
    work: &Work<'_>,
    before: Option<&Agreement>,
    after: &Agreement,
) -> Result<Vec<Change>> {
    let mut changes = Vec::new();
    let mut note = |field: &str, from: Option<String>, to: Option<String>| {
        if from != to {
            changes.push(Change { field: field.to_owned(), from, to });
        }
    };
    note("name", before.map(|before| before.name.clone()), Some(after.name.clone()));
    let calendar = match before {
        Some(before) => calendars::name(work, before.calendar).await?,
        None => None,
    };
    note("calendar", calendar, calendars::name(work, after.calendar).await?);
    note("targets", before.and_then(|before| told(&before.targets)), told(&after.targets));
    Ok(changes)
}

fn told(targets: &[Target]) -> Option<String> {
    let minutes =
        |minutes: Option<i32>| minutes.map_or_else(|| "-".to_owned(), |minutes| minutes.to_string());
    let told = targets.iter().map(|target| {
        let (response, restoration) = (minutes(target.response_minutes), minutes(target.restoration_minutes));
        format!("{} {response}/{restoration}", target.priority)
    });
    Some(told.collect::<Vec<_>>().join(", ")).filter(|told| !told.is_empty())
}
