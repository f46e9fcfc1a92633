//! Every page with its forms.

mod admin;
mod admin_agreements;
mod admin_import;
mod admin_queues;
mod admin_senders;
mod admin_texts;
mod desk;
mod desk_bulk;
mod desk_find;
mod desk_notices;
mod mail_ledger;
mod password;
mod profile;
mod reports;
mod search;
mod session;
mod ticket_case;
mod ticket_feedback;
mod ticket_files;
mod ticket_list;
mod ticket_new;
mod ticket_organisation;
mod ticket_texts;
mod ticket_watch;
mod ticket_work;
mod ticket_zoom;
