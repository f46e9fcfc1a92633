//! My tickets, those of my organisation where it shares them, and those that I watch.

use axum::{
    extract::{Query, State},
    http::StatusCode,
    response::Response,
};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::{
    app::Shared,
    error::PageError,
    live,
    table::{Cut, Frame, People, Table, Tickets},
    visitor::{Member, Visitor},
};

const PAGE: &str = include_str!("page.graphql");

/// Which list is asked for.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct Asked {
    tab: Option<String>,
    show: Option<String>,
}

#[derive(Deserialize)]
struct Answer {
    tickets: Tickets,
}

/// Which tickets the page lists.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Whose {
    Mine,
    Organisation,
    Watching,
}

impl Whose {
    /// What the address says, as far as it means something to this visitor.
    fn of(asked: &Asked, visitor: &Visitor) -> Self {
        match asked.tab.as_deref() {
            Some("organisation") if !visitor.shared_organisations().is_empty() => Self::Organisation,
            Some("watching") => Self::Watching,
            _ => Self::Mine,
        }
    }

    /// How the address says it.
    const fn tab(self) -> Option<&'static str> {
        match self {
            Self::Mine => None,
            Self::Organisation => Some("organisation"),
            Self::Watching => Some("watching"),
        }
    }

    const fn key(self) -> &'static str {
        match self {
            Self::Mine => "tickets-mine",
            Self::Organisation => "tickets-organisation",
            Self::Watching => "tickets-watching",
        }
    }

    fn href(self) -> String {
        self.tab().map_or_else(|| "/tickets".to_owned(), |tab| format!("/tickets?tab={tab}"))
    }
}

#[derive(Serialize)]
struct Tab {
    href: String,
    key: &'static str,
    count: u64,
    current: bool,
}

#[derive(Serialize)]
struct Filter {
    href: String,
    key: &'static str,
    current: bool,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Count {
    total_count: u64,
}

#[derive(Deserialize)]
struct Counts {
    mine: Count,
    watching: Count,
    organisation: Option<Count>,
}

/// `GET /tickets`
pub(crate) async fn show(
    State(app): State<Shared>,
    Member(visitor, viewer): Member,
    Query(asked): Query<Asked>,
    Query(cut): Query<Cut>,
) -> Result<Response, PageError> {
    let shared = visitor.shared_organisations();
    let whose = Whose::of(&asked, &visitor);
    let waiting = asked.show.as_deref() == Some("waiting");
    let mut filter = match whose {
        Whose::Organisation => json!({ "organisations": shared }),
        Whose::Watching => json!({ "watching": true }),
        Whose::Mine if viewer.is_staff => json!({ "customer": viewer.id }),
        Whose::Mine => json!({ "mine": true }),
    };
    if waiting {
        filter["asksCustomer"] = json!(true);
    }
    let live = live::address(&app, &visitor).await;
    let Answer { tickets } = app.api.run(&visitor, PAGE, cut.variables(&filter)).await?;

    let mut query = Vec::new();
    query.extend(whose.tab().map(|tab| ("tab", tab)));
    query.extend(waiting.then_some(("show", "waiting")));
    let frame = Frame {
        people: match whose {
            Whose::Mine => People::Hidden,
            Whose::Organisation if shared.len() > 1 => People::Organisations,
            Whose::Organisation | Whose::Watching => People::Names,
        },
        sorts: true,
        path: "/tickets",
        query: &query,
    };
    let page = json!({
        "tabs": tabs(&app, &visitor, whose).await?,
        "filters": filters(whose, waiting),
        "empty": if waiting { "tickets-none-waiting" } else { "tickets-none" },
        "emptyHint": if waiting { Value::Null } else { json!("tickets-none-hint") },
    });
    let table = Table::new(&frame, &cut, tickets);
    let title = app.say(&visitor, whose.key(), &[]);
    let data = json!({ "page": page, "table": table, "live": live });
    Ok(app.frame(&visitor, StatusCode::OK, "ticket/list", &title, data).await)
}

/// One for each list that this visitor has, with its count: of customers also where it is the only one, since it counts their
/// tickets. The lists of the staff are at the desk.
async fn tabs(app: &Shared, visitor: &Visitor, whose: Whose) -> Result<Vec<Tab>, PageError> {
    let shared = visitor.shared_organisations();
    let variables = json!({ "shared": !shared.is_empty(), "organisations": shared });
    let counts: Counts = app.api.run(visitor, crate::nav::CUSTOMER, variables).await?;
    let tab = |one: Whose, count: &Count| Tab {
        href: one.href(),
        key: one.key(),
        count: count.total_count,
        current: one == whose,
    };
    let mut tabs = vec![tab(Whose::Mine, &counts.mine)];
    tabs.extend(counts.organisation.as_ref().map(|count| tab(Whose::Organisation, count)));
    if whose == Whose::Watching || counts.watching.total_count > 0 {
        tabs.push(tab(Whose::Watching, &counts.watching));
    }
    Ok(if tabs.len() > 1 || !visitor.is_staff() { tabs } else { Vec::new() })
}

fn filters(whose: Whose, waiting: bool) -> [Filter; 2] {
    let base = whose.href();
    let join = if whose == Whose::Mine { '?' } else { '&' };
    [
        Filter { href: base.clone(), key: "filter-all", current: !waiting },
        Filter { href: format!("{base}{join}show=waiting"), key: "filter-waiting", current: waiting },
    ]
}
