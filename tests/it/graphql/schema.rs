//! The printed schema: it is the one that is checked in, and it keeps every promise of `schema-core.graphql`.

use std::collections::BTreeMap;

use async_graphql::{
    Positioned,
    parser::{
        parse_schema,
        types::{FieldDefinition, InputValueDefinition, TypeDefinition, TypeKind, TypeSystemDefinition},
    },
};

const CORE: &str = include_str!("schema-core.graphql");
const PRINTED: &str = include_str!("../../../graphql/schema.graphql");

/// Types that the core names without spelling them out, by what it says about connections and queues.
const IMPLIED: &str = "
    type Queue implements Node { id: ID! name: String! address: String }
    type PageInfo { hasPreviousPage: Boolean! hasNextPage: Boolean! startCursor: String endCursor: String }
    type TicketEdge { cursor: String! node: Ticket! }
    type UserConnection { nodes: [User!]! edges: [UserEdge!]! pageInfo: PageInfo! totalCount: Int! }
    type UserEdge { cursor: String! node: User! }
    type CommentConnection { nodes: [Comment!]! edges: [CommentEdge!]! pageInfo: PageInfo! totalCount: Int! }
    type CommentEdge { cursor: String! node: Comment! }
    type TicketEventConnection { nodes: [TicketEvent!]! edges: [TicketEventEdge!]! pageInfo: PageInfo! totalCount: Int! }
    type TicketEventEdge { cursor: String! node: TicketEvent! }
    type OrganisationConnection { nodes: [Organisation!]! edges: [OrganisationEdge!]! pageInfo: PageInfo! totalCount: Int! }
    type OrganisationEdge { cursor: String! node: Organisation! }
";

#[test]
fn the_checked_in_schema_is_the_printed_one() {
    // Without the two texts in the message: they are long.
    assert!(
        graphql::sdl() == PRINTED,
        "renew it: cargo run -q -p schalter-graphql --example schema > graphql/schema.graphql"
    );
}

#[test]
fn every_name_of_the_core_exists_with_its_kind_nullability_and_default() {
    let ours = types(PRINTED);
    let mut broken = Vec::new();
    for (name, promised) in types(CORE).into_iter().chain(types(IMPLIED)) {
        match ours.get(&name) {
            Some(kept) => compare(&name, &promised.kind, &kept.kind, &mut broken),
            None => broken.push(format!("{name} is missing")),
        }
    }
    assert!(broken.is_empty(), "the schema breaks promises:\n{}", broken.join("\n"));
}

#[test]
fn every_type_that_the_core_mentions_exists() {
    let ours = types(PRINTED);
    let builtin = ["Int", "Float", "String", "Boolean", "ID"];
    let mentioned = types(CORE).into_values().flat_map(|known| mentioned(&known.kind));
    let missing: Vec<String> =
        mentioned.filter(|name| !builtin.contains(&name.as_str()) && !ours.contains_key(name)).collect();
    assert!(missing.is_empty(), "mentioned, but missing: {missing:?}");
}

#[test]
fn everything_in_the_schema_is_documented() {
    let mut bare = Vec::new();
    for (name, known) in types(PRINTED) {
        if known.description.is_none() {
            bare.push(name.clone());
        }
        let fields: Vec<(String, bool)> = match &known.kind {
            TypeKind::Object(object) => object.fields.iter().map(documented_field).collect(),
            TypeKind::Interface(interface) => interface.fields.iter().map(documented_field).collect(),
            TypeKind::InputObject(input) => input
                .fields
                .iter()
                .map(|field| (field.node.name.node.to_string(), field.node.description.is_some()))
                .collect(),
            TypeKind::Enum(set) => set
                .values
                .iter()
                .map(|value| (value.node.value.node.to_string(), value.node.description.is_some()))
                .collect(),
            TypeKind::Scalar | TypeKind::Union(_) => Vec::new(),
        };
        bare.extend(fields.into_iter().filter(|(_, told)| !told).map(|(field, _)| format!("{name}.{field}")));
    }
    assert!(bare.is_empty(), "undocumented: {bare:?}");
}

fn documented_field(field: &Positioned<FieldDefinition>) -> (String, bool) {
    (field.node.name.node.to_string(), field.node.description.is_some())
}

fn types(sdl: &str) -> BTreeMap<String, TypeDefinition> {
    let document = parse_schema(sdl).expect("a schema that parses");
    let types = document.definitions.into_iter().filter_map(|definition| match definition {
        TypeSystemDefinition::Type(known) => Some((known.node.name.node.to_string(), known.node)),
        TypeSystemDefinition::Schema(_) | TypeSystemDefinition::Directive(_) => None,
    });
    types.collect()
}

