//! Lists that the schema answers whole, such as all queues: searched, and shown a page at a time.

use serde::Deserialize;
use serde_json::{Value, json};

use crate::urls;

/// So many entries stand on one page of a list.
const MOST: usize = 50;

/// Which part of a list is asked for.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct Part {
    q: Option<String>,
    page: Option<usize>,
}

impl Part {
    pub(crate) const fn new(q: Option<String>, page: Option<usize>) -> Self {
        Self { q, page }
    }

    /// What is searched for.
    pub(crate) fn query(&self) -> Option<&str> {
        self.q.as_deref().map(str::trim).filter(|query| !query.is_empty())
    }

    /// Which page, counted from one.
    fn at(&self) -> usize {
        self.page.unwrap_or(1).max(1)
    }

    /// The entries of the page.
    pub(crate) fn cut<'a, T>(&self, all: &'a [T]) -> &'a [T] {
        let all = all.get((self.at() - 1).saturating_mul(MOST)..).unwrap_or_default();
        all.get(..MOST).unwrap_or(all)
    }

    /// The address of this part of the list at `path`, with what else is to stand in it.
    pub(crate) fn href_of(&self, path: &str, beside: &[(&str, &str)]) -> String {
        self.href(path, beside, self.at())
    }

    /// The address of a page of the list at `path`, which may end in the place on the page where the list stands.
    fn href(&self, path: &str, beside: &[(&str, &str)], page: usize) -> String {
        let (path, place) =
            path.split_once('#').map_or((path, String::new()), |(path, place)| (path, format!("#{place}")));
        let page = page.to_string();
        let mut pairs = beside.to_vec();
        pairs.extend(self.query().map(|query| ("q", query)));
        pairs.extend((page != "1").then_some(("page", page.as_str())));
        if pairs.is_empty() {
            format!("{path}{place}")
        } else {
            format!("{path}?{}{place}", urls::query(&pairs))
        }
    }

    /// Links to the pages before and after, for a list of so many entries; nothing where there is one page.
    pub(crate) fn pager(&self, path: &str, count: usize) -> Option<Value> {
        let at = self.at();
        let previous = (at > 1).then(|| self.href(path, &[], at - 1));
        let next = (at.saturating_mul(MOST) < count).then(|| self.href(path, &[], at + 1));
        (previous.is_some() || next.is_some()).then(|| json!({ "previous": previous, "next": next }))
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::Part;

    fn part(q: &str, page: usize) -> Part {
        Part { q: Some(q.to_owned()), page: Some(page) }
    }

    #[test]
    fn a_list_is_cut_into_pages_that_lead_to_each_other() {
        let all: Vec<usize> = (0..120).collect();
        assert_eq!(Part::default().cut(&all), &all[..50]);
        assert_eq!(part("", 3).cut(&all), &all[100..]);
        assert!(part("", 4).cut(&all).is_empty() && part("", usize::MAX).cut(&all).is_empty());
        assert_eq!(part("", 0).cut(&all[..7]), &all[..7]);
        assert_eq!(Part::default().pager("/a", 50), None);
        assert_eq!(Part::default().pager("/a", 51), Some(json!({ "previous": null, "next": "/a?page=2" })));
        let second = part(" x y ", 2).pager("/a#list", 120);
        assert_eq!(second, Some(json!({ "previous": "/a?q=x+y#list", "next": "/a?q=x+y&page=3#list" })));
        assert_eq!(part("x", 2).href_of("/a#list", &[("id", "1")]), "/a?id=1&q=x&page=2#list");
    }
}
