//! That colleagues are away, in words, where somebody picks one of them.

use words::format;

use crate::{
    app::App,
    view::{Absence, Named},
    visitor::Visitor,
};

/// People with what is said of those who are away now.
pub(crate) fn with_absences(app: &App, visitor: &Visitor, mut people: Vec<Named>) -> Vec<Named> {
    for person in &mut people {
        person.away = person.absence.as_ref().and_then(|absence| away(app, visitor, absence));
    }
    people
}

/// That somebody is away now, and until when.
fn away(app: &App, visitor: &Visitor, absence: &Absence) -> Option<String> {
    let said = || match absence.until.map(|until| format::calendar_day(visitor.lang, until)) {
        Some(day) => app.say(visitor, "away-until", &[("day", day.as_str().into())]),
        None => app.say(visitor, "away", &[]),
    };
    absence.is_now.then(said)
}
