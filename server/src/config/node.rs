//! The configuration as a tree in which every value remembers where it was written down.

use super::mistake::Origin;

/// One place in the tree.
#[derive(Debug, Clone)]
pub(super) struct Node {
    pub(super) origin: Origin,
    pub(super) value: Value,
}

/// What stands in that place.
#[derive(Debug, Clone)]
pub(super) enum Value {
    Text(String),
    Integer(i64),
    Boolean(bool),
    /// Something that no setting takes, named for the message.
    Other(&'static str),
    List(Vec<Node>),
    Table(Vec<(String, Node)>),
}

impl Value {
    /// What a person would call this kind of value.
    pub(super) fn kind(&self) -> &'static str {
        match self {
            Self::Text(_) => "text",
            Self::Integer(_) => "a number",
            Self::Boolean(_) => "true or false",
            Self::Other(kind) => kind,
            Self::List(_) => "a list",
            Self::Table(_) => "a section",
        }
    }
}

impl Node {
    /// The text, if it is one.
    pub(super) fn text(&self) -> Option<&str> {
        match &self.value {
            Value::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The entry of that name, if this is a table that has it.
    pub(super) fn get(&self, key: &str) -> Option<&Self> {
        match &self.value {
            Value::Table(entries) => entries.iter().find_map(|(name, node)| (name == key).then_some(node)),
            _ => None,
        }
    }

    /// Puts a value at a path, over what stood there; `false` when the path leads through a plain value or skips
    /// an entry of a list.
    pub(super) fn put(&mut self, path: &[String], node: Self) -> bool {
        let Some((key, rest)) = path.split_first() else {
            *self = node;
            return true;
        };
        let next_is_list = rest.first().is_some_and(|next| is_index(next));
        match &mut self.value {
            Value::Table(entries) => {
                let position = entries.iter().position(|(name, _)| name == key);
                let position = position.unwrap_or_else(|| {
                    entries.push((key.clone(), Self::container(&node.origin, next_is_list)));
                    entries.len() - 1
                });
                entries.get_mut(position).is_some_and(|(_, entry)| entry.put(rest, node))
            }
            Value::List(items) => {
                let Ok(index) = key.parse::<usize>() else {
                    return false;
                };
                if index == items.len() {
                    items.push(Self::container(&node.origin, next_is_list));
                }
                items.get_mut(index).is_some_and(|item| item.put(rest, node))
            }
            _ => false,
        }
    }

    fn container(origin: &Origin, list: bool) -> Self {
        Self {
            origin: origin.clone(),
            value: if list { Value::List(Vec::new()) } else { Value::Table(Vec::new()) },
        }
    }
}

fn is_index(key: &str) -> bool {
    !key.is_empty() && key.bytes().all(|byte| byte.is_ascii_digit())
}
