//! What one act on many tickets came to: told once after the redirect, and enough to take it back. It travels in a cookie,
//! since no node may hold it and an address is shown again by a reload.

use std::collections::BTreeMap;

use axum::http::{HeaderMap, HeaderValue, Uri};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use chrono::{DateTime, Utc};
use graphql::cookies;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use url::form_urlencoded;

use super::undo::Answers;
use crate::{app::App, session, tags, visitor::Visitor};

/// A cookie with its name and attributes must not be longer than 4096 bytes.
const LONGEST: usize = 3900;

/// What an act came to. The names are short, since browsers allow little room.
#[derive(Debug, Default, Deserialize, Serialize)]
pub(super) struct Outcome {
    /// The mark of the person who acted: the next one at this browser is told nothing.
    #[serde(rename = "w")]
    who: String,
    /// The list that tells it: another tab at this browser shows another one.
    #[serde(rename = "l", default)]
    pub(super) list: String,
    /// The key of the sentence.
    #[serde(rename = "k")]
    pub(super) key: String,
    /// The name in that sentence.
    #[serde(rename = "m")]
    pub(super) name: String,
    /// How many tickets were changed.
    #[serde(rename = "n")]
    pub(super) done: u32,
    /// From whom tickets were taken over, and how many.
    #[serde(rename = "t")]
    pub(super) taken: BTreeMap<String, u32>,
    /// What was not changed, with the place of the reason among the words.
    #[serde(rename = "f")]
    failed: Vec<(i32, usize)>,
    /// Whose answer alone was taken back, with the place of what was not among the words.
    #[serde(rename = "y", default, skip_serializing_if = "Vec::is_empty")]
    partly: Vec<(i32, usize)>,
    /// What was closed while children of it are open, with the place of their numbers among the words.
    #[serde(rename = "c", default, skip_serializing_if = "Vec::is_empty")]
    warned: Vec<(i32, usize)>,
    #[serde(rename = "d")]
    words: Vec<String>,
    /// What stays ticked though it cannot be taken back: it was so before, or was just taken back.
    #[serde(rename = "p", default)]
    picked: Vec<i32>,
    /// How to take it back.
    #[serde(rename = "u")]
    undo: Vec<Undo>,
    /// Whether something was done that nobody can take back, such as an answer that was sent.
    #[serde(rename = "s")]
    pub(super) stays: bool,
    /// When the answers of the act were written.
    #[serde(rename = "b", default, skip_serializing_if = "Option::is_none")]
    pub(super) answers: Option<Answers>,
    /// The act, as far as it has a key.
    #[serde(rename = "i", default, skip_serializing_if = "Option::is_none")]
    act: Option<String>,
    /// Where the act wrote answers: what it changed without one that can be taken back.
    #[serde(rename = "x", default, skip_serializing_if = "Vec::is_empty")]
    unanswered: Vec<i32>,
    /// Until when all of its answers can be taken back, in milliseconds.
    #[serde(rename = "e", default, skip_serializing_if = "Option::is_none")]
    until: Option<i64>,
    /// Whose answer had left before it was taken back, while the rest was.
    #[serde(rename = "z", default, skip_serializing_if = "Vec::is_empty")]
    late: Vec<i32>,
}

/// How to take back the change of one ticket: the number, its version after the change, and what it was before as places
/// among the words. A merge is taken back as a whole and has no version.
#[derive(Debug, Deserialize, Serialize)]
struct Undo(i32, Option<i64>, BTreeMap<char, Option<usize>>);

/// What of a ticket an act can change.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct State {
    pub(super) status: String,
    pub(super) priority: String,
    pub(super) tags: Vec<String>,
    pub(super) assignee: Option<String>,
    pub(super) queue: String,
}

/// One ticket to take back.
pub(super) enum Reverse {
    /// The input of `updateTicket`.
    Update(i32, Value),
    /// An answer with what came with it.
    Answer(i32, Answered),
    /// A merge.
    Unmerge(i32),
}

/// What an answer came with: status and assignee go back with it, the rest by itself. Both are inputs of `updateTicket`, if there is
/// anything in them; the second one is for the version after the first.
pub(super) struct Answered {
    pub(super) rest: Option<Value>,
    pub(super) with_it: Option<Value>,
    pub(super) version: i64,
}

impl Outcome {
    pub(super) fn new(visitor: &Visitor, key: &str, name: &str) -> Self {
        Self { who: visitor.mark(), key: key.to_owned(), name: name.to_owned(), ..Self::default() }
    }

    /// Notes which act it was. The beginning of its key tells it from the others of a browser.
    pub(super) fn of_act(&mut self, key: Option<&str>) {
        self.act = key.map(|key| key.chars().take(8).collect());
    }

