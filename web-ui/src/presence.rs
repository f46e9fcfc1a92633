//! Which colleagues are at a ticket, in a sentence: on its page, and as it changes.

use serde::Deserialize;

use crate::{app::App, visitor::Visitor};

/// Somebody at a ticket.
#[derive(Debug, Deserialize)]
pub(crate) struct Present {
    writing: bool,
    user: Colleague,
}

#[derive(Debug, Deserialize)]
struct Colleague {
    id: String,
    name: String,
}

/// Who beside the viewer is there: first those who write, then those who look; empty when nobody is.
pub(crate) fn sentence(app: &App, visitor: &Visitor, present: &[Present]) -> String {
    let own = visitor.viewer.as_ref().map(|viewer| viewer.id.as_str());
    let others = || present.iter().filter(|one| Some(one.user.id.as_str()) != own);
    let say = |key, writing| {
        let names: Vec<_> =
            others().filter(|one| one.writing == writing).map(|one| one.user.name.as_str()).collect();
        let count = i64::try_from(names.len()).unwrap_or(i64::MAX);
        let all = names.join(", ");
        (count > 0).then(|| app.say(visitor, key, &[("n", count.into()), ("names", all.as_str().into())]))
    };
    let said = [say("presence-writing", true), say("presence-looking", false)];
    said.into_iter().flatten().collect::<Vec<_>>().join(" ")
}
