//! Why: where a subscription begins and what it filters makes no answer different; what is selected of an event does.

use std::collections::BTreeSet;

use async_graphql::{
    Positioned,
    parser::types::{Directive, ExecutableDocument, Selection, SelectionSet},
};
use async_graphql_value::Value;
use serde_json::Map;

/// Those of a document's variables on which an answer depends, as JSON: all but those that are nothing but arguments of
/// the field that is subscribed to.
pub(crate) fn telling(document: &ExecutableDocument, variables: &Map<String, serde_json::Value>) -> String {
    let mut used = BTreeSet::new();
    for (_, operation) in document.operations.iter() {
        directives(&operation.node.directives, &mut used);
        for root in &operation.node.selection_set.node.items {
            match &root.node {
                Selection::Field(field) => {
                    directives(&field.node.directives, &mut used);
                    selections(&field.node.selection_set.node, &mut used);
                }
                other => selection(other, &mut used),
            }
        }
    }
    for fragment in document.fragments.values() {
        directives(&fragment.node.directives, &mut used);
        selections(&fragment.node.selection_set.node, &mut used);
    }
    let telling = variables.iter().filter(|(name, _)| used.contains(name.as_str()));
    let telling: Map<_, _> = telling.map(|(name, value)| (name.clone(), value.clone())).collect();
    serde_json::Value::Object(telling).to_string()
}

fn selections<'a>(set: &'a SelectionSet, used: &mut BTreeSet<&'a str>) {
    for item in &set.items {
        selection(&item.node, used);
    }
}

fn selection<'a>(selection: &'a Selection, used: &mut BTreeSet<&'a str>) {
    match selection {
        Selection::Field(field) => {
            for (_, value) in &field.node.arguments {
                values(&value.node, used);
            }
            directives(&field.node.directives, used);
            selections(&field.node.selection_set.node, used);
        }
        Selection::FragmentSpread(spread) => directives(&spread.node.directives, used),
        Selection::InlineFragment(inline) => {
            directives(&inline.node.directives, used);
            selections(&inline.node.selection_set.node, used);
        }
    }
}

fn directives<'a>(directives: &'a [Positioned<Directive>], used: &mut BTreeSet<&'a str>) {
    for (_, value) in directives.iter().flat_map(|directive| &directive.node.arguments) {
        values(&value.node, used);
    }
}

fn values<'a>(value: &'a Value, used: &mut BTreeSet<&'a str>) {
    match value {
        Value::Variable(name) => {
            used.insert(name.as_str());
        }
        Value::List(items) => items.iter().for_each(|item| values(item, used)),
        Value::Object(fields) => fields.values().for_each(|field| values(field, used)),
        Value::Null
        | Value::Number(_)
        | Value::String(_)
        | Value::Boolean(_)
        | Value::Binary(_)
        | Value::Enum(_) => {}
    }
}

#[cfg(test)]
#[allow(clippy::expect_used, reason = "a test that cannot go on has failed, and says why")]
mod tests {
    use async_graphql::parser::parse_query;
    use serde_json::json;

    use super::telling;

    #[test]
    fn only_what_is_selected_tells_answers_apart() {
        let variables = json!({ "a": "cursor", "n": 5, "w": true, "c": 2, "f": false });
        let variables = variables.as_object().expect("an object");
        for (document, expected) in [
            ("subscription($a: String) { ticketEvents(after: $a) { id } }", json!({})),
            (
                "subscription($a: String, $w: Boolean!) { ticketEvents(after: $a) { id at @include(if: $w) } }",
                json!({ "w": true }),
            ),
            (
                "subscription($n: Int, $c: Int) {
                    ticketEvents(number: $n) { ticket { comments(first: $c, last: $n) { totalCount } } } }",
                json!({ "c": 2, "n": 5 }),
            ),
            (
                "subscription($f: Boolean!) { ...Root } fragment Root on Subscription {
                    ticketEvents { id at @skip(if: $f) } }",
                json!({ "f": false }),
            ),
        ] {
            let parsed = parse_query(document).expect("a document");
            assert_eq!(telling(&parsed, variables), expected.to_string(), "{document}");
        }
    }
}
