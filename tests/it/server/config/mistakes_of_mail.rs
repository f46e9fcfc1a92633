//! Mistakes in what the configuration says of mailboxes and their providers.

use super::{complaints, read};

#[test]
fn every_mistake_about_tokens_is_named_with_what_would_be_right() {
    let provider = "[mail.oauth.m365]\nprovider = \"microsoft\"\nclient_id = \"c\"\n";
    let mailbox =
        "[[mail.mailbox]]\naddress = \"a@b.example\"\nqueue = \"Support\"\nimap = \"imaps://u@h/INBOX\"\n";
    let secret = "client_secret_file = \"/nowhere\"";
    for (text, expected) in [
        ("[mail.oauth.m365]\nprovider = \"microsoft\"\n".to_owned(), "mail.oauth.m365.client_id: is missing"),
        (
            "[mail.oauth.x]\nprovider = \"yahoo\"\nclient_id = \"c\"\n".to_owned(),
            "mail.oauth.x.provider: must be one of \"microsoft\", \"google\", not \"yahoo\"",
        ),
        ("[mail.oauth.x]\nclient_id = \"c\"\n".to_owned(), "mail.oauth.x.token_url: is missing"),
        (
            format!("{provider}token_url = \"http://h.example/\"\n"),
            "mail.oauth.m365.token_url: must start with https",
        ),
        (
            format!("{provider}tenant = \"a/b\"\n"),
            "mail.oauth.m365.tenant: must be the id or domain of a directory",
        ),
        (format!("{provider}{secret}\n"), "mail.oauth.m365.client_secret_file: cannot read"),
        (
            format!("{provider}clientid = \"c\"\n"),
            "mail.oauth.m365.clientid: unknown key; did you mean \"client_id\"?",
        ),
        ("[mail]\noauth = \"m365\"\n".to_owned(), "mail.oauth: must be sections; write [mail.oauth.NAME]"),
        (
            format!("{provider}{mailbox}oauth = \"m356\"\n"),
            "mail.mailbox[0].oauth: [mail.oauth.m356] is not configured; did you mean \"m365\"?",
        ),
        (
            format!("{mailbox}oauth = \"m365\"\n"),
            "mail.mailbox[0].oauth: [mail.oauth.m365] is not configured; add it",
        ),
        (
            format!("{provider}{mailbox}oauth = \"m365\"\npassword = \"p\"\n"),
            "mail.mailbox[0].oauth: cannot be combined with a password",
        ),
        (
            format!("{provider}[mail.smtp]\nurl = \"smtps://h.example\"\noauth = \"m365\"\n"),
            "mail.smtp.url: the URL for outgoing mail must name a user",
        ),
        (
            format!("{provider}[mail.smtp]\nurl = \"smtp://u@h.example\"\noauth = \"m365\"\n"),
            "mail.smtp.url: the URL for outgoing mail would send a token",
        ),
    ] {
        let complaints = complaints(&text, &[]);
        let named = complaints.iter().filter(|line| line.contains(expected)).count();
        assert_eq!(named, 1, "{text}\nshould say {expected}\nbut says {complaints:#?}");
    }
    let text = format!(
        "{provider}{mailbox}oauth = \"m365\"\n[mail.smtp]\nurl = \"smtps://u@h.example\"\noauth = \"m365\"\n"
    );
    let config =
        read(&text, &[("SCHALTER_MAIL__OAUTH__M365__CLIENT_SECRET", "hush-hush")]).expect("no mistake");
    assert!(!format!("{config:?}").contains("hush-hush"));
    let accounts = config.settings("https://tickets.example.org").mail.accounts;
    assert_eq!(accounts.len(), 1, "one account fetches and sends");
    assert_eq!(
        (accounts[0].mailboxes.as_slice(), accounts[0].sends),
        (&["a@b.example".to_owned()][..], true)
    );
}

