//! Taking back what an act did to many tickets, as far as nothing has changed since and no answer has left.

use axum::{extract::State as Shares, response::Response};
use chrono::{DateTime, Utc};
use graphql::ErrorCode;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::{
    change::{AT_ONCE, back, state_of},
    outcome::{Answered, Outcome, Reverse, State},
};
use crate::{
    api::Failure,
    app::{App, Shared},
    error::PageError,
    form_view::reason,
    forms::MemberForm,
    visitor::Visitor,
};

const UNMERGE: &str = include_str!("unmerge.graphql");
const UNDO: &str = include_str!("undo.graphql");
const ANSWER: &str = include_str!("answer.graphql");
const UNDO_ANSWER: &str = include_str!("undo_answer.graphql");
const DISCARD: &str = include_str!("discard.graphql");
/// How many comments `answer.graphql` asks for.
const LAST: usize = 5;

/// When the answers of an act were written, in milliseconds: its first and its last moment. They are found again by that, since
/// a cookie has no room for a hundred ids.
#[derive(Clone, Copy, Debug, Deserialize, Serialize)]
pub(super) struct Answers(i64, i64);

impl Answers {
    pub(super) fn new(first: DateTime<Utc>, last: DateTime<Utc>) -> Self {
        Self(first.timestamp_millis(), last.timestamp_millis())
    }

    fn begin_after(self, time: DateTime<Utc>) -> bool {
        time.timestamp_millis() < self.0
    }

    fn contain(self, time: DateTime<Utc>) -> bool {
        (self.0..=self.1).contains(&time.timestamp_millis())
    }
}

/// What there is of the answer that an act wrote.
#[derive(Debug)]
pub(super) enum Look {
    /// It can be taken back.
    Open(Found),
    /// It is there to stay.
    Left,
    /// It was taken back before.
    Gone,
}

impl Look {
    /// Until when it can be taken back, if it can.
    pub(super) fn open_until(self) -> Option<DateTime<Utc>> {
        if let Self::Open(found) = self { Some(found.until) } else { None }
    }
}

/// An answer that can be taken back.
#[derive(Debug)]
pub(super) struct Found {
    id: String,
    until: DateTime<Utc>,
    /// Whether something else is being written on its ticket.
    has_draft: bool,
}

