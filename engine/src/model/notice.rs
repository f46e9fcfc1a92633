//! Of what a person is told, and how.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{Notice, Role};

/// How a person is told of something.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct NoticeChoice {
    /// By email.
    pub email: bool,
    /// Among the notifications on the page; never of what [`Notice::is_on_page`] leaves out.
    #[serde(default = "usually")]
    pub page: bool,
}

/// Whether a person is told of something by email.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct EmailSwitch {
    /// Of what.
    pub notice: Notice,
    /// Whether by email.
    pub email: bool,
}

/// Who chose before there was this choice was told on the page.
const fn usually() -> bool {
    true
}

impl Notice {
    /// How somebody of this role is told who chose nothing. Admins work every queue, and would hear of all there is; on the page
    /// new tickets stand in the lists anyway.
    #[must_use]
    pub const fn usual(self, role: Role) -> NoticeChoice {
        let is_new = matches!(self, Self::NewTicket);
        NoticeChoice { email: !is_new || matches!(role, Role::Agent), page: !is_new }
    }

    /// Whether the staff can be told of it among the notifications on the page.
    #[must_use]
    pub const fn is_on_page(self) -> bool {
        !matches!(self, Self::Watched)
    }

    /// Whether somebody of this role is ever told of it: customers, of what they watch.
    #[must_use]
    pub const fn concerns(self, role: Role) -> bool {
        role.is_staff() || matches!(self, Self::Watched)
    }
}

/// What a person chose; of the rest they are told as usual.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub(crate) struct NoticeChoices(BTreeMap<Notice, NoticeChoice>);

impl NoticeChoices {
    /// How the person of this role is told of this.
    pub(crate) fn of(&self, notice: Notice, role: Role) -> NoticeChoice {
        self.0.get(&notice).copied().unwrap_or_else(|| notice.usual(role))
    }

    /// Every notice that concerns somebody of this role, with the choice.
    pub(crate) fn listed(&self, role: Role) -> Vec<(Notice, NoticeChoice)> {
        let concern = Notice::ALL.iter().copied().filter(|notice| notice.concerns(role));
        concern.map(|notice| (notice, self.of(notice, role))).collect()
    }

    /// Makes another choice; the usual one is none.
    pub(crate) fn choose(&mut self, notice: Notice, choice: NoticeChoice, role: Role) {
        if choice == notice.usual(role) {
            self.0.remove(&notice);
        } else {
            self.0.insert(notice, choice);
        }
    }
}