    /// What the same act came to when it was sent before, told or not: the first answer knows the way back, which this one cannot,
    /// since it has found everything done.
    pub(super) fn or_first(self, visitor: &Visitor, headers: &HeaderMap) -> Self {
        if !self.undo.is_empty() {
            return self;
        }
        let kept = [session::OUTCOME, session::LAST_ACT].into_iter().flat_map(|name| cookies(headers, name));
        let mut kept = kept.filter_map(|text| Self::decode(visitor, text));
        kept.find(|first| self.is_act_of(first) && !first.undo.is_empty()).unwrap_or(self)
    }

    fn is_act_of(&self, other: &Self) -> bool {
        self.act.is_some() && self.act == other.act
    }

    /// Notes that a ticket was not changed.
    pub(super) fn fail(&mut self, number: i32, why: &str) {
        let why = self.word(why);
        self.failed.push((number, why));
    }

    /// Notes that a ticket was closed while these children of it are open.
    pub(super) fn warn(&mut self, number: i32, open: &str) {
        let open = self.word(open);
        self.warned.push((number, open));
    }

    /// Notes that the answer in a ticket was taken back, and `what` was not.
    pub(super) fn partly(&mut self, number: i32, what: &str) {
        let what = self.word(what);
        self.partly.push((number, what));
    }

    /// Notes that the answer in a ticket stays since it has left, and that the rest was taken back.
    pub(super) fn late(&mut self, number: i32) {
        self.late.push(number);
    }

    /// Notes until when an answer of the act can be taken back: the offer ends with the first that leaves.
    pub(super) fn ends(&mut self, until: DateTime<Utc>) {
        let until = until.timestamp_millis();
        self.until = Some(self.until.map_or(until, |earlier| earlier.min(until)));
    }

    /// Notes that a ticket was changed, its version and what it was before and after, and whether it got an answer that can be taken
    /// back.
    pub(super) fn changed(
        &mut self,
        number: i32,
        (read, version): (i64, i64),
        (before, after): (&State, &State),
        answered: bool,
    ) {
        self.done += 1;
        let mut was = BTreeMap::new();
        let mut note = |outcome: &mut Self, name, value: Option<&str>| {
            let place = value.map(|value| outcome.word(value));
            was.insert(name, place);
        };
        if before.status != after.status {
            note(self, 's', Some(&before.status));
        }
        if before.priority != after.priority {
            note(self, 'p', Some(&before.priority));
        }
        if before.assignee != after.assignee {
            note(self, 'a', before.assignee.as_deref());
        }
        if before.queue != after.queue {
            note(self, 'q', Some(&before.queue));
        }
        if before.tags != after.tags {
            note(self, 't', Some(&tags::line(&before.tags)));
        }
        // An act counts once. Somebody else changed it as well after it was read, and what they did is not to be taken back.
        if version > read + 1 {
            was.clear();
        }
        if was.is_empty() && !answered {
            self.picked.push(number);
        } else {
            if self.answers.is_some() && !answered {
                self.unanswered.push(number);
            }
            self.undo.push(Undo(number, Some(version), was));
        }
    }

    /// Notes that a ticket is now as it should be, and that there is nothing to take back.
    pub(super) fn settled(&mut self, number: i32) {
        self.done += 1;
        self.picked.push(number);
    }

    /// Notes that a ticket was merged into another.
    pub(super) fn merged(&mut self, number: i32) {
        self.done += 1;
        self.undo.push(Undo(number, None, BTreeMap::new()));
    }

    /// What has to be sent to take it back.
    pub(super) fn reverse(&self) -> Vec<Reverse> {
        self.undo.iter().map(|undo| self.reverse_of(undo)).collect()
    }

    fn reverse_of(&self, Undo(number, version, was): &Undo) -> Reverse {
        let number = *number;
        let Some(version) = *version else { return Reverse::Unmerge(number) };
        // With an answer go status and assignee.
        let goes = |name: char| matches!(name, 's' | 'a');
        if self.answers.is_none() || self.unanswered.contains(&number) {
            return Reverse::Update(number, self.input(number, version, was, |_| true).unwrap_or_default());
        }
        Reverse::Answer(
            number,
            Answered {
                rest: self.input(number, version, was, |name| !goes(name)),
                with_it: self.input(number, version, was, goes),
                version,
            },
        )
    }

    /// What makes these fields of a ticket what they were, as the input of `updateTicket`; nothing, if it is none of them.
    fn input(
        &self,
        number: i32,
        version: i64,
        was: &BTreeMap<char, Option<usize>>,
        of: impl Fn(char) -> bool,
    ) -> Option<Value> {
        let mut input = json!({ "number": number, "expectedVersion": version });
        let mut any = false;
        for (name, place) in was.iter().filter(|(name, _)| of(**name)) {
            let word = place.and_then(|place| self.words.get(place)).map(String::as_str);
            match name {
                's' => input["status"] = json!(word),
                'p' => input["priority"] = json!(word),
                'a' => input["assignee"] = json!(word),
                'q' => input["queue"] = json!(word),
                't' => input["tags"] = json!(tags::read(word.unwrap_or_default())),
                _ => continue,
            }
            any = true;
        }
        any.then_some(input)
    }

