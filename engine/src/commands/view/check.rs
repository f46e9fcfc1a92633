//! What is acceptable of a view, and who may change one.

use crate::{
    actor::{Actor, Viewer},
    content::{clean_line, search},
    error::{Error, Result},
    model::{Change, Role, UserId, View, ViewId},
    policy::{self, Action},
    store::{Work, views},
};

/// Longer names break the list of views.
const LONGEST_NAME: usize = 100;

/// The longest search in characters, as everywhere.
const LONGEST_QUERY: usize = 1_000;

/// The most views that one person saves; nobody finds anything among more.
const MOST: u64 = 100;

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

/// A search as one line, if it can be read.
pub(super) fn clean_query(work: &Work<'_>, viewer: &Viewer, given: &str) -> Result<String> {
    let query = clean_line(given);
    if query.is_empty() {
        let message = "A search is required, such as status:open.";
        return Err(Error::bad("query", "query-required", message));
    }
    if query.chars().count() > LONGEST_QUERY {
        return Err(Error::too_long("query", "query-too-long", "search", LONGEST_QUERY));
    }
    search::read(&query, work.now(), &viewer.time_zone)?;
    Ok(query)
}

/// Refuses a name that another of the person's own views has, which could not be told apart.
pub(super) async fn refuse_taken_name(work: &Work<'_>, owner: UserId, own: ViewId, name: &str) -> Result<()> {
    if views::is_name_taken(work, owner, own, name).await? {
        return Err(Error::name_taken("A view", name));
    }
    if views::count_others(work, owner, own).await? >= MOST {
        return Err(Error::bad("name", "views-too-many", format!("A person can save at most {MOST} views.")));
    }
    Ok(())
}

/// Refuses all but the owner of a view, and admins where it is shared.
pub(super) fn refuse_others(viewer: &Viewer, view: &View) -> Result<()> {
    if view.owner == viewer.id || viewer.role == Role::Admin {
        return Ok(());
    }
    Err(Error::Forbidden { action: Action::KeepViews.words() })
}

/// Who keeps views: a person, not the system.
pub(super) fn keeper(actor: &Actor) -> Result<&Viewer> {
    policy::logged_in(actor)
}

/// What the staff are told of a view that is shared: nothing of one that is not.
pub(super) fn changes(before: Option<&View>, after: Option<&View>) -> Vec<Change> {
    let told = |view: Option<&View>| {
        let view = view.filter(|view| view.shared);
        [("name", view.map(|view| view.name.clone())), ("query", view.map(|view| view.query.clone()))]
    };
    let pairs = told(before).into_iter().zip(told(after)).filter(|((_, from), (_, to))| from != to);
    pairs.map(|((field, from), (_, to))| Change { field: field.to_owned(), from, to }).collect()
}
