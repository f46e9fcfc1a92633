//! The pages, each with its GraphQL documents and its template beside it.
//!
//! | page | address |
//! | --- | --- |
//! | [`home`] | `/`, `/legacy/{id}` |
//! | [`session::login`] | `/login` |
//! | [`session::sign_in`] | `/login/with/{provider}`, with `/callback` |
//! | [`session::code`] | `/login/code` |
//! | [`session::passkey`] | `/login/passkey`, with `/challenge` |
//! | [`session::logout`] | `/logout` |
//! | [`password::request`] | `/password` |
//! | [`password::reset`] | `/password/{token}` |
//! | [`ticket::list`] | `/tickets` |
//! | [`ticket::new`] | `/tickets/new`, with `/draft`, `/look` |
//! | [`ticket::zoom`] | `/tickets/{number}`, with `/close`, `/update`, `/watch` and the like |
//! | [`ticket::emails`] | `/tickets/{number}/emails` |
//! | [`ticket::images`] | `/comments/{id}/images` |
//! | [`ticket::notice`] | `/tickets/{number}/notice` |
//! | [`ticket::work`] | `/tickets/{number}/link`, `/merge`, `/unmerge`, `/split`, `/redact` |
//! | [`ticket::feedback`] | `/answer/{token}`, and `/tickets/{number}/rate` |
//! | [`ticket::texts`] | `/tickets/{number}/block`, `/macro` |
//! | [`ticket::recent`] | `/recent/close` |
//! | [`desk::list`] | `/desk`, with `/change`, `/undo`, `/views` |
//! | [`desk::find`] | `/desk/find` |
//! | [`desk::mail`] | `/desk/mail` |
//! | [`desk::notices`] | `/desk/notices`, `/desk/notices/new` |
//! | [`desk::reports`] | `/desk/reports`, with `/{table}.csv` |
//! | [`search::results`] | `/search` |
//! | [`admin::people`] | `/admin/people`, where `/admin` leads |
//! | [`admin::person`] | `/admin/people/{id}`, `/admin/people/{id}/data`, `/admin/people/new` |
//! | [`admin::import`] | `/admin/people/import`, `/admin/organisations/import` |
//! | [`admin::organisations`] | `/admin/organisations` |
//! | [`admin::organisation`] | `/admin/organisations/{id}`, `/admin/organisations/{id}/senders` |
//! | [`admin::mail`] | `/admin/mail` |
//! | [`admin::mailbox`] | `/admin/mail/{id}`, `/admin/mail/new` |
//! | [`admin::mailbox_rules`] | `/admin/mail/{id}/rules` |
//! | [`admin::audit`] | `/admin/audit` |
//! | [`admin::queue_list`] | `/admin/queues` |
//! | [`admin::agreements`] | `/admin/agreements` |
//! | [`admin::queues`] | `/admin/queues/{id}`, with `/members` |
//! | [`admin::text_blocks`] | `/admin/text-blocks` |
//! | [`admin::macros`] | `/admin/macros` |
//! | [`admin::templates`] | `/admin/templates` |
//! | [`admin::views`] | `/admin/views` |
//! | [`profile::own`] | `/profile` |
//! | [`profile::access`] | `/profile/access` |
//! | [`profile::link`] | `/profile/link/{provider}` |
//! | [`profile::second_factor`] | `/profile/second-factor` |
//! | [`profile::unsubscribe`] | `/unsubscribe/{token}` |
//! | [`profile::passkeys`] | `/profile/passkeys`, with `/challenge` |

pub(crate) mod home;

/// In and out.
pub(crate) mod session {
    pub(crate) mod begun;
    /// The log-in.
    pub(crate) mod login {
        pub(crate) mod page;
    }
    /// The log-in by a provider.
    pub(crate) mod sign_in {
        pub(crate) mod page;
    }
    /// The second step of the log-in.
    pub(crate) mod code {
        pub(crate) mod page;
    }
    /// The log-in by a passkey.
    pub(crate) mod passkey {
        pub(crate) mod page;
    }
    /// The log-out.
    pub(crate) mod logout {
        pub(crate) mod page;
    }
}

/// A first or a new password.
pub(crate) mod password {
    /// Asking for the link.
    pub(crate) mod request {
        pub(crate) mod page;
    }
    /// Following the link.
    pub(crate) mod reset {
        pub(crate) mod page;
    }
}

