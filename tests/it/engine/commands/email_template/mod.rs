//! Emails with words of one's own.

mod fail;
mod set;

use engine::{EmailTexts, SetEmailTemplate};

/// What a confirmation may say in German.
pub(super) fn own() -> EmailTexts {
    EmailTexts {
        subject: "Ihre Anfrage {{ticket.number}}: {{ticket.title}}".to_owned(),
        text: "Hallo{{#if recipientName}} {{recipientName}}{{/if}},\n\n{{ticket.url}}\n\n{{brandName}}"
            .to_owned(),
        html:
            "<p style=\"color:#333\">{{ticket.title}}: <a href=\"{{ticket.url}}\">{{ticket.number}}</a></p>"
                .to_owned(),
    }
}

/// The German confirmation of every queue is to say this.
pub(super) fn confirmation(own: EmailTexts) -> SetEmailTemplate {
    SetEmailTemplate { kind: "confirmation".to_owned(), locale: "de".to_owned(), queue: None, own }
}
