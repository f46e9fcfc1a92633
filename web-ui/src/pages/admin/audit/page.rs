//! Who changed what in the installation, for admins, newest first; narrowed by kind, person, days and text.

use axum::{
    extract::{Query, State},
    http::StatusCode,
    response::Response,
};
use chrono::{Datelike as _, NaiveDate};
use serde::Deserialize;
use serde_json::{Value, json};

use super::told::{Entry, Teller};
use crate::{
    app::Shared,
    error::PageError,
    pages::admin::sections::{Cut, Listed, admins_only, sections},
    view::{Named, named_choices},
    visitor::Member,
};

const PAGE: &str = include_str!("page.graphql");

/// About what, and which entries.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct Asked {
    subject: Option<String>,
    q: Option<String>,
    kind: Option<String>,
    person: Option<String>,
    from: Option<String>,
    until: Option<String>,
}

impl Asked {
    /// A value of the address; an empty field of the form is none.
    fn value(text: Option<&String>) -> Option<&str> {
        text.map(|text| text.trim()).filter(|text| !text.is_empty())
    }

    /// A day of the address; browsers send days or nothing.
    fn day(text: Option<&String>) -> Option<&str> {
        let is_day = |day: &&str| {
            NaiveDate::parse_from_str(day, "%Y-%m-%d").is_ok_and(|day| (1..=9998).contains(&day.year()))
        };
        Self::value(text).filter(is_day)
    }

    fn filter(&self) -> Value {
        json!({
            "text": Self::value(self.q.as_ref()),
            "kinds": Self::value(self.kind.as_ref()).map(|kind| [kind]),
            "person": Self::value(self.person.as_ref()),
            "from": Self::day(self.from.as_ref()),
            "until": Self::day(self.until.as_ref()),
        })
    }

    /// What else stands in the address of each page of the list.
    fn beside(&self) -> Vec<(&'static str, &str)> {
        let values = [
            ("subject", Self::value(self.subject.as_ref())),
            ("q", Self::value(self.q.as_ref())),
            ("kind", Self::value(self.kind.as_ref())),
            ("person", Self::value(self.person.as_ref())),
            ("from", Self::day(self.from.as_ref())),
            ("until", Self::day(self.until.as_ref())),
        ];
        values.into_iter().filter_map(|(name, value)| Some((name, value?))).collect()
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Answer {
    audit_log: Listed<Entry>,
    audit_kinds: Vec<String>,
    mailboxes: Vec<Mailbox>,
}

#[derive(Deserialize)]
struct Mailbox {
    id: Option<String>,
}

/// `GET /admin/audit`
pub(crate) async fn show(
    State(app): State<Shared>,
    Member(visitor, viewer): Member,
    Query(asked): Query<Asked>,
    Query(cut): Query<Cut>,
) -> Result<Response, PageError> {
    admins_only(&viewer)?;
    let subject = Asked::value(asked.subject.as_ref());
    let mut variables = cut.variables();
    variables["subject"] = json!(subject);
    variables["filter"] = asked.filter();
    let Answer { audit_log: log, audit_kinds, mailboxes } = app.api.run(&visitor, PAGE, variables).await?;
    let mailboxes: Vec<String> = mailboxes.into_iter().filter_map(|mailbox| mailbox.id).collect();
    let teller = Teller { app: &app, visitor: &visitor, mailboxes: &mailboxes };
    let picked = Asked::value(asked.kind.as_ref()).unwrap_or_default();
    let mut kinds: Vec<Named> =
        audit_kinds.into_iter().map(|id| Named { name: teller.kind(&id), id, ..Named::default() }).collect();
    kinds.sort_by_key(|kind| kind.name.to_lowercase());
    let beside = asked.beside();
    let page = json!({
        "count": log.total_count,
        "subject": subject,
        "narrowed": !beside.is_empty(),
        "kinds": named_choices(kinds, picked),
        "query": Asked::value(asked.q.as_ref()),
        "person": Asked::value(asked.person.as_ref()),
        "from": Asked::day(asked.from.as_ref()),
        "until": Asked::day(asked.until.as_ref()),
        "entries": log.nodes.iter().map(|entry| teller.view(entry)).collect::<Vec<_>>(),
    });
    let pager = log.page_info.pager("/admin/audit", &beside);
    let title = app.say(&visitor, "section-audit", &[]);
    let data = json!({ "page": page, "pager": pager, "sections": sections(&app, &visitor) });
    Ok(app.frame(&visitor, StatusCode::OK, "admin/audit", &title, data).await)
}
