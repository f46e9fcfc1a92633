//! What introspection costs: counted over the schema itself before anything runs, since the library does not weigh it and
//! a few nested lists of types would answer gigabytes.

use std::{collections::HashMap, sync::LazyLock};

use async_graphql::{
    Name, Positioned,
    parser::{
        parse_query, parse_schema,
        types::{
            BaseType, ExecutableDocument, Field, FieldDefinition, InputValueDefinition, Selection,
            SelectionSet, Type, TypeKind, TypeSystemDefinition,
        },
    },
};
use async_graphql_value::Value;

use crate::{error::Failure, limits::too_costly};

/// The document by which GraphiQL, Relay, Apollo and code generators read a schema, with everything that they may ask for.
const USUAL: &str = include_str!("introspection.graphql");

/// How many times as much as that document one may ask for.
const TIMES: u64 = 2;

/// How many directives a schema has, at most, and how many arguments or places one of them has.
const DIRECTIVES: u64 = 10;

/// Refuses a document that asks for more of the schema than tools do.
pub(crate) fn check(document: &ExecutableDocument) -> Result<(), Failure> {
    let cost = Count::over(document, &SCHEMA);
    let limit = LIMIT.saturating_mul(TIMES);
    if cost > limit { Err(too_costly("fields of introspection", cost, limit)) } else { Ok(()) }
}

static LIMIT: LazyLock<u64> =
    LazyLock::new(|| parse_query(USUAL).map_or(0, |usual| Count::over(&usual, &SCHEMA)));

static SCHEMA: LazyLock<Shape> = LazyLock::new(|| Shape::read(&crate::sdl()));

/// The types of the schema by their place, and what hangs on each.
#[derive(Default)]
struct Shape {
    places: HashMap<String, usize>,
    types: Vec<Known>,
}

#[derive(Default)]
struct Known {
    fields: Vec<Member>,
    inputs: Vec<usize>,
    values: u64,
    interfaces: Vec<usize>,
    possible: Vec<usize>,
}

struct Member {
    arguments: Vec<usize>,
    of: usize,
}

impl Shape {
    fn read(sdl: &str) -> Self {
        let Ok(document) = parse_schema(sdl) else { return Self::default() };
        let mut shape = Self::default();
        for definition in document.definitions {
            let TypeSystemDefinition::Type(definition) = definition else { continue };
            let place = shape.place(definition.node.name.node.as_str());
            let known = shape.know(place, definition.node.kind);
            if let Some(here) = shape.types.get_mut(place) {
                here.fields = known.fields;
                here.inputs = known.inputs;
                here.values = known.values;
                here.interfaces = known.interfaces;
                here.possible.extend(known.possible);
            }
        }
        shape
    }

    fn place(&mut self, name: &str) -> usize {
        if let Some(place) = self.places.get(name) {
            return *place;
        }
        let place = self.types.len();
        self.places.insert(name.to_owned(), place);
        self.types.push(Known::default());
        place
    }

    fn know(&mut self, place: usize, kind: TypeKind) -> Known {
        let mut known = Known::default();
        match kind {
            TypeKind::Scalar => {}
            TypeKind::Object(object) => {
                known.fields = self.members(&object.fields);
                known.interfaces = self.named(&object.implements);
                for interface in known.interfaces.clone() {
                    if let Some(interface) = self.types.get_mut(interface) {
                        interface.possible.push(place);
                    }
                }
            }
            TypeKind::Interface(interface) => {
                known.fields = self.members(&interface.fields);
                known.interfaces = self.named(&interface.implements);
            }
            TypeKind::Union(union) => known.possible = self.named(&union.members),
            TypeKind::Enum(values) => known.values = count(values.values.len()),
            TypeKind::InputObject(input) => known.inputs = self.inputs(&input.fields),
        }
        known
    }

    fn named(&mut self, names: &[Positioned<Name>]) -> Vec<usize> {
        names.iter().map(|name| self.place(name.node.as_str())).collect()
    }

    fn members(&mut self, fields: &[Positioned<FieldDefinition>]) -> Vec<Member> {
        let member = |field: &Positioned<FieldDefinition>| Member {
            arguments: self.inputs(&field.node.arguments),
            of: self.place(name_of(&field.node.ty.node)),
        };
        fields.iter().map(member).collect()
    }

    fn inputs(&mut self, fields: &[Positioned<InputValueDefinition>]) -> Vec<usize> {
        fields.iter().map(|field| self.place(name_of(&field.node.ty.node))).collect()
    }
}

fn name_of(ty: &Type) -> &str {
    match &ty.base {
        BaseType::Named(name) => name.as_str(),
        BaseType::List(inner) => name_of(inner),
    }
}

/// What a selection is asked of.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
enum Spot {
    Schema,
    Type(usize),
    Field(usize, usize),
    /// An argument or an input field of this type.
    Input(usize),
    Value,
    Directive,
}

/// Counts the fields that introspection would answer. Each selection is counted once for each thing it is asked of, so
/// the counting itself is cheap whatever is asked.
struct Count<'a> {
    shape: &'a Shape,
    document: &'a ExecutableDocument,
    known: HashMap<(Spot, usize), u64>,
}