    /// The tickets that stay ticked: those that were not changed, or not wholly, or, if all were, all of them, for what is done to
    /// them next. What was merged into another is nobody's any more.
    pub(super) fn picked(&self) -> Vec<i32> {
        if self.is_refused() {
            let not_whole = self.failed.iter().chain(&self.partly).map(|(number, _)| *number);
            return not_whole.chain(self.late.iter().copied()).collect();
        }
        let changed = self.undo.iter().filter(|undo| undo.1.is_some()).map(|undo| undo.0);
        changed.chain(self.picked.iter().copied()).collect()
    }

    /// Whether something of it could not be done.
    fn is_refused(&self) -> bool {
        !self.failed.is_empty() || !self.partly.is_empty() || !self.late.is_empty()
    }

    /// The numbers that share a word, with that word.
    fn by_word(&self, of: &[(i32, usize)]) -> Vec<(&str, Vec<String>)> {
        let mut shared: BTreeMap<usize, Vec<String>> = BTreeMap::new();
        for (number, place) in of {
            shared.entry(*place).or_default().push(format!("#{number}"));
        }
        let word = |place: usize| self.words.get(place).map_or("", String::as_str);
        shared.into_iter().map(|(place, numbers)| (word(place), numbers)).collect()
    }

    /// What the page tells of it.
    pub(super) fn view(&self, app: &App, visitor: &Visitor) -> Value {
        let count = |n: usize| i64::try_from(n).unwrap_or(i64::MAX);
        // That nothing was undone would not be true of those whose answers are gone.
        let partly = self.done == 0 && !(self.partly.is_empty() && self.late.is_empty());
        let told = app.say(
            visitor,
            if partly { "bulk-undone-partly" } else { self.key.as_str() },
            &[("n", i64::from(self.done).into()), ("name", self.name.as_str().into())],
        );
        let taken = self.taken.iter().map(|(name, n)| {
            app.say(visitor, "bulk-taken", &[("n", i64::from(*n).into()), ("name", name.as_str().into())])
        });
        let failed = self.by_word(&self.failed).into_iter();
        let failed = failed.map(|(why, numbers)| json!({ "numbers": numbers.join(", "), "why": why }));
        let kept = self.by_word(&self.partly).into_iter().map(|(what, numbers)| {
            let (n, numbers) = (count(numbers.len()), numbers.join(", "));
            app.say(
                visitor,
                "bulk-answer-undone-but",
                &[("n", n.into()), ("numbers", numbers.as_str().into()), ("what", what.into())],
            )
        });
        let late = self.told_late(app, visitor);
        let until = self.until.and_then(DateTime::from_timestamp_millis);
        let open = until.is_none_or(|until| (app.settings.clock)() < until);
        let undo = (open && !self.undo.is_empty()).then(|| self.encode());
        let warned = self.warned.iter().map(|(number, place)| {
            let open = self.words.get(*place).map_or("", String::as_str);
            let parent = format!("#{number}");
            app.say(
                visitor,
                "bulk-open-children",
                &[("parent", parent.as_str().into()), ("open", open.into())],
            )
        });
        let stays = self.stays && !self.undo.is_empty();
        json!({
            "told": told,
            "taken": taken.collect::<Vec<_>>(),
            "failed": failed.collect::<Vec<_>>(),
            "partly": kept.chain(late).collect::<Vec<_>>(),
            "warned": warned.collect::<Vec<_>>(),
            "refused": self.is_refused(),
            "stays": stays,
            "until": until.filter(|_| undo.is_some()),
            "undo": undo,
            "undoCount": count(self.undo.len()),
            "kept": !self.is_refused(),
            "whole": self.done > 0 && !self.is_refused(),
        })
    }

    /// That it was too late for some answers, and what became of the rest.
    fn told_late(&self, app: &App, visitor: &Visitor) -> Option<String> {
        if self.late.is_empty() {
            return None;
        }
        let numbers: Vec<_> = self.late.iter().map(|number| format!("#{number}")).collect();
        let n = i64::try_from(numbers.len()).unwrap_or(i64::MAX);
        let numbers = numbers.join(", ");
        Some(app.say(visitor, "bulk-undone-late", &[("n", n.into()), ("numbers", numbers.as_str().into())]))
    }

