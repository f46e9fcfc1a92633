//! Which people are asked for, as the address of the list says: words, a chip, an order and a page; and the addresses that lead
//! from there.

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::{
    pages::admin::sections::{Cut, PageInfo, ROWS},
    urls,
};

const PATH: &str = "/admin/people";

/// The states that have a chip; most people are active, and all of them are.
const STATES: [&str; 4] = ["INVITED", "NO_PASSWORD", "UNREACHABLE", "DEACTIVATED"];

/// The orders: the word in the address, the schema's, and whether it begins downwards.
const ORDERS: [(&str, &str, bool); 7] = [
    ("name", "NAME", false),
    ("email", "EMAIL", false),
    ("organisation", "ORGANISATION", false),
    ("role", "ROLE", false),
    ("seen", "LAST_SEEN", true),
    ("open", "OPEN_TICKETS", true),
    ("state", "STATE", false),
];

/// Which people are asked for.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct Asked {
    q: Option<String>,
    role: Option<String>,
    state: Option<String>,
    sort: Option<String>,
    /// The place of the first row among all, counted from 1; a cursor does not tell it.
    from: Option<u64>,
}

/// What narrows the list beside words.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Chip {
    /// Nothing.
    All,
    /// A role.
    Role(&'static str),
    /// A state.
    State(&'static str),
}

/// The links to the pages before and after.
#[derive(Debug, Serialize)]
pub(crate) struct Pager {
    previous: Option<String>,
    next: Option<String>,
}

impl Chip {
    /// All there are, in their order.
    pub(crate) fn each() -> impl Iterator<Item = Self> {
        let roles = super::page::ROLES.into_iter().map(Self::Role);
        std::iter::once(Self::All).chain(roles).chain(STATES.into_iter().map(Self::State))
    }

    /// The text that it bears.
    pub(crate) fn key(self) -> String {
        match self {
            Self::All => "people-all".to_owned(),
            Self::Role(role) => format!("people-role-{role}"),
            Self::State(state) => format!("people-state-{state}"),
        }
    }

    fn pair(self) -> Option<(&'static str, &'static str)> {
        match self {
            Self::All => None,
            Self::Role(role) => Some(("role", role)),
            Self::State(state) => Some(("state", state)),
        }
    }
}

impl Asked {
    /// The words.
    pub(crate) fn query(&self) -> Option<&str> {
        self.q.as_deref().map(str::trim).filter(|query| !query.is_empty())
    }

    /// What narrows the list beside words; what the address says wrongly narrows nothing.
    pub(crate) fn chip(&self) -> Chip {
        let named = |chip: &Chip| match chip.pair() {
            Some(("role", role)) => self.role.as_deref() == Some(role),
            Some((_, state)) => self.state.as_deref() == Some(state),
            None => false,
        };
        Chip::each().find(named).unwrap_or(Chip::All)
    }

    /// The order: its word in the address, the schema's, and whether it runs downwards.
    fn order(&self) -> (&'static str, &'static str, bool) {
        let asked = self.sort.as_deref().unwrap_or_default();
        let (name, down) = asked.strip_prefix('-').map_or((asked, false), |name| (name, true));
        let found = ORDERS.iter().find(|(word, ..)| *word == name);
        found.map_or(("name", "NAME", false), |(word, field, _)| (word, field, down))
    }

    /// Which way the column sorts, if the list is sorted by it.
    pub(crate) fn sorted_by(&self, word: &str) -> Option<&'static str> {
        let (sorted, _, down) = self.order();
        (sorted == word).then_some(if down { "descending" } else { "ascending" })
    }

    /// Adds to the variables of the document what is asked for.
    pub(crate) fn add_to(&self, variables: &mut Value) {
        let (_, field, down) = self.order();
        let chip = self.chip();
        variables["query"] = json!(self.query());
        variables["role"] = json!(if let Chip::Role(role) = chip { Some(role) } else { None });
        variables["state"] = json!(if let Chip::State(state) = chip { Some(state) } else { None });
        variables["order"] = json!({ "field": field, "direction": if down { "DESC" } else { "ASC" } });
    }

    /// What a new search keeps: the chip and the order.
    pub(crate) fn beside_search(&self) -> Vec<Value> {
        let pairs = self.chip().pair().into_iter().chain(self.sort_pair());
        pairs.map(|(name, value)| json!({ "name": name, "value": value })).collect()
    }

    /// The same list under another chip.
    pub(crate) fn under(&self, chip: Chip) -> String {
        link(self.query_pair().into_iter().chain(chip.pair()).chain(self.sort_pair()))
    }

    /// The same list sorted by a column; by the one it is sorted by, the other way round.
    pub(crate) fn sorted(&self, word: &str) -> String {
        let (sorted, _, down) = self.order();
        let usual = ORDERS.iter().any(|(known, _, down)| *known == word && *down);
        let down = if sorted == word { !down } else { usual };
        let sort = if down { format!("-{word}") } else { word.to_owned() };
        link(self.query_pair().into_iter().chain(self.chip().pair()).chain([("sort", sort.as_str())]))
    }

    /// What another order keeps: the words and the chip.
    pub(crate) fn beside_order(&self) -> Vec<Value> {
        let pairs = self.query_pair().into_iter().chain(self.chip().pair());
        pairs.map(|(name, value)| json!({ "name": name, "value": value })).collect()
    }

    /// The orders that can be picked: each column as it begins, and the one at hand if it runs the other way. Each with its word,
    /// whether it runs downwards, and whether it is the one at hand.
    pub(crate) fn orders(&self) -> Vec<(&'static str, bool, bool)> {
        let (sorted, _, down) = self.order();
        let mut orders: Vec<_> = ORDERS.iter().map(|(word, _, down)| (*word, *down)).collect();
        if !orders.contains(&(sorted, down)) {
            orders.push((sorted, down));
        }
        orders.into_iter().map(|order| (order.0, order.1, order == (sorted, down))).collect()
    }

    /// The place of the first row among all, counted from 1.
    pub(crate) fn from(&self, cut: &Cut) -> u64 {
        self.from.filter(|_| cut.is_within()).unwrap_or(1).max(1)
    }

    /// The links to the pages before and after; none, if this is all.
    pub(crate) fn pager(&self, info: &PageInfo, cut: &Cut) -> Option<Pager> {
        let from = self.from(cut);
        let rows = u64::from(ROWS);
        let page = |name, cursor: &str, from: u64| {
            let from = from.to_string();
            let own = [(name, cursor), ("from", from.as_str())];
            link(self.query_pair().into_iter().chain(self.chip().pair()).chain(self.sort_pair()).chain(own))
        };
        let previous = info.previous().map(|cursor| page("before", cursor, from.saturating_sub(rows).max(1)));
        let next = info.next().map(|cursor| page("after", cursor, from + rows));
        (previous.is_some() || next.is_some()).then_some(Pager { previous, next })
    }

    fn query_pair(&self) -> Option<(&str, &str)> {
        self.query().map(|query| ("q", query))
    }

    fn sort_pair(&self) -> Option<(&str, &str)> {
        self.sort.as_deref().filter(|sort| !sort.is_empty()).map(|sort| ("sort", sort))
    }
}

