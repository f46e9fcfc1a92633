//! What can be done from the palette: to the ticket of the page or to the rows of the list, with the macros, and on every page.

use serde::Deserialize;
use serde_json::json;

use super::{
    commands::{ANYWHERE, Command, OF_LIST, OF_TICKET},
    fuzzy::Fuzzy,
    page::{Asked, Group, Hit, named_so},
};
use crate::{app::App, visitor::Visitor};

const MACROS: &str = include_str!("macros.graphql");

#[derive(Deserialize)]
struct Macros {
    macros: Vec<Macro>,
}

#[derive(Deserialize)]
struct Macro {
    id: String,
    name: String,
}

/// What can be done here. A key that a script presses, and what it clicks, is no link.
pub(super) async fn acts(
    app: &App,
    visitor: &Visitor,
    asked: &Asked,
    words: &str,
    scripted: bool,
) -> Vec<Group> {
    let number: Option<i32> = asked.here.strip_prefix("/tickets/").and_then(|number| number.parse().ok());
    let titled =
        |key: &str, number: i32| app.say(visitor, key, &[("number", number.to_string().as_str().into())]);
    let here: Option<(&[Command], String)> = match (number, asked.here.as_str(), asked.at) {
        (Some(number), _, _) => Some((&OF_TICKET[..], titled("find-of-ticket", number))),
        (None, "/desk", Some(at)) => Some((&OF_LIST[..], titled("find-of-list", at))),
        (None, "/desk", None) => Some((&OF_LIST[..], app.say(visitor, "find-of-selection", &[]))),
        _ => None,
    };
    let mut fuzzy = Fuzzy::new(words);
    let mut groups = Vec::new();
    if let Some((list, title)) = here {
        let mut hits = hits(app, visitor, list, (&mut fuzzy, words), (number, scripted));
        // All commands are shown first; a macro is asked for by its name.
        if scripted && !words.is_empty() {
            hits.extend(macros(app, visitor, (&mut fuzzy, words)).await);
        }
        groups.push(Group::of(title, hits));
    }
    if scripted && !words.is_empty() {
        let hits = hits(app, visitor, &ANYWHERE, (&mut fuzzy, words), (None, scripted));
        let title = app.say(visitor, "find-anywhere", &[]);
        groups.push(Group::of(title, hits));
    }
    groups
}

/// Those commands that are called what is typed, with how well it fits.
fn hits(
    app: &App,
    visitor: &Visitor,
    list: &[Command],
    (fuzzy, words): (&mut Fuzzy, &str),
    (number, scripted): (Option<i32>, bool),
) -> Vec<(u32, Hit)> {
    let hit = |command: &Command| {
        let also = command.also.map(|also| app.say(visitor, also, &[]));
        let name = app.say(visitor, command.key, &[]);
        let (score, pieces) = named_so(fuzzy, (&name, also.as_deref()), words)?;
        let link = number.zip(command.page).map(|(number, page)| format!("/tickets/{number}/{page}"));
        let (press, click) = (command.press.filter(|_| scripted), command.click.filter(|_| scripted));
        if press.is_none() && click.is_none() && link.is_none() {
            return None;
        }
        let hit = Hit {
            href: link.unwrap_or_else(|| "#".to_owned()),
            press,
            click: click.map(str::to_owned),
            keys: command.press.unwrap_or_default().split_whitespace().map(str::to_owned).collect(),
            icon: Some(command.icon),
            pieces,
            ..Hit::default()
        };
        Some((score, hit))
    };
    list.iter().filter_map(hit).collect()
}

/// The macros that are called what is typed.
async fn macros(app: &App, visitor: &Visitor, (fuzzy, words): (&mut Fuzzy, &str)) -> Vec<(u32, Hit)> {
    let known = app.api.run(visitor, MACROS, json!({})).await;
    let Macros { macros } = known.unwrap_or_else(|failure| {
        tracing::warn!(message = failure.message, "the palette has no macros");
        Macros { macros: Vec::new() }
    });
    let hit = |one: Macro| {
        let (score, pieces) = named_so(fuzzy, (&one.name, None), words)?;
        let click = Some(format!("macro:{}", one.id));
        Some((score, Hit { href: "#".to_owned(), click, icon: Some("bolt"), pieces, ..Hit::default() }))
    };
    macros.into_iter().filter_map(hit).collect()
}