#[test]
fn every_mistake_of_a_mailbox_is_named_where_it_stands() {
    let mailbox = "[[mail.mailbox]]\naddress = \"a@b.example\"\nqueue = \"Support\"\n";
    for (line, expected) in [
        ("imap = \"pop3://u@h/INBOX\"", "mail.mailbox[0].imap: unsupported scheme \"pop3\""),
        ("imap = \"imaps://h/INBOX\"", "mail.mailbox[0].imap: the URL must name a user"),
        ("after_fetch = \"delete\"", "mail.mailbox[0].after_fetch: requires imap"),
        ("move_to = \"Done\"", "mail.mailbox[0].move_to: requires imap"),
        ("old_mail = \"quiet\"", "mail.mailbox[0].old_mail: requires imap"),
        ("only_newer_than = \"2026-01-31\"", "mail.mailbox[0].only_newer_than: requires imap"),
        (
            "after_fetch = \"burn\"\nimap = \"imaps://u:p@h/INBOX\"",
            "mail.mailbox[0].after_fetch: must be one of \"mark\", \"move\", \"delete\", not \"burn\"",
        ),
        (
            "old_mail = \"burn\"\nimap = \"imaps://u:p@h/INBOX\"",
            "mail.mailbox[0].old_mail: must be one of \"quiet\", \"import\", \"answer\", not \"burn\"",
        ),
        (
            "only_newer_than = \"31.1.2026\"\nimap = \"imaps://u:p@h/INBOX\"",
            "mail.mailbox[0].only_newer_than: must be a date such as \"2026-01-31\", not \"31.1.2026\"",
        ),
        (
            "only_newer_than = \"2999-01-01\"\nimap = \"imaps://u:p@h/INBOX\"",
            "mail.mailbox[0].only_newer_than: must not be in the future",
        ),
        (
            "after_fetch = \"move\"\nimap = \"imaps://u:p@h/INBOX\"",
            "mail.mailbox[0].after_fetch: requires a folder; add move_to",
        ),
        (
            "move_to = \"Done\"\nimap = \"imaps://u:p@h/INBOX\"",
            "mail.mailbox[0].move_to: requires after_fetch = \"move\"",
        ),
        (
            "move_to = \"Inbox\"\nafter_fetch = \"move\"\nimap = \"imaps://u@h/INBOX\"\npassword = \"p\"",
            "mail.mailbox[0].move_to: is the folder that mail is fetched from",
        ),
        (
            "move_to = \"Entwürfe\"\nafter_fetch = \"move\"\nimap = \"imaps://u@h/Entw&APw-rfe\"\npassword = \"p\"",
            "mail.mailbox[0].move_to: is the folder that mail is fetched from",
        ),
        (
            "imap = \"imaps://u:p@h/INBOX\"\npassword = \"q\"",
            "mail.mailbox[0].imap: already contains a password",
        ),
        ("password_file = \"/nowhere\"", "mail.mailbox[0].password_file: cannot read \"/nowhere\""),
        ("replies = \"never\"", "mail.mailbox[0].replies: must be one of \"append\""),
        ("plus_addressing = \"yes\"", "mail.mailbox[0].plus_addressing: must be true or false"),
        ("reopen_within = \"soon\"", "mail.mailbox[0].reopen_within: "),
        ("aliases = [\"help\"]", "mail.mailbox[0].aliases: "),
        ("imapp = \"\"", "mail.mailbox[0].imapp: unknown key; did you mean \"imap\"?"),
    ] {
        let complaints = complaints(&format!("{mailbox}{line}\n"), &[]);
        assert_eq!(complaints.len(), 1, "{line}: {complaints:#?}");
        let expected = format!("schalter.toml:4: {expected}");
        assert!(complaints[0].starts_with(&expected), "{expected}\n{complaints:#?}");
    }
}

#[test]
fn a_folder_of_which_mails_are_taken_out_has_one_mailbox() {
    let mailbox = |address: &str, more: &str| {
        let imap = "imap = \"imaps://u:p@h/INBOX\"";
        format!("[[mail.mailbox]]\naddress = \"{address}\"\nqueue = \"Support\"\n{imap}\n{more}\n")
    };
    let both = |one: &str, other: &str| mailbox("a@b.example", one) + &mailbox("c@b.example", other);
    assert!(read(&both("", ""), &[]).is_ok(), "each sees all that is marked");
    let emptied = "after_fetch = \"delete\"";
    for (one, other) in [(emptied, ""), ("", emptied), (emptied, emptied)] {
        let complaints = complaints(&both(one, other), &[]);
        assert_eq!(complaints.len(), 1, "{complaints:#?}");
        assert!(complaints[0].contains("a@b.example and c@b.example are fetched from the same folder"));
    }
}