fn compare(name: &str, promised: &TypeKind, kept: &TypeKind, broken: &mut Vec<String>) {
    match (promised, kept) {
        (TypeKind::Scalar, TypeKind::Scalar) => {}
        (TypeKind::Object(promised), TypeKind::Object(kept)) => {
            for interface in &promised.implements {
                if !kept.implements.iter().any(|known| known.node == interface.node) {
                    broken.push(format!("{name} does not implement {}", interface.node));
                }
            }
            compare_fields(name, &promised.fields, &kept.fields, broken);
        }
        (TypeKind::Interface(promised), TypeKind::Interface(kept)) => {
            compare_fields(name, &promised.fields, &kept.fields, broken);
        }
        (TypeKind::Enum(promised), TypeKind::Enum(kept)) => {
            let words = |set: &async_graphql::parser::types::EnumType| -> Vec<String> {
                set.values.iter().map(|value| value.node.value.node.to_string()).collect()
            };
            if !words(promised).iter().all(|word| words(kept).contains(word)) {
                broken.push(format!("{name} has {:?}, promised {:?}", words(kept), words(promised)));
            }
        }
        (TypeKind::InputObject(promised), TypeKind::InputObject(kept)) => {
            compare_inputs(name, &promised.fields, &kept.fields, broken);
        }
        _ => broken.push(format!("{name} is of another kind")),
    }
}

fn compare_fields(
    name: &str,
    promised: &[Positioned<FieldDefinition>],
    kept: &[Positioned<FieldDefinition>],
    broken: &mut Vec<String>,
) {
    for field in promised.iter().map(|field| &field.node) {
        let place = format!("{name}.{}", field.name.node);
        let Some(known) =
            kept.iter().map(|known| &known.node).find(|known| known.name.node == field.name.node)
        else {
            broken.push(format!("{place} is missing"));
            continue;
        };
        if known.ty.node.to_string() != field.ty.node.to_string() {
            broken.push(format!("{place} is {}, promised {}", known.ty.node, field.ty.node));
        }
        compare_inputs(&place, &field.arguments, &known.arguments, broken);
    }
}

/// Arguments and input fields: those promised are there, and those beyond them need not be given.
fn compare_inputs(
    name: &str,
    promised: &[Positioned<InputValueDefinition>],
    kept: &[Positioned<InputValueDefinition>],
    broken: &mut Vec<String>,
) {
    let shape = |value: &InputValueDefinition| {
        let default = value.default_value.as_ref().map(|value| value.node.to_string());
        format!("{} = {}", value.ty.node, default.unwrap_or_default())
    };
    // What need not be given any more may be given as before.
    let eased = |known: &InputValueDefinition, value: &InputValueDefinition| {
        known.default_value.is_none() && format!("{}!", known.ty.node) == value.ty.node.to_string()
    };
    for value in promised.iter().map(|value| &value.node) {
        let place = format!("{name}({})", value.name.node);
        match kept.iter().map(|known| &known.node).find(|known| known.name.node == value.name.node) {
            Some(known) if shape(known) == shape(value) || eased(known, value) => {}
            Some(known) => broken.push(format!("{place} is {}, promised {}", shape(known), shape(value))),
            None => broken.push(format!("{place} is missing")),
        }
    }
    for known in kept.iter().map(|known| &known.node) {
        let is_new = !promised.iter().any(|value| value.node.name.node == known.name.node);
        if is_new && !known.ty.node.nullable && known.default_value.is_none() {
            broken.push(format!("{name}({}) is new and must be given", known.name.node));
        }
    }
}

fn mentioned(kind: &TypeKind) -> Vec<String> {
    let base = |ty: &async_graphql::parser::types::Type| {
        ty.to_string().trim_matches(|c| matches!(c, '[' | ']' | '!')).to_owned()
    };
    let of_input = |values: &[Positioned<InputValueDefinition>]| -> Vec<String> {
        values.iter().map(|value| base(&value.node.ty.node)).collect()
    };
    match kind {
        TypeKind::Object(object) => object
            .fields
            .iter()
            .flat_map(|field| {
                let mut names = of_input(&field.node.arguments);
                names.push(base(&field.node.ty.node));
                names
            })
            .collect(),
        TypeKind::InputObject(input) => of_input(&input.fields),
        _ => Vec::new(),
    }
}