impl<'a> Count<'a> {
    fn over(document: &'a ExecutableDocument, shape: &'a Shape) -> u64 {
        let mut count = Self { shape, document, known: HashMap::new() };
        let operations: Vec<_> = document.operations.iter().map(|(_, operation)| operation).collect();
        let costs = operations.iter().map(|operation| count.root(&operation.node.selection_set.node));
        costs.fold(0, u64::saturating_add)
    }

    fn root(&mut self, set: &'a SelectionSet) -> u64 {
        let mut cost = 0_u64;
        for item in &set.items {
            cost = cost.saturating_add(match &item.node {
                Selection::Field(field) => self.root_field(&field.node),
                Selection::InlineFragment(inline) => self.root(&inline.node.selection_set.node),
                Selection::FragmentSpread(spread) => match self.fragment(&spread.node.fragment_name.node) {
                    Some(set) => self.root(set),
                    None => 0,
                },
            });
        }
        cost
    }

    fn root_field(&mut self, field: &'a Field) -> u64 {
        let set = &field.selection_set.node;
        match field.name.node.as_str() {
            "__schema" => self.of(Spot::Schema, set),
            "__type" => match field.get_argument("name").map(|name| &name.node) {
                Some(Value::String(name)) => {
                    self.shape.places.get(name).map_or(0, |place| self.of(Spot::Type(*place), set))
                }
                _ => (0..self.shape.types.len()).map(|ty| self.of(Spot::Type(ty), set)).max().unwrap_or(0),
            },
            _ => 0,
        }
    }

    fn fragment(&self, name: &Name) -> Option<&'a SelectionSet> {
        self.document.fragments.get(name).map(|fragment| &fragment.node.selection_set.node)
    }

    /// What the selections cost, asked of this.
    fn of(&mut self, spot: Spot, set: &'a SelectionSet) -> u64 {
        let key = (spot, std::ptr::from_ref(set).addr());
        if let Some(known) = self.known.get(&key) {
            return *known;
        }
        let mut cost = 0_u64;
        for item in &set.items {
            cost = cost.saturating_add(match &item.node {
                Selection::Field(field) => self.field(spot, &field.node).saturating_add(1),
                Selection::InlineFragment(inline) => self.of(spot, &inline.node.selection_set.node),
                Selection::FragmentSpread(spread) => match self.fragment(&spread.node.fragment_name.node) {
                    Some(set) => self.of(spot, set),
                    None => 0,
                },
            });
        }
        self.known.insert(key, cost);
        cost
    }

    fn field(&mut self, spot: Spot, field: &'a Field) -> u64 {
        let (set, shape) = (&field.selection_set.node, self.shape);
        let of_type = |place: usize| shape.types.get(place);
        match (spot, field.name.node.as_str()) {
            (Spot::Schema, "types") => self.each((0..shape.types.len()).map(Spot::Type), set),
            (Spot::Schema, "queryType" | "mutationType" | "subscriptionType") => {
                let roots = (0..shape.types.len()).map(|ty| self.of(Spot::Type(ty), set));
                roots.max().unwrap_or(0)
            }
            (Spot::Schema, "directives") => self.of(Spot::Directive, set).saturating_mul(DIRECTIVES),
            (Spot::Directive, "args") => self.of(Spot::Input(0), set).saturating_mul(DIRECTIVES),
            (Spot::Directive, "locations") => DIRECTIVES,
            (Spot::Type(ty), "fields") => {
                let fields = of_type(ty).map_or(0, |known| known.fields.len());
                self.each((0..fields).map(|field| Spot::Field(ty, field)), set)
            }
            (Spot::Type(ty), "inputFields") => {
                let inputs = of_type(ty).map(|known| known.inputs.as_slice()).unwrap_or_default();
                self.each(inputs.iter().map(|input| Spot::Input(*input)), set)
            }
            (Spot::Type(ty), name @ ("interfaces" | "possibleTypes")) => {
                let types = of_type(ty).map(|known| {
                    if name == "interfaces" { known.interfaces.as_slice() } else { known.possible.as_slice() }
                });
                self.each(types.unwrap_or_default().iter().map(|ty| Spot::Type(*ty)), set)
            }
            (Spot::Type(ty), "enumValues") => {
                let values = of_type(ty).map_or(0, |known| known.values);
                self.of(Spot::Value, set).saturating_mul(values)
            }
            // What is wrapped is counted as what is wrapped in it.
            (Spot::Type(_), "ofType") => self.of(spot, set),
            (Spot::Field(ty, field), "args") => {
                let member = of_type(ty).and_then(|known| known.fields.get(field));
                let arguments = member.map(|member| member.arguments.as_slice()).unwrap_or_default();
                self.each(arguments.iter().map(|argument| Spot::Input(*argument)), set)
            }
            (Spot::Field(ty, field), "type") => match of_type(ty).and_then(|known| known.fields.get(field)) {
                Some(member) => self.of(Spot::Type(member.of), set),
                None => 0,
            },
            (Spot::Input(ty), "type") => self.of(Spot::Type(ty), set),
            _ => 0,
        }
    }

    fn each(&mut self, spots: impl Iterator<Item = Spot>, set: &'a SelectionSet) -> u64 {
        spots.map(|spot| self.of(spot, set)).fold(0, u64::saturating_add)
    }
}

fn count(length: usize) -> u64 {
    u64::try_from(length).unwrap_or(u64::MAX)
}
