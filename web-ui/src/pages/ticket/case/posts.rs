//! The conversation as the staff read it: folded where it was read, whole where it is new.

use chrono::{DateTime, Utc};
use serde_json::{Value, json};

use super::{
    delivery,
    fold::{Fold, Post, fold},
    mentions,
    origin::Origin,
};
use crate::{
    app::App,
    pages::ticket::zoom::{
        answer::{Comment, Ticket},
        page::Asked,
        thread::{self, CommentView, Part},
    },
    visitor::{Viewer, Visitor},
};

/// So much of a comment stands in its line.
const SHOWN: usize = 160;
/// So many files are shown at once; of more, the first few.
const FILES: usize = 6;
const FIRST_FILES: usize = 3;
/// So many comments are shown at once to whoever wants all of them.
pub(super) const ALL: usize = 100;
/// So much of the history is enough to tell what happened between the comments that are shown.
pub(super) const EVENTS: usize = 40;

/// The address of the ticket with more in its query.
type Link<'a> = &'a dyn Fn(&[(&str, &str)]) -> String;

/// What is known of a comment beside what is shown of it: whose it is, and how it stands in the fold.
struct Place {
    id: String,
    line: String,
    own: bool,
    brief: bool,
    fresh: bool,
}

/// Comments, events, and folds between them.
pub(crate) fn view(
    app: &App,
    visitor: &Visitor,
    viewer: &Viewer,
    (mut ticket, origin): (Ticket, &Origin),
    names: &[String],
    asked: &Asked,
) -> Value {
    let read_until = if asked.opened { asked.read_until } else { ticket.read_until };
    let earlier = ticket.comments.page_info.start_cursor.take();
    let earlier = earlier.filter(|_| ticket.comments.page_info.has_previous_page);
    let number = ticket.number;
    let link = |more: &[(&str, &str)]| format!("/tickets/{number}{}", origin.with(more));
    let whole_of =
        if asked.all() { link(&[("all", "1")]) } else { format!("/tickets/{number}{}", origin.suffix()) };
    let folded = folded(viewer, &ticket, asked, read_until);
    let from = ticket.comments.nodes.first().filter(|_| earlier.is_some()).map(|first| first.created_at);
    let mut comments: Vec<Comment> = std::mem::take(&mut ticket.comments.nodes);
    let hidden: Vec<String> = comments.drain(..folded.from).map(|comment| comment.id).collect();
    let new = comments.get(folded.new.saturating_sub(folded.from)).map(|comment| comment.id.clone());
    let places: Vec<Place> = comments
        .iter()
        .enumerate()
        .map(|(at, comment)| Place {
            id: comment.id.clone(),
            line: line(&comment.html),
            own: comment.author.id == viewer.id,
            brief: at + folded.from < folded.whole,
            fresh: at + folded.from >= folded.new && comment.author.id != viewer.id,
        })
        .collect();
    let shows_begin = folded.from == 0 && earlier.is_none();
    let lines = lines_from(&ticket, comments.first().filter(|_| !shows_begin), asked);
    let part = Part { from_start: shows_begin, to_end: asked.before.is_none() };
    let (emails, address) = (std::mem::take(&mut ticket.delivered), ticket.customer.email.take());
    let delivered = |comment: &CommentView| {
        let answers = comment.staff && !comment.internal;
        if answers { delivery::of(&emails, address.as_deref(), &comment.id) } else { Value::Null }
    };
    let items = thread::items(app, visitor, comments, &ticket.events.nodes, part);
    let items = items.into_iter().map(|item| match (item.comment, item.event) {
        (Some(comment), _) => {
            let place = places.iter().find(|place| place.id == comment.id);
            let since = read_until.filter(|_| new.as_ref() == Some(&comment.id));
            let delivered = delivered(&comment);
            let mut post = post(comment, place, (&link, names));
            post["delivered"] = delivered;
            json!({ "post": post, "event": null, "since": since })
        }
        (None, event) => json!({ "post": null, "event": event, "since": null }),
    });
    let first = ticket.first.take().and_then(|first| first.nodes.into_iter().next());
    let first = first.filter(|_| folded.first).map(|first| {
        let own = first.author.id == viewer.id;
        let place = Place { id: first.id.clone(), line: line(&first.html), own, brief: true, fresh: false };
        post(thread::comment_view(app, visitor, first), Some(&place), (&link, names))
    });
    json!({
        "first": first,
        "hidden": (folded.hidden > 0).then_some(folded.hidden),
        "unfold": link(&[("all", "1")]),
        "items": items.collect::<Vec<_>>(),
        "known": { "from": from, "lines": lines, "hidden": hidden.join(" ") },
        "earlier": earlier.filter(|_| asked.all()).map(|cursor| link(&[("all", "1"), ("before", &cursor)])),
        "later": asked.before.is_some().then_some(whole_of),
    })
}

