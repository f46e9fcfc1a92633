//! What people are called stands isolated on every page: a name with letters of another direction turns nothing around that
//! stands beside it.

use super::source::{files, refuse};

/// What expressions of templates are called that show a name or a subject that a person chose.
const NAMES: [&str; 12] = [
    "name",
    "title",
    "subject",
    "customer",
    "customerName",
    "organisation",
    "filename",
    "sender",
    "senderName",
    "author",
    "assignee",
    "queueName",
];

/// Elements in which a name may stand without, and why.
const FREE: [(&str, &str); 2] = [
    ("<text ", "each text of a drawing is a paragraph of its own"),
    ("<title id", "the title of a drawing is read out and not shown"),
];

#[test]
fn each_name_in_a_template_is_isolated() {
    let mut wrong = Vec::new();
    let mut seen = 0;
    for file in files("web-ui/src", &["hbs"]).into_iter().chain(files("web-ui/templates", &["hbs"])) {
        let (names, bare) = names(&file.text);
        seen += names;
        wrong.extend(bare.into_iter().map(|(line, found)| format!("{}:{line} {found}", file.path)));
    }
    refuse("Put it into <bdi>, or give the tag before it (or the <input>) dir=\"auto\".", &wrong);
    assert!(seen > 150, "{seen} names: are these the templates?");
}

#[test]
fn the_rule_finds_a_bare_name_and_no_other() {
    for (template, bare) in [
        ("<bdi>{{name}}</bdi>", 0),
        ("<bdi>{{#if name}}{{name}}{{else}}{{this.title}}{{/if}}</bdi>", 0),
        ("<h1 dir=\"auto\">{{title}}</h1>", 0),
        ("<a href=\"/{{id}}\"{{#if at}} class=\"at\"{{/if}} dir=\"auto\">#{{number}} {{title}}</a>", 0),
        ("<p>{{form.errors.name}}</p>", 0),
        ("<p title=\"{{name}}\">{{t \"by\" name}}</p>", 0),
        ("<text x=\"{{x}}\">{{name}}</text>", 0),
        ("<input type=\"hidden\" value=\"{{name}}\">", 0),
        ("<input name=\"a\" value=\"{{form.values.name}}\" dir=\"auto\">", 0),
        ("<option>{{name}}</option>", 1),
        ("<p>{{#if x}}<bdi>{{name}}</bdi>, {{this.name}}{{/if}}</p>", 1),
        ("<td>{{{customer}}}</td>", 1),
        ("<input name=\"a\"{{#if x}} class=\"b\"{{/if}} value=\"{{form.values.name}}\">", 1),
    ] {
        assert_eq!(names(template).1.len(), bare, "{template}");
    }
}

/// How many names a template shows, and those that stand bare, with their lines.
fn names(template: &str) -> (usize, Vec<(usize, String)>) {
    let (mut count, mut bare) = (0, Vec::new());
    // Where the tag begins in which we are, or after which.
    let (mut tag, mut inside, mut quoted, mut at) = (0, false, None, 0);
    while let Some(rest) = template.get(at..).filter(|rest| !rest.is_empty()) {
        if rest.starts_with("{{") {
            let length = expression(rest);
            let found = rest.get(..length).unwrap_or_default();
            if is_name(found) {
                let begun = template.get(tag..at).unwrap_or_default();
                let whole = if inside { tag_at(template, tag) } else { begun };
                let free =
                    if inside { !is_field(begun) || has_direction(whole) } else { is_isolating(begun) };
                count += 1;
                if !free {
                    let line = template.get(..at).unwrap_or_default().matches('\n').count() + 1;
                    bare.push((line, found.to_owned()));
                }
            }
            at += length;
            continue;
        }
        let next = rest.chars().next().unwrap_or_default();
        match (inside, quoted) {
            (false, _) if next == '<' => (tag, inside) = (at, true),
            (true, None) if next == '>' => inside = false,
            (true, None) if next == '"' => quoted = Some(next),
            (true, Some(quote)) if next == quote => quoted = None,
            _ => {}
        }
        at += next.len_utf8();
    }
    (count, bare)
}

/// How long the expression is with which this begins.
fn expression(rest: &str) -> usize {
    let end = if rest.starts_with("{{{") { "}}}" } else { "}}" };
    rest.find(end).map_or(rest.len(), |at| at + end.len())
}

/// Whether an expression shows a name: a path whose last part is called so. What our own checks say of a field is none.
fn is_name(expression: &str) -> bool {
    let path = expression.trim_matches(|letter| letter == '{' || letter == '}').trim();
    let is_path = path.chars().all(|letter| letter.is_alphanumeric() || "_./@".contains(letter));
    let last = path.rsplit(['.', '/']).next().unwrap_or_default();
    is_path && NAMES.contains(&last) && !path.contains("errors.")
}

/// The whole tag that begins here.
fn tag_at(template: &str, begin: usize) -> &str {
    let rest = template.get(begin..).unwrap_or_default();
    let (mut at, mut quoted) = (0, false);
    while let Some(left) = rest.get(at..).filter(|left| !left.is_empty()) {
        if left.starts_with("{{") {
            at += expression(left);
            continue;
        }
        let next = left.chars().next().unwrap_or_default();
        if next == '"' {
            quoted = !quoted;
        } else if next == '>' && !quoted {
            break;
        }
        at += next.len_utf8();
    }
    rest.get(..at).unwrap_or_default()
}

/// Whether what stands here is what a field shows: other attributes cannot isolate.
fn is_field(begun: &str) -> bool {
    let hidden =
        ["hidden", "checkbox", "radio"].iter().any(|kind| begun.contains(&format!("type=\"{kind}\"")));
    let value = begun.rsplit_once(" value=\"").is_some_and(|(_, shown)| !outside(shown).contains('"'));
    begun.starts_with("<input") && !hidden && value
}

/// A text without its expressions.
fn outside(text: &str) -> String {
    let mut kept = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("{{") {
        kept += before;
        rest = after.split_once("}}").map_or("", |(_, after)| after);
    }
    kept + rest
}

fn has_direction(tag: &str) -> bool {
    tag.contains(" dir=\"")
}

/// Whether the last tag before isolates what comes after it: with it a name begins that stands for itself.
fn is_isolating(begun: &str) -> bool {
    let tag = begun.split('<').nth(1).map(|tag| format!("<{tag}")).unwrap_or_default();
    let free = FREE.iter().any(|(begin, _)| tag.starts_with(begin));
    free || tag.starts_with("<bdi") || (!tag.starts_with("</") && has_direction(&tag))
}
