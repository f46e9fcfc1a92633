//! What the command palette knows by name: commands with the key that does the same, and places.

/// Something that can be done.
pub(super) struct Command {
    /// The key of its text.
    pub(super) key: &'static str,
    pub(super) icon: &'static str,
    /// The key that does it on the page behind, or two with a blank between them.
    pub(super) press: Option<&'static str>,
    /// The page of a ticket on which it can be done as well.
    pub(super) page: Option<&'static str>,
    /// The name of the button or box on the page behind that does it; a script leaves out what is not there.
    pub(super) click: Option<&'static str>,
    /// The key of other words for it.
    pub(super) also: Option<&'static str>,
}

impl Command {
    const fn also(self, also: &'static str) -> Self {
        Self { also: Some(also), ..self }
    }
}

/// Somewhere to go.
pub(super) struct Place {
    pub(super) key: &'static str,
    pub(super) icon: &'static str,
    pub(super) href: &'static str,
    /// The keys that lead there.
    pub(super) keys: &'static str,
    /// The key of other words for it.
    pub(super) also: Option<&'static str>,
}

impl Place {
    const fn also(self, also: &'static str) -> Self {
        Self { also: Some(also), ..self }
    }
}

const fn pressed(key: &'static str, icon: &'static str, press: &'static str) -> Command {
    Command { key, icon, press: Some(press), page: None, click: None, also: None }
}

const fn paged(key: &'static str, icon: &'static str, page: &'static str) -> Command {
    Command { key, icon, press: None, page: Some(page), click: None, also: None }
}

const fn clicked(key: &'static str, icon: &'static str, click: &'static str) -> Command {
    Command { key, icon, press: None, page: None, click: Some(click), also: None }
}

const fn place(key: &'static str, icon: &'static str, href: &'static str, keys: &'static str) -> Place {
    Place { key, icon, href, keys, also: None }
}

/// For the rows of the list that are ticked, or the one that is pointed at.
pub(super) const OF_LIST: [Command; 14] = [
    pressed("find-assign", "user", "a").also("find-assign-also"),
    pressed("find-take", "user", "a a").also("find-take-also"),
    pressed("find-status", "check", "s").also("find-status-also"),
    pressed("find-urgent", "alert", "1").also("find-urgent-also"),
    pressed("find-high", "up", "2").also("find-high-also"),
    pressed("find-normal", "list", "3"),
    pressed("find-low", "down", "4"),
    pressed("find-tag", "tag", "t").also("find-tag-also"),
    pressed("find-macro", "bolt", "m"),
    pressed("find-move", "inbox", "v").also("find-move-also"),
    pressed("find-link", "link", "l").also("find-link-also"),
    pressed("find-undo", "undo", "z").also("find-undo-also"),
    pressed("find-fresh", "refresh", ".").also("find-fresh-also"),
    pressed("find-filter", "filter", "f").also("find-filter-also"),
];

/// For the ticket of the page.
pub(super) const OF_TICKET: [Command; 23] = [
    pressed("find-answer", "reply", "r").also("find-answer-also"),
    pressed("find-note", "lock", "i").also("find-note-also"),
    pressed("find-assign", "user", "a").also("find-assign-also"),
    pressed("find-take", "user", "a a").also("find-take-also"),
    pressed("find-status", "check", "s").also("find-status-also"),
    pressed("find-tag", "tag", "t").also("find-tag-also"),
    pressed("find-macro", "bolt", "m"),
    pressed("find-move", "inbox", "v").also("find-move-also"),
    paged("find-merge", "merge", "merge").also("find-merge-also"),
    paged("find-split", "split", "split").also("find-split-also"),
    paged("find-link", "link", "link").also("find-link-also"),
    pressed("case-copy", "link", "y"),
    paged("find-redact", "hide", "redact").also("find-redact-also"),
    pressed("find-urgent", "alert", "1").also("find-urgent-also"),
    pressed("find-high", "up", "2").also("find-high-also"),
    pressed("find-normal", "list", "3"),
    pressed("find-low", "down", "4"),
    pressed("find-block", "doc", ";").also("find-block-also"),
    pressed("case-unread", "eye", "U").also("find-unread-also"),
    clicked("find-watch", "eye", "watch").also("find-watch-also"),
    clicked("find-unwatch", "hide", "unwatch").also("find-watch-also"),
    clicked("find-private", "lock", "private").also("find-private-also"),
    clicked("case-print", "print", "print").also("find-print-also"),
];

/// On every page.
pub(super) const ANYWHERE: [Command; 2] = [
    pressed("find-keys", "list", "?").also("find-keys-also"),
    clicked("logout", "right", "logout").also("find-logout-also"),
];

/// Places of the desk, and of the administration for those who may go there.
pub(super) const PLACES: [Place; 24] = [
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
    place("new-ticket", "plus", "/tickets/new", "c").also("find-new-also"),
    place("mail-title", "mail", "/desk/mail", ""),
    place("reports-title", "chart", "/desk/reports", ""),
    place("profile-title", "user", "/profile", ""),
    place("notices-centre", "bell", "/desk/notices", "").also("find-notices-also"),
    place("look-title", "eye", "/profile#look", "").also("find-look-also"),
    place("find-admin-people", "users", "/admin/people", ""),
    place("find-admin-organisations", "building", "/admin/organisations", ""),
    place("find-admin-queues", "inbox", "/admin/queues", ""),
    place("find-admin-agreements", "clock", "/admin/agreements", ""),
    place("find-admin-macros", "bolt", "/admin/macros", ""),
    place("section-views", "eye", "/admin/views", ""),
    place("find-admin-texts", "doc", "/admin/text-blocks", ""),
    place("find-admin-audit", "history", "/admin/audit", ""),
];