/// Since when the page shows every line of the history; none, if it shows all. `first` is the first comment after the fold.
fn lines_from(ticket: &Ticket, first: Option<&Comment>, asked: &Asked) -> Option<DateTime<Utc>> {
    let history = &ticket.events.nodes;
    let cut = history.first().filter(|_| history.len() >= events(asked));
    first.map(|first| first.created_at).max(cut.map(|event| event.at))
}

/// So many lines of the history are asked for.
pub(super) fn events(asked: &Asked) -> usize {
    if asked.history() || asked.all() { ALL } else { EVENTS }
}

/// How the conversation is folded; whoever wants all of it gets it open.
fn folded(viewer: &Viewer, ticket: &Ticket, asked: &Asked, read_until: Option<DateTime<Utc>>) -> Fold {
    let comments = &ticket.comments.nodes;
    if asked.all() || asked.whole.is_some() {
        let is_new = |one: &Comment| {
            read_until.is_some_and(|until| one.created_at > until) && one.author.id != viewer.id
        };
        let new = comments.iter().position(is_new).unwrap_or(comments.len());
        return Fold { first: false, hidden: 0, from: 0, whole: 0, new };
    }
    let posts: Vec<Post> =
        comments.iter().map(|one| Post { at: one.created_at, own: one.author.id == viewer.id }).collect();
    fold(ticket.comments.total_count, &posts, read_until)
}

/// A comment as its template shows it.
fn post(mut comment: CommentView, place: Option<&Place>, (link, names): (Link<'_>, &[String])) -> Value {
    if comment.internal {
        comment.html = mentions::chips(&comment.html, names);
    }
    let files = comment.files.len();
    let more = if files > FILES { comment.files.split_off(FIRST_FILES) } else { Vec::new() };
    let face = match place {
        Some(place) if place.own => "me",
        _ if comment.staff => "staff",
        _ => "guest",
    };
    let id = comment.id.clone();
    let mut view = json!(comment);
    view["face"] = json!(face);
    view["brief"] = json!(place.is_some_and(|place| place.brief));
    view["fresh"] = json!(place.is_some_and(|place| place.fresh));
    view["line"] = json!(place.map(|place| place.line.as_str()).unwrap_or_default());
    view["href"] = json!(format!("{}#comment-{id}", link(&[("all", "1")])));
    view["wholeHref"] = json!(format!("{}#comment-{id}", link(&[("whole", &id)])));
    // What becomes of its email is known of answers alone.
    view["delivered"] = Value::Null;
    view["moreFiles"] = json!(more);
    view["fileCount"] = json!(files);
    view
}

/// A comment in one line: the beginning of its text, without the tags.
fn line(html: &str) -> String {
    let mut text = String::new();
    let mut inside = false;
    for letter in html.chars() {
        match letter {
            '<' => inside = true,
            '>' if inside => {
                inside = false;
                text.push(' ');
            }
            letter if !inside => text.push(letter),
            _ => {}
        }
    }
    let plain = text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&#39;", "'");
    let plain = plain.replace("&nbsp;", " ").replace("&amp;", "&");
    let mut line: String = plain.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.chars().count() > SHOWN {
        line = line.chars().take(SHOWN).chain(['…']).collect();
    }
    line
}
