//! What the command palette knows by name: commands with the key that does the same, and places.

/// Something that can be done.
pub(super) struct Command {
    /// The key of its text.
    pub(super) key: &'static str,
    pub(super) icon: &'static str,
    /// The key that does it on the page behind.
    pub(super) press: Option<&'static str>,
    /// The page of a ticket on which it can be done as well.
    pub(super) page: Option<&'static str>,
}

/// Somewhere to go.
pub(super) struct Place {
    pub(super) key: &'static str,
    pub(super) icon: &'static str,
    pub(super) href: &'static str,
    /// The keys that lead there.
    pub(super) keys: &'static str,
}

const fn pressed(key: &'static str, icon: &'static str, press: &'static str) -> Command {
    Command { key, icon, press: Some(press), page: None }
}

const fn paged(key: &'static str, icon: &'static str, page: &'static str) -> Command {
    Command { key, icon, press: None, page: Some(page) }
}

const fn place(key: &'static str, icon: &'static str, href: &'static str, keys: &'static str) -> Place {
    Place { key, icon, href, keys }
}

/// For the rows of the list that are ticked, or the one that is pointed at.
pub(super) const OF_LIST: [Command; 13] = [
    pressed("find-assign", "user", "a"),
    pressed("find-status", "check", "s"),
    pressed("find-urgent", "alert", "1"),
    pressed("find-high", "up", "2"),
    pressed("find-normal", "list", "3"),
    pressed("find-low", "down", "4"),
    pressed("find-tag", "tag", "t"),
    pressed("find-macro", "bolt", "m"),
    pressed("find-move", "inbox", "v"),
    pressed("find-link", "link", "l"),
    pressed("find-undo", "undo", "z"),
    pressed("find-fresh", "refresh", "."),
    pressed("find-filter", "filter", "f"),
];

/// For the ticket of the page.
pub(super) const OF_TICKET: [Command; 12] = [
    pressed("find-answer", "reply", "r"),
    pressed("find-note", "lock", "i"),
    pressed("find-assign", "user", "a"),
    pressed("find-status", "check", "s"),
    pressed("find-tag", "tag", "t"),
    pressed("find-macro", "bolt", "m"),
    pressed("find-move", "inbox", "v"),
    paged("find-merge", "merge", "merge"),
    paged("find-split", "split", "split"),
    paged("find-link", "link", "link"),
    pressed("case-copy", "link", "y"),
    paged("find-redact", "hide", "redact"),
];

/// Places of the desk, and of the administration for those who may go there.
pub(super) const PLACES: [Place; 22] = [
    place("view-waiting", "inbox", "/desk?view=waiting", "g w"),
    place("view-unassigned", "inbox", "/desk?view=unassigned", "g n"),
    place("view-mine", "inbox", "/desk?view=mine", "g m"),
    place("view-risk", "clock", "/desk?view=risk", ""),
    place("view-mentioned", "user", "/desk?view=mentioned", ""),
    place("view-escalated", "clock", "/desk?view=escalated", ""),
    place("view-open", "inbox", "/desk?view=open", ""),
    place("view-pending", "inbox", "/desk?view=pending", ""),
    place("view-resolved", "inbox", "/desk?view=resolved", ""),
    place("view-all", "inbox", "/desk?view=all", ""),
    place("new-ticket", "plus", "/tickets/new", "c"),
    place("mail-title", "mail", "/desk/mail", ""),
    place("reports-title", "chart", "/desk/reports", ""),
    place("profile-title", "user", "/profile", ""),
    place("find-admin-people", "users", "/admin/people", ""),
    place("find-admin-organisations", "building", "/admin/organisations", ""),
    place("find-admin-queues", "inbox", "/admin/queues", ""),
    place("find-admin-agreements", "clock", "/admin/agreements", ""),
    place("find-admin-macros", "bolt", "/admin/macros", ""),
    place("section-views", "eye", "/admin/views", ""),
    place("find-admin-texts", "doc", "/admin/text-blocks", ""),
    place("find-admin-audit", "history", "/admin/audit", ""),
];