    /// As it travels.
    pub(super) fn encode(&self) -> String {
        URL_SAFE_NO_PAD.encode(serde_json::to_string(self).unwrap_or_default())
    }

    /// What travelled, if this person acted.
    pub(super) fn decode(visitor: &Visitor, text: &str) -> Option<Self> {
        let bytes = URL_SAFE_NO_PAD.decode(text).ok()?;
        serde_json::from_slice::<Self>(&bytes).ok().filter(|outcome| outcome.who == visitor.mark())
    }

    /// The cookie that tells it on the next page. What does not fit cannot be taken back.
    pub(super) fn cookie(mut self, app: &App) -> Option<HeaderValue> {
        let mut value = self.encode();
        if value.len() > LONGEST {
            self.undo = Vec::new();
            self.stays = true;
            value = self.encode();
        }
        (value.len() <= LONGEST).then(|| cookie(app, value)).flatten()
    }

    fn word(&mut self, word: &str) -> usize {
        self.words.iter().position(|known| known == word).unwrap_or_else(|| {
            self.words.push(word.to_owned());
            self.words.len() - 1
        })
    }
}

/// What the last act came to, if it was not told yet and belongs to the list at this address.
pub(super) fn untold(visitor: &Visitor, headers: &HeaderMap, list: &Uri) -> Option<Outcome> {
    let list = self::list(list.query().unwrap_or_default());
    let of_this = |outcome: &Outcome| outcome.list == list;
    cookies(headers, session::OUTCOME)
        .into_iter()
        .find_map(|text| Outcome::decode(visitor, text).filter(of_this))
}

/// What tells one list from another: its query without what only says where in it somebody stands.
pub(super) fn list(query: &str) -> String {
    let place = |name: &str| matches!(name, "at" | "preview" | "select");
    let pairs = form_urlencoded::parse(query.as_bytes()).filter(|(name, _)| !place(name));
    form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).finish()
}

/// The cookies that end the telling, and keep what was told in case the same form comes once more.
pub(super) fn told(app: &App, outcome: &Outcome) -> Vec<HeaderValue> {
    let repeatable = outcome.act.is_some() && !outcome.undo.is_empty();
    let kept = repeatable.then(|| outcome.encode());
    cookie(app, String::new()).into_iter().chain(kept.and_then(|kept| last_act(app, kept))).collect()
}

/// The cookie that forgets the act before: another one has come, or it was taken back.
pub(super) fn forgotten(app: &App) -> Option<HeaderValue> {
    last_act(app, String::new())
}

fn last_act(app: &App, value: String) -> Option<HeaderValue> {
    HeaderValue::try_from(session::last_act(&app.settings, value).to_string()).ok()
}

fn cookie(app: &App, value: String) -> Option<HeaderValue> {
    HeaderValue::try_from(session::outcome(&app.settings, value).to_string()).ok()
}

#[cfg(test)]
mod tests {
    use chrono::{DateTime, TimeDelta};

    use super::{Answered, Answers, Outcome, Reverse, State};

    #[test]
    fn the_offer_ends_with_the_first_answer_that_leaves() {
        let mut outcome = Outcome::default();
        let first = DateTime::UNIX_EPOCH + TimeDelta::seconds(10);
        outcome.ends(first + TimeDelta::seconds(1));
        outcome.ends(first);
        outcome.ends(first + TimeDelta::seconds(2));
        assert_eq!(outcome.until, Some(10_000));
    }

    #[test]
    fn an_act_is_told_by_its_key_from_others() {
        let of = |key: Option<&str>| {
            let mut outcome = Outcome::default();
            outcome.of_act(key);
            outcome
        };
        assert!(of(Some("one")).is_act_of(&of(Some("one"))));
        assert!(!of(Some("one")).is_act_of(&of(Some("two"))));
        assert!(!of(None).is_act_of(&of(None)), "without a key each is an act of its own");
    }

    #[test]
    fn what_somebody_else_changed_meanwhile_is_not_taken_back() {
        let of = |status: &str| State { status: status.to_owned(), ..State::default() };
        let (before, after) = (of("NEW"), of("PENDING"));
        let mut outcome = Outcome {
            answers: Some(Answers::new(DateTime::UNIX_EPOCH, DateTime::UNIX_EPOCH)),
            ..Outcome::default()
        };
        outcome.changed(1, (3, 4), (&before, &after), false);
        outcome.changed(2, (3, 5), (&before, &after), false);
        outcome.changed(3, (3, 5), (&before, &after), true);
        let undo = outcome.reverse();
        assert!(matches!(&undo[0], Reverse::Update(1, input) if input["status"] == "NEW"));
        assert!(matches!(&undo[1], Reverse::Answer(3, Answered { rest: None, with_it: None, version: 5 })));
        assert_eq!((undo.len(), outcome.done), (2, 3));
    }
}