/// Tickets, for customers and for staff.
pub(crate) mod ticket {
    /// My tickets, and those of my organisation.
    pub(crate) mod list {
        pub(crate) mod page;
    }
    /// A new ticket.
    pub(crate) mod new {
        pub(crate) mod draft;
        pub(crate) mod look;
        pub(crate) mod page;
        pub(crate) mod similar;
    }
    /// Where a letter leads that asks what became of a ticket.
    pub(crate) mod feedback {
        pub(crate) mod page;
        pub(crate) mod rate;
    }
    /// What became of the emails of one ticket.
    pub(crate) mod emails {
        pub(crate) mod page;
    }
    /// One comment with the pictures that its email loads from elsewhere.
    pub(crate) mod images {
        pub(crate) mod page;
    }
    /// The privacy notice that was shown when one ticket was opened.
    pub(crate) mod notice {
        pub(crate) mod page;
    }
    /// Linking, merging, splitting and redacting one ticket.
    pub(crate) mod work {
        pub(crate) mod page;
        pub(crate) mod send;
    }
    /// One ticket with its conversation.
    pub(crate) mod zoom {
        pub(crate) mod answer;
        pub(crate) mod draft;
        pub(crate) mod draft_files;
        pub(crate) mod offer;
        pub(crate) mod page;
        pub(crate) mod send;
        mod sent_key;
        pub(crate) mod thread;
        pub(crate) mod watch;
    }
    /// One ticket as the staff work on it.
    pub(crate) mod case {
        mod composer;
        pub(crate) mod conflict;
        pub(crate) mod delivery;
        mod fold;
        pub(crate) mod memo;
        mod mentions;
        pub(crate) mod origin;
        pub(crate) mod page;
        mod panel;
        mod posts;
        pub(crate) mod quotes;
    }
    /// Text blocks and macros on one ticket.
    pub(crate) mod texts {
        pub(crate) mod page;
    }
    /// The list of tickets opened last.
    pub(crate) mod recent;
}

/// The staff's desk.
pub(crate) mod desk {
    /// The command palette.
    pub(crate) mod find {
        mod acts;
        mod commands;
        mod fuzzy;
        pub(crate) mod page;
    }
    /// The notification centre.
    pub(crate) mod notices {
        pub(crate) mod new;
        pub(crate) mod page;
        mod wording;
    }
    /// The lists of the desk.
    pub(crate) mod list {
        mod beyond;
        pub(crate) mod change;
        pub(crate) mod listed;
        mod menus;
        mod outcome;
        pub(crate) mod page;
        mod rows;
        pub(crate) mod undo;
        pub(crate) mod views;
    }
    /// What became of incoming mail.
    pub(crate) mod mail {
        pub(crate) mod page;
    }
    /// How tickets fared, in figures.
    pub(crate) mod reports {
        mod answer;
        mod charts;
        pub(crate) mod page;
        mod spoken;
        mod tables;
    }
}

/// What admins manage.
pub(crate) mod admin {
    /// Agreements, and the calendars on which they are counted.
    pub(crate) mod agreements {
        pub(crate) mod page;
        mod sheet;
    }
    /// One organisation and its members.
    pub(crate) mod organisation {
        pub(crate) mod page;
    }
    /// The organisations, and making one.
    pub(crate) mod organisations {
        pub(crate) mod page;
    }
    /// Everybody whom the installation knows.
    pub(crate) mod people {
        mod asked;
        pub(crate) mod page;
        pub(crate) mod place;
    }
    /// One person, and making one.
    pub(crate) mod person {
        pub(crate) mod data;
        mod hand_over;
        pub(crate) mod new;
        mod organisation;
        pub(crate) mod page;
    }
    /// How mail fares.
    pub(crate) mod mail {
        pub(crate) mod page;
    }
    /// One mailbox, and adding one.
    pub(crate) mod mailbox {
        pub(crate) mod page;
    }
    /// The rules of one mailbox.
    pub(crate) mod mailbox_rules {
        pub(crate) mod page;
    }
    /// Taking over people and organisations from a file.
    pub(crate) mod import {
        pub(crate) mod page;
        mod table;
    }
    /// Who changed what.
    pub(crate) mod audit {
        pub(crate) mod page;
        mod told;
    }
    /// The queues, and making one.
    pub(crate) mod queue_list {
        pub(crate) mod page;
    }
    pub(crate) mod listed;
    pub(crate) mod part;
    pub(crate) mod sections;
    /// Text blocks.
    pub(crate) mod text_blocks {
        pub(crate) mod page;
    }
    /// Macros.
    pub(crate) mod macros {
        pub(crate) mod page;
        mod sheet;
    }
    /// Emails with words of one's own.
    pub(crate) mod templates {
        pub(crate) mod page;
    }
    /// What is decided for one queue.
    pub(crate) mod queues {
        pub(crate) mod page;
    }
    /// The views of the whole team.
    pub(crate) mod views {
        pub(crate) mod page;
    }
}

/// The viewer's own.
pub(crate) mod profile {
    /// Name, language, time zone and password.
    pub(crate) mod own {
        pub(crate) mod page;
    }
    /// Sessions and API tokens.
    pub(crate) mod access {
        mod client;
        pub(crate) mod page;
    }
    pub(crate) mod identity;
    /// Linking an account at a provider of single sign-on.
    pub(crate) mod link {
        pub(crate) mod page;
    }
    /// What is shown instead of the password.
    pub(crate) mod passkeys {
        pub(crate) mod page;
    }
    /// What is shown beside the password.
    pub(crate) mod second_factor {
        pub(crate) mod page;
    }
    /// Where the link in the head of an email leads.
    pub(crate) mod unsubscribe {
        pub(crate) mod page;
    }
}

/// Search.
pub(crate) mod search {
    /// What was found.
    pub(crate) mod results {
        pub(crate) mod page;
    }
}