fn link<'a>(pairs: impl Iterator<Item = (&'a str, &'a str)>) -> String {
    let pairs: Vec<_> = pairs.collect();
    if pairs.is_empty() { PATH.to_owned() } else { format!("{PATH}?{}", urls::query(&pairs)) }
}

#[cfg(test)]
mod tests {
    use super::{Asked, Chip};

    fn asked(q: &str, role: &str, sort: &str) -> Asked {
        let given = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        Asked { q: given(q), role: given(role), sort: given(sort), ..Asked::default() }
    }

    #[test]
    fn a_chip_keeps_the_words_and_the_order_and_replaces_the_other_chip() {
        let asked = asked("acme", "AGENT", "-seen");
        assert_eq!(asked.under(Chip::All), "/admin/people?q=acme&sort=-seen");
        assert_eq!(asked.under(Chip::State("INVITED")), "/admin/people?q=acme&state=INVITED&sort=-seen");
        assert_eq!(Asked::default().under(Chip::All), "/admin/people");
    }

    #[test]
    fn a_second_click_on_a_column_turns_the_order_round_and_who_was_last_seen_begins_with_the_newest() {
        assert_eq!(asked("", "", "").sorted("name"), "/admin/people?sort=-name");
        assert_eq!(asked("", "", "-name").sorted("name"), "/admin/people?sort=name");
        assert_eq!(asked("", "", "").sorted("seen"), "/admin/people?sort=-seen");
        assert_eq!(asked("", "AGENT", "-seen").sorted("seen"), "/admin/people?role=AGENT&sort=seen");
        assert_eq!(asked("", "", "nonsense").sorted_by("name"), Some("ascending"));
    }

    #[test]
    fn every_column_can_be_picked_as_an_order_and_the_one_at_hand_is_picked() {
        let orders = asked("", "", "").orders();
        assert_eq!(orders.len(), 7);
        assert_eq!(orders[0], ("name", false, true));
        assert!(orders.contains(&("seen", true, false)), "who was last seen begins with the newest");
        let orders = asked("", "", "-name").orders();
        assert_eq!(orders.len(), 8);
        assert_eq!((orders[0], orders[7]), (("name", false, false), ("name", true, true)));
    }
}
