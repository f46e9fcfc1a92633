//! The template helpers: what they print, that they escape, and that nothing missing passes.

use std::sync::Arc;

use handlebars::Handlebars;
use serde_json::{Value, json};
use words::{Lang, Texts};

const GERMAN: &str = "
welcome = Guten Tag { $name }
closes = Schließt { $at }
found = { $n ->
    [one] ein Ticket
   *[other] { $shown } Tickets
}
";

fn registry(escaping: bool) -> Handlebars<'static> {
    let sources: Vec<_> = words::common().iter().copied().chain([(Lang::De, GERMAN)]).collect();
    let mut registry = Handlebars::new();
    registry.set_strict_mode(true);
    if !escaping {
        registry.register_escape_fn(handlebars::no_escape);
    }
    words::helpers::register(&mut registry, Arc::new(Texts::new(&sources).unwrap()));
    registry
}

fn data() -> Value {
    json!({
        "lang": "de", "timeZone": "Europe/Berlin", "now": "2019-01-05T18:40:00Z",
        "ticket": { "status": "PENDING", "at": "2019-01-02T13:40:00Z", "size": 1_258_291, "title": "<b> & \"Co\"", "gone": null },
        "list": [{ "n": 1 }, { "n": 1204 }],
    })
}

fn rendered(template: &str) -> Result<String, String> {
    registry(false).render_template(template, &data()).map_err(|error| error.to_string())
}

#[test]
fn every_helper_prints_in_the_language_and_zone_of_the_root() {
    for (template, text) in [
        ("{{t 'status' ticket.status}}", "in Rückfrage"),
        ("{{t 'status-NEW'}}", "neu"),
        ("{{t 'welcome' name='Maria'}}", "Guten Tag Maria"),
        ("{{t 'welcome' name=17}}", "Guten Tag 17"),
        ("{{date ticket.at}}", "02.01.2019"),
        ("{{date-time ticket.at}}", "02.01.2019, 14:40"),
        ("{{weekday-date-time ticket.at}}", "Mi., 02.01.2019 um 14:40 Uhr"),
        ("{{relative ticket.at}}", "vor 3 Tagen 5 Stunden"),
        ("{{bytes ticket.size}}", "1,2 MB"),
        ("{{number ticket.size}}", "1.258.291"),
        ("{{t 'closes' at=(weekday-date-time ticket.at)}}", "Schließt Mi., 02.01.2019 um 14:40 Uhr"),
        ("{{#each list}}{{t 'found' n=n shown=(number n)}};{{/each}}", "ein Ticket;1.204 Tickets;"),
        ("{{#with ticket}}{{date at}}{{/with}}", "02.01.2019"),
    ] {
        assert_eq!(rendered(template).as_deref(), Ok(text), "{template}");
    }
}

#[test]
fn a_partial_with_its_own_data_still_finds_the_root() {
    let mut registry = registry(false);
    registry.register_partial("line", "{{t 'status' status}} {{date at}} {{extra}}").unwrap();
    let text = registry.render_template("{{> line ticket extra='x'}}", &data()).unwrap();
    assert_eq!(text, "in Rückfrage 02.01.2019 x");
}

#[test]
fn an_escaping_registry_escapes_what_a_helper_gives_once() {
    let template = "{{t 'welcome' name=ticket.title}}|{{t 'closes' at=(t 'welcome' name=ticket.title)}}";
    let html = registry(true).render_template(template, &data()).unwrap();
    assert_eq!(
        html,
        "Guten Tag &lt;b&gt; &amp; &quot;Co&quot;|Schließt Guten Tag &lt;b&gt; &amp; &quot;Co&quot;"
    );
    let text = registry(false).render_template("{{t 'welcome' name=ticket.title}}", &data()).unwrap();
    assert_eq!(text, "Guten Tag <b> & \"Co\"");
}

#[test]
fn whatever_is_missing_or_of_the_wrong_kind_stops_the_rendering() {
    for (template, says) in [
        ("{{t 'no-such-text'}}", "no text `no-such-text` in `de`"),
        ("{{t 'status' ticket.colour}}", "a part of the key"),
        ("{{t 'status' 'LOST'}}", "no text `status-LOST`"),
        ("{{t}}", "no text ``"),
        ("{{t 'welcome'}}", "no text `welcome` in `de` that can do with the arguments []"),
        ("{{t 'welcome' nam='M'}}", "[\"nam\"]"),
        ("{{t 'welcome' name=ticket.colour}}", "the argument `name`"),
        ("{{t 'welcome' name=ticket.gone}}", "the argument `name`"),
        ("{{t 'welcome' name=list}}", "the argument `name`"),
        ("{{date}}", "`date` wants one value"),
        ("{{date ticket.colour}}", "`date` wants one value"),
        ("{{date ticket.gone}}", "`date` wants a time"),
        ("{{date ticket.title}}", "`date` wants a time"),
        ("{{date ticket.at ticket.at}}", "`date` wants one value"),
        ("{{relative 17}}", "`relative` wants a time"),
        ("{{bytes ticket.title}}", "`bytes` wants a whole number"),
        ("{{number -1}}", "`number` wants a whole number"),
    ] {
        let error = rendered(template).expect_err(template);
        assert!(error.contains(says), "{template}: {error}");
    }
}

#[test]
fn a_root_without_the_settings_of_the_reader_is_an_error() {
    for (missing, template) in [
        ("lang", "{{t 'status-NEW'}}"),
        ("lang", "{{date ticket.at}}"),
        ("timeZone", "{{date ticket.at}}"),
        ("now", "{{relative ticket.at}}"),
    ] {
        let mut data = data();
        data.as_object_mut().unwrap().remove(missing);
        let error = registry(false).render_template(template, &data).unwrap_err().to_string();
        assert!(error.contains(&format!("`{missing}`")), "{error}");
    }
    let unknown =
        registry(false).render_template("{{t 'status-NEW'}}", &json!({ "lang": "fr" })).unwrap_err();
    assert!(unknown.to_string().contains("no language of ours"));
}

#[test]
fn a_strict_condition_takes_what_is_empty_but_not_what_is_missing() {
    let mut registry = registry(false);
    words::helpers::register_strict_conditions(&mut registry);
    for (template, text) in [
        ("{{#if ticket.title}}yes{{else}}no{{/if}}", Some("yes")),
        ("{{#if ticket.gone}}yes{{else}}no{{/if}}", Some("no")),
        ("{{#unless ticket.gone}}yes{{/unless}}", Some("yes")),
        ("{{#if ticket.title}}{{t 'status-NEW'}}{{/if}}", Some("neu")),
        ("{{#if ticket.colour}}yes{{else}}no{{/if}}", None),
        ("{{#unless ticket.colour}}yes{{/unless}}", None),
        ("{{#if}}yes{{/if}}", None),
    ] {
        assert_eq!(registry.render_template(template, &data()).ok().as_deref(), text, "{template}");
    }
}