/// What became of what is taken back.
enum Taken {
    /// All is as it was.
    Whole,
    /// The answer is gone, and these fields of the ticket are not what they were.
    AnswerBut(Vec<&'static str>),
    /// The answer has left, and the ticket is what it was.
    AllButAnswer,
    /// Why the act stays.
    Not(String),
}

impl Taken {
    fn but(fields: Vec<&'static str>) -> Self {
        if fields.is_empty() { Self::Whole } else { Self::AnswerBut(fields) }
    }
}

#[derive(Deserialize)]
struct Answer {
    ticket: Option<Ticket>,
}

#[derive(Deserialize)]
struct Ticket {
    draft: Option<Draft>,
    comments: Comments,
}

#[derive(Deserialize)]
struct Draft {
    text: String,
}

#[derive(Deserialize)]
struct Comments {
    nodes: Vec<Comment>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Comment {
    id: String,
    visibility: String,
    created_at: DateTime<Utc>,
    undo_until: Option<DateTime<Utc>>,
    author: Author,
}

#[derive(Deserialize)]
struct Author {
    id: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Updated {
    update_ticket: Payload,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Undone {
    undo_send: Stayed,
}

/// What was changed once more since the answer.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Stayed {
    status_kept: bool,
    assignee_kept: bool,
}

#[derive(Deserialize)]
struct Payload {
    ticket: Version,
}

#[derive(Deserialize)]
struct Version {
    version: i64,
}

/// What there is of the visitor's answer of this time.
pub(super) async fn look(
    app: &App,
    visitor: &Visitor,
    number: i32,
    within: Answers,
) -> Result<Look, Failure> {
    let found: Answer = app.api.run(visitor, ANSWER, json!({ "number": number })).await?;
    // A ticket that is hidden meanwhile tells nothing.
    let Some(Ticket { draft, comments: Comments { nodes } }) = found.ticket else { return Ok(Look::Left) };
    // Files that wait for a text have readers alone.
    let has_draft = draft.is_some_and(|draft| !draft.text.trim().is_empty());
    let viewer = visitor.viewer.as_ref().map(|viewer| viewer.id.as_str());
    let of_the_act = |comment: &Comment| {
        let own = comment.visibility == "PUBLIC" && Some(comment.author.id.as_str()) == viewer;
        own && within.contain(comment.created_at)
    };
    // Of many comments only the last ones are known.
    let all_known =
        nodes.len() < LAST || nodes.first().is_some_and(|first| within.begin_after(first.created_at));
    let has_left = !all_known || nodes.iter().any(of_the_act);
    let open = |comment: Comment| {
        let until = comment.undo_until.filter(|_| of_the_act(&comment))?;
        Some(Found { id: comment.id, until, has_draft })
    };
    Ok(match nodes.into_iter().rev().find_map(open) {
        Some(newest) => Look::Open(newest),
        None if has_left => Look::Left,
        None => Look::Gone,
    })
}

/// `POST /desk/undo`: takes back what an act did, as far as nothing has changed since.
pub(crate) async fn undo(
    Shares(app): Shares<Shared>,
    visitor: Visitor,
    MemberForm(viewer, posted): MemberForm,
) -> Result<Response, PageError> {
    if !viewer.is_staff {
        return Err(PageError::NotFound);
    }
    let done = Outcome::decode(&visitor, posted.get("undo")).ok_or(PageError::Unreadable)?;
    let mut outcome = Outcome::new(&visitor, "bulk-undone", "");
    let all = done.reverse();
    let several = all.len() > 1;
    for reverse in all.into_iter().take(AT_ONCE) {
        let (number, taken) = match reverse {
            Reverse::Update(number, input) => {
                (number, update(&app, &visitor, input).await.map(|_| Taken::Whole))
            }
            Reverse::Unmerge(number) => {
                let undone = app.api.run::<Value>(&visitor, UNMERGE, json!({ "number": number })).await;
                (number, undone.map(|_| Taken::Whole))
            }
            Reverse::Answer(number, answered) => {
                (number, answer(&app, &visitor, (number, done.answers), answered).await)
            }
        };
        match taken {
            // Several were ticked, and can be done to otherwise; a single one may only have been pointed at.
            Ok(Taken::Whole) if several => outcome.settled(number),
            Ok(Taken::Whole) => outcome.done += 1,
            Ok(Taken::AnswerBut(fields)) => {
                let names = fields.iter().map(|field| app.say(&visitor, &format!("fact-{field}"), &[]));
                outcome.partly(number, &names.collect::<Vec<_>>().join(", "));
            }
            Ok(Taken::AllButAnswer) => outcome.late(number),
            Ok(Taken::Not(why)) => outcome.fail(number, &why),
            Err(failure) if failure.is_ours() => return Err(failure.into()),
            Err(failure) => outcome.fail(number, &reason(&app, &visitor, &failure)),
        }
    }
    Ok(back(&app, &posted, outcome))
}

/// Makes a ticket what it was; the version that it has then.
async fn update(app: &App, visitor: &Visitor, input: Value) -> Result<i64, Failure> {
    let done: Updated = app.api.run(visitor, UNDO, json!({ "input": input })).await?;
    Ok(done.update_ticket.ticket.version)
}

/// Takes back an answer with its status and assignee, and what else was changed, each as far as it can be.
async fn answer(
    app: &App,
    visitor: &Visitor,
    (number, within): (i32, Option<Answers>),
    Answered { rest, with_it, version }: Answered,
) -> Result<Taken, Failure> {
    let found = match within {
        Some(within) => look(app, visitor, number, within).await?,
        None => Look::Left,
    };
    // Before the answer, which changes the version; the answer looks by itself whether status and assignee are still its own.
    let version = match &rest {
        Some(rest) => update(app, visitor, rest.clone()).await,
        None => Ok(version),
    };
    let stays = match found {
        Look::Open(Found { id, has_draft, .. }) => {
            match app.api.run::<Undone>(visitor, UNDO_ANSWER, json!({ "comment": id })).await {
                Ok(Undone { undo_send: Stayed { status_kept, assignee_kept } }) => {
                    if !has_draft {
                        discard(app, visitor, number).await;
                    }
                    let own = [(status_kept, "status"), (assignee_kept, "assignee")];
                    let own = own.into_iter().filter_map(|(kept, name)| kept.then_some(name));
                    let mut kept: Vec<_> = own.collect();
                    if let (Some(rest), Err(failure)) = (&rest, version) {
                        kept.extend(kept_of(app, visitor, number, rest, failure).await?);
                    }
                    return Ok(Taken::but(kept));
                }
                Err(failure) if failure.is_ours() => return Err(failure),
                // By another click, since it was looked at.
                Err(failure) if failure.code == ErrorCode::NotFound => {
                    return gone(app, visitor, number, (rest, with_it), version).await;
                }
                Err(failure) => Some(reason(app, visitor, &failure)),
            }
        }
        Look::Gone => return gone(app, visitor, number, (rest, with_it), version).await,
        Look::Left => None,
    };
    let version = version?;
    let more = rest.is_some() || with_it.is_some();
    if let Some(mut input) = with_it {
        input["expectedVersion"] = json!(version);
        let _ = update(app, visitor, input).await?;
    }
    Ok(match stays {
        None if more => Taken::AllButAnswer,
        stays => Taken::Not(stays.unwrap_or_else(|| app.say(visitor, "reason-answer-left", &[]))),
    })
}

/// What is left to tell when the answer was taken back before, such as by the first of two clicks: status and assignee went with it,
/// and the rest as well, or it is no more what the act had made it. `version`: that after the rest was taken back.
async fn gone(
    app: &App,
    visitor: &Visitor,
    number: i32,
    (rest, with_it): (Option<Value>, Option<Value>),
    version: Result<i64, Failure>,
) -> Result<Taken, Failure> {
    let refused = match version {
        Err(failure) if failure.is_ours() => return Err(failure),
        version => version.is_err(),
    };
    let inputs: Vec<Value> = with_it.into_iter().chain(rest.filter(|_| refused)).collect();
    if inputs.is_empty() {
        return Ok(Taken::Whole);
    }
    let now = state_of(app, visitor, number).await?.unwrap_or_default();
    Ok(Taken::but(inputs.iter().flat_map(|input| other_fields(input, &now)).collect()))
}

/// Which fields of an update that was refused are not what it would have made them.
async fn kept_of(
    app: &App,
    visitor: &Visitor,
    number: i32,
    input: &Value,
    refused: Failure,
) -> Result<Vec<&'static str>, Failure> {
    if refused.is_ours() {
        return Err(refused);
    }
    // Of a ticket that is hidden meanwhile, all of them.
    let now = state_of(app, visitor, number).await?.unwrap_or_default();
    Ok(other_fields(input, &now))
}

/// The fields that an update would change in a ticket like this.
fn other_fields(input: &Value, now: &State) -> Vec<&'static str> {
    let fields = [
        ("status", json!(now.status)),
        ("assignee", json!(now.assignee)),
        ("priority", json!(now.priority)),
        ("tags", json!(now.tags)),
        ("queue", json!(now.queue)),
    ];
    let other = |(name, now): &(&'static str, Value)| input.get(*name).is_some_and(|value| value != now);
    fields.into_iter().filter(other).map(|(name, _)| name).collect()
}

/// An answer that is taken back becomes a draft; nobody has written this one, and the macro still has its text.
async fn discard(app: &App, visitor: &Visitor, number: i32) {
    if let Err(failure) = app.api.run::<Value>(visitor, DISCARD, json!({ "number": number })).await {
        tracing::warn!(message = failure.message, number, "the draft of an answer that was taken back stays");
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{State, other_fields};

    #[test]
    fn only_what_is_not_as_it_was_stays() {
        let now = State { priority: "LOW".to_owned(), tags: vec!["vpn".to_owned()], ..State::default() };
        let input = json!({ "number": 1, "expectedVersion": 3, "priority": "NORMAL", "tags": ["vpn"], "assignee": null });
        assert_eq!(other_fields(&input, &now), ["priority"]);
    }
}
