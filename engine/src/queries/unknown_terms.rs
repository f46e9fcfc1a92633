//! Which terms of a search name nothing: a queue, an organisation, a person or a tag that does not exist, or that the actor may
//! not see, which is the same to them; or a property that the search does not have. Such a term is no error, since a saved view must outlive a queue that was renamed, but
//! whoever finds nothing must learn why.

use crate::{
    actor::{Actor, Scope},
    content::strange_keys::{StrangeKey, strange_keys},
    engine::Engine,
    error::Result,
    model::{SearchProperty, Sought, UnknownTerm, Whom},
    policy,
    store::{known_names, names::folded, visible::Visible},
};

/// So many names are looked up; a search has few.
const MOST: usize = 24;

impl Engine {
    /// The terms of a search that name a property which does not exist, and then those that name a queue, an organisation, a
    /// person or a tag that does not exist, or that the actor may not see; in the order in which they were typed.
    ///
    /// # Errors
    /// `BadInput` for `query`, as [`Engine::read_search`]; `MissingScope`.
    pub async fn unknown_search_terms(&self, actor: &Actor, typed: &str) -> Result<Vec<UnknownTerm>> {
        policy::in_scope(actor, Scope::Read)?;
        let search = self.read_search(actor, typed)?;
        let mut unknown: Vec<_> = strange_keys(typed).into_iter().map(no_property).collect();
        let mut left = MOST;
        for clause in search.clauses {
            let Some((property, names)) = named(&clause.sought) else { continue };
            let each: &[&String] = match names.split_first() {
                // `a,b` is one name, or two; addresses have no commas.
                Some((whole, parts)) if !parts.is_empty() && property != SearchProperty::Person => {
                    if self.is_known(actor, property, whole).await? { &[] } else { parts }
                }
                _ => &names,
            };
            for name in each {
                if left == 0 {
                    return Ok(unknown);
                }
                left -= 1;
                if !self.is_known(actor, property, name).await? {
                    let (term, value) = (clause.text.clone(), (*name).to_owned());
                    unknown.push(UnknownTerm { term, property, value, nearest: None });
                }
            }
        }
        Ok(unknown)
    }

    async fn is_known(&self, actor: &Actor, property: SearchProperty, name: &str) -> Result<bool> {
        let (visible, db) = (Visible::to(actor), self.database().ro());
        // PostgreSQL refuses it, and no name has it.
        if name.contains('\0') {
            return Ok(false);
        }
        match property {
            SearchProperty::Queue => {
                let wanted = folded(name.trim());
                Ok(self.queues(actor).await?.iter().any(|queue| folded(&queue.name) == wanted))
            }
            SearchProperty::Organisation => known_names::organisation(db, visible, name).await,
            SearchProperty::Person if visible.sees_all_people() => known_names::address(db, name).await,
            SearchProperty::Person => {
                Ok(actor.user().is_some_and(|viewer| viewer.email.eq_ignore_ascii_case(name)))
            }
            SearchProperty::Tag if visible.sees_internal() => known_names::tag(db, visible, name).await,
            SearchProperty::Tag | SearchProperty::Key => Ok(false),
        }
    }
}

fn no_property(strange: StrangeKey) -> UnknownTerm {
    let StrangeKey { term, key, nearest } = strange;
    UnknownTerm { term, property: SearchProperty::Key, value: key, nearest }
}

/// The names of which the property is one.
fn named(sought: &Sought) -> Option<(SearchProperty, Vec<&String>)> {
    Some(match sought {
        Sought::Queue(names) => (SearchProperty::Queue, names.iter().collect()),
        Sought::Organisation(names) => (SearchProperty::Organisation, names.iter().collect()),
        Sought::Tag(tags) => (SearchProperty::Tag, tags.iter().collect()),
        Sought::Assignee(whom) | Sought::Customer(whom) => (SearchProperty::Person, addresses(whom)),
        _ => return None,
    })
}

fn addresses(whom: &[Whom]) -> Vec<&String> {
    let mut addresses = Vec::new();
    for one in whom {
        if let Whom::Address(address) = one {
            addresses.push(address);
        }
    }
    addresses
}
