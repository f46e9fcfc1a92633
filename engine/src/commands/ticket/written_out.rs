//! Writes a list of changes out: macros become what they say of the ticket, and "me" becomes the actor.

use std::collections::HashMap;

use super::change::check_list;
use crate::{
    actor::Actor,
    engine::Engine,
    error::{Error, Result},
    model::{CommentChange, Macro, MacroChange, MacroId, TicketChange},
};

/// The macros that a list names.
pub(super) type Macros = HashMap<MacroId, Macro>;

/// A list of changes as it is carried out.
pub(super) struct WrittenOut<'a> {
    given: &'a [TicketChange],
    /// The list written out, and for each of its changes the place in the given list; `None`: there is nothing to write out.
    written: Option<(Vec<TicketChange>, Vec<usize>)>,
}

impl WrittenOut<'_> {
    /// The list as it is carried out.
    pub(super) fn changes(&self) -> &[TicketChange] {
        self.written.as_ref().map_or(self.given, |(changes, _)| changes)
    }

    /// An error with the place in the list that was given: what a macro does wrong is a fault of the macro.
    pub(super) fn named(&self, error: Error) -> Error {
        let Some((_, places)) = &self.written else { return error };
        match error {
            Error::InChange { index, field, cause } => {
                let place = places.get(index).copied().unwrap_or(index);
                let by_macro = matches!(self.given.get(place), Some(TicketChange::Macro(_)));
                Error::InChange { index: place, field: if by_macro { "macro" } else { field }, cause }
            }
            other => other,
        }
    }
}

impl Engine {
    /// The macros that these lists name.
    pub(super) async fn macros_in(&self, actor: &Actor, changes: &[TicketChange]) -> Result<Macros> {
        let mut macros = Macros::new();
        for (index, change) in changes.iter().enumerate() {
            let TicketChange::Macro(id) = change else { continue };
            let staff = actor.user().is_none_or(|viewer| viewer.role.is_staff());
            if !staff {
                return Err(Error::Forbidden { action: "apply macros" }.of_change(index, "macro"));
            }
            if !macros.contains_key(id) {
                let unknown = || {
                    let message = "Macro not found.";
                    Error::bad("macro", "macro-unknown", message).of_change(index, "macro")
                };
                macros.insert(*id, self.macro_by_id(actor, *id).await?.ok_or_else(unknown)?);
            }
        }
        Ok(macros)
    }

    /// The list written out for the ticket of this number.
    pub(super) async fn write_out<'a>(
        &self,
        actor: &Actor,
        number: i64,
        given: &'a [TicketChange],
        macros: &Macros,
    ) -> Result<WrittenOut<'a>> {
        let plain =
            |change: &TicketChange| !matches!(change, TicketChange::Macro(_) | TicketChange::AssignMe);
        if given.iter().all(plain) {
            return Ok(WrittenOut { given, written: None });
        }
        let (mut changes, mut places) = (Vec::new(), Vec::new());
        for (place, change) in given.iter().enumerate() {
            match change {
                TicketChange::Macro(id) => {
                    let Some(made) = macros.get(id) else { continue };
                    for change in self.fill_macro(actor, made, number).await? {
                        changes
                            .push(of_macro(actor, change).map_err(|error| error.of_change(place, "macro"))?);
                    }
                }
                TicketChange::AssignMe => {
                    changes.push(me(actor).map_err(|error| error.of_change(place, "assignee"))?);
                }
                other => changes.push(other.clone()),
            }
            places.resize(changes.len(), place);
        }
        check_list(&changes)?;
        Ok(WrittenOut { given, written: Some((changes, places)) })
    }
}

fn of_macro(actor: &Actor, change: MacroChange) -> Result<TicketChange> {
    Ok(match change {
        MacroChange::Comment { text, visibility } => {
            TicketChange::Comment(CommentChange { text, visibility, ..CommentChange::default() })
        }
        MacroChange::Status(status) => TicketChange::SetStatus(status),
        MacroChange::Assignee(user) => TicketChange::Assign(user),
        MacroChange::AssignMe => me(actor)?,
        MacroChange::Queue(queue) => TicketChange::Move(queue),
        MacroChange::Priority(priority) => TicketChange::Prioritise(priority),
        MacroChange::Title(title) => TicketChange::Retitle(title),
        MacroChange::AddTags(tags) => TicketChange::AddTags(tags),
        MacroChange::RemoveTags(tags) => TicketChange::RemoveTags(tags),
        MacroChange::IsPrivate(is_private) => TicketChange::SetPrivacy(is_private),
    })
}

fn me(actor: &Actor) -> Result<TicketChange> {
    match actor.user() {
        Some(viewer) => Ok(TicketChange::Assign(Some(viewer.id))),
        None => {
            Err(Error::bad("assignee", "assignee-unknown", "Only a person can assign a ticket to \"me\"."))
        }
    }
}
