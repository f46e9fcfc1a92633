//! Reads: what comes back, in which order, and to whom.

mod access;
mod audit_filter;
mod comments;
mod events;
mod explain;
mod letters;
mod mailboxes;
mod page;
mod report;
mod search_filter;
mod search_names;
mod standing;
mod statistics;
mod tally;
mod ticket_order;
mod tickets;
mod unknown_terms;
mod user_facts;
mod users;
mod whole_text;
