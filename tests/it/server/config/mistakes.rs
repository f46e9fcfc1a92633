//! Every mistake is named with its line and its key, all at once, and the message says what to write instead.

use super::{complaints, read};

#[test]
fn each_mistake_names_its_key_and_says_what_would_be_right() {
    let cases = [
        (
            "[server]\nbind = \"nowhere\"",
            "2: server.bind: must be an address and port, such as 127.0.0.1:8080, not \"nowhere\"",
        ),
        ("[server]\nbind = \"127.0.0.1\"", "2: server.bind: must be an address and port"),
        ("[server]\nbind = \"127.0.0.1:99999\"", "2: server.bind: must be an address and port"),
        ("[server]\nbind = 8080", "2: server.bind: must be text in quotes, not a number"),
        (
            "[server]\npublic_url = \"tickets.example.org\"",
            "2: server.public_url: must be a URL such as https://tickets.example.org, not \"tickets.example.org\"",
        ),
        ("[server]\npublic_url = \"ftp://example.org\"", "2: server.public_url: must start with https://"),
        (
            "[server]\npublic_url = \"https://example.org/desk\"",
            "2: server.public_url: must end after the host: https",
        ),
        (
            "[server]\npublic_url = \"https://example.org/?a=b\"",
            "2: server.public_url: must end after the host",
        ),
        (
            "[server]\npublic_url = \"https://a:b@example.org\"",
            "2: server.public_url: must not contain a user",
        ),
        ("[server]\nstop_within = \"0s\"", "2: server.stop_within: must be greater than zero"),
        (
            "[server]\ntrusted_proxies = [\"proxy\"]",
            "2: server.trusted_proxies: must be an IP address, not \"proxy\"",
        ),
        (
            "[server]\ntrusted_proxies = \"10.0.0.1\"",
            "2: server.trusted_proxies: must be a list of text in quotes, not text",
        ),
        ("[mail]\nkeep_raw = \"30m\"", "2: mail.keep_raw: must not be less than 1d"),
        (
            "[mail]\nkeep_ledger = \"a year\"",
            "2: mail.keep_ledger: must be a number and a unit, such as 90s, 30m, 12h, 7d or 2w, not \"a year\"",
        ),
        ("[log]\nformat = \"xml\"", "2: log.format: must be one of \"text\", \"json\", not \"xml\""),
        ("[log]\nlevel = \"loud\"", "2: log.level: must be one of off, error"),
        (
            "[database]\nurl = \"mysql://localhost/x\"",
            "2: database.url: unsupported scheme \"mysql\"; use sqlite://",
        ),
        ("[database]\nurl = \"sqlite::memory:\"", "2: database.url: must name a file"),
        ("[database]\nurl = \"postgres://user@host\"", "2: database.url: must name a database"),
        ("[database]\npassword = \"x\"", "1: database.url: SQLite does not take a password"),
        (
            "[blobs]\nurl = \"data/blobs\"",
            "2: blobs.url: must be a URL such as file://data/blobs or s3://bucket/prefix, not \"data/blobs\"",
        ),
        ("[blobs]\nincoming = \"/etc/passwd\"", "2: blobs.incoming: \"/etc/passwd\" is not a directory"),
        (
            "[blobs]\nincoming = \"/etc/passwd/below\"",
            "2: blobs.incoming: \"/etc/passwd\" is not a directory",
        ),
        (
            "[accounts]\nsecond_factor = [\"boss\"]",
            "2: accounts.second_factor: must be \"admin\", \"agent\" or \"customer\", not \"boss\"",
        ),
        (
            "[accounts]\nsingle_sign_on = [\"admin\"]",
            "2: accounts.single_sign_on: would lock these roles out: there is no [[accounts.provider]]",
        ),
        ("[[accounts.provider]]", "1: accounts.provider[0].key: is missing; add key = \"keycloak\""),
        (
            "[[accounts.provider]]\nkey = \"A b\"",
            "2: accounts.provider[0].key: must be 1 to 32 lower-case letters",
        ),
        (
            "[[accounts.provider]]\nissuer = \"http://sso.example.org\"",
            "2: accounts.provider[0].issuer: must start with https://",
        ),
        (
            "[[accounts.provider]]\nissuer = \"https://login.microsoftonline.com/common/v2.0\"",
            "2: accounts.provider[0].issuer: would accept accounts of any tenant; use your own",
        ),
        (
            "[[accounts.provider]]\nissuer = \"https://login.microsoftonline.com/Common/v2.0\"",
            "2: accounts.provider[0].issuer: would accept accounts of any tenant; use your own",
        ),
        (
            "[[accounts.provider]]\nissuer = \"https://login.microsoftonline.com/9188040d-6c67-4c5b-b112-36a304b66dad/v2.0\"",
            "2: accounts.provider[0].issuer: would accept accounts of any tenant; use your own",
        ),
        (
            "[[accounts.provider]]\nissuer = \"https://accounts.google.com\"\ntrust_email = true",
            "3: accounts.provider[0].trust_email: would trust everybody with a Google account",
        ),
        (
            "[[accounts.provider]]\nkey = \"a\"\nname = \"A\"\nclient_id = \"a\"\nissuer = \"https://a.example\"\n\
             [[accounts.provider]]\nissuer = \"https://a.example/\"",
            "7: accounts.provider[1].issuer: is already used by another provider",
        ),
        (
            "[[accounts.provider]]\nadmins = [\"a\"]\nagents = [\"b\", \"a\"]",
            "3: accounts.provider[0].agents: contains \"a\", which is already in admins",
        ),
        (
            "[[accounts.provider]]\nemail_claim = \"upn\"",
            "2: accounts.provider[0].email_claim: is never verified",
        ),
        (
            "[[accounts.provider]]\nissuer = \"https://a.example/.well-known/openid-configuration\"",
            "2: accounts.provider[0].issuer: must not end with /.well-known/openid-configuration",
        ),
        (
            "[[accounts.provider]]\nscopes = [\"email\"]",
            "2: accounts.provider[0].scopes: must contain \"openid\"",
        ),
        (
            "[[accounts.provider]]\ndomains = [\"a b\"]",
            "2: accounts.provider[0].domains: must be an email domain such as example.org, not \"a b\"",
        ),
        (
            "[[accounts.provider]]\nclient_secrt = \"x\"",
            "2: accounts.provider[0].client_secrt: unknown key; did you mean \"client_secret\"?",
        ),
        (
            "[[accounts.provider]]\n[[accounts.provider.organisation]]\nname = \"A\"",
            "2: accounts.provider[0].organisation[0].group: is missing",
        ),
        ("[brand]\nname = \"\"", "2: brand.name: must not be empty"),
        ("[brand]\nlocale = \"fr\"", "2: brand.locale: must be one of \"de\", \"en\", not \"fr\""),
        (
            "[brand]\ncontact = \"support\"",
            "2: brand.contact: must be an email address such as support@example.org, not \"support\"",
        ),
        (
            "[brand]\ntime_zone = \"Mars/Base\"",
            "2: brand.time_zone: must be an IANA time zone such as Europe/Berlin, not \"Mars/Base\"",
        ),
        ("[brand]\naccent = \"red\"", "2: brand.accent: must be a colour such as #0a5c8f, not \"red\""),
        ("[brand.notice]\nde_file = \"/nowhere\"", "2: brand.notice.de_file: cannot read \"/nowhere\""),
        (
            "[tickets]\nfirst_number = 0",
            "2: tickets.first_number: must be a whole number from 1 to 1000000000",
        ),
        ("[tickets]\nfirst_number = 1.5", "2: tickets.first_number: must be a whole number"),
        ("[tickets]\nfirst_number = \"10001\"", "2: tickets.first_number: must be a whole number"),
        ("[tickets]\nsubject_tag = \"a#b\"", "2: tickets.subject_tag: must not contain [, ] or #"),
        (
            "[tickets]\nresolved_closes_after = \"7\"",
            "2: tickets.resolved_closes_after: must be a number and a unit, such as 90s, 30m, 12h, 7d or 2w, not \"7\"",
        ),
        (
            "[tickets]\npending_closes_after = \"0d\"",
            "2: tickets.pending_closes_after: must be greater than zero",
        ),
        (
            "[tickets]\nremind_before = \"2 Tage\"",
            "2: tickets.remind_before: must be a number and a unit, such as 90s, 30m, 12h, 7d or 2w, not \"2 Tage\"",
        ),
        (
            "[mail]\nfrom = \"Support\"",
            "2: mail.from: must be an email address such as support@example.org, not \"Support\"",
        ),
        (
            "[mail]\nfrom = \"Support <a@b.example\"",
            "2: mail.from: the closing > is missing in \"Support <a@b.example\"",
        ),
        ("[mail]\ncontent = \"all\"", "2: mail.content: must be one of \"link\", \"full\", not \"all\""),
        (
            "[mail.smtp]\nurl = \"http://localhost\"",
            "2: mail.smtp.url: unsupported scheme \"http\"; use smtp://host:25",
        ),
        ("[mail.smtp]\nurl = \"localhost\"", "2: mail.smtp.url: is not a valid URL"),
        ("[mail]\nsmime_roots = \"/nowhere\"", "2: mail.smime_roots: cannot read \"/nowhere\""),
        (
            concat!("[mail]\nsmime_roots = \"", env!("CARGO_MANIFEST_DIR"), "/Cargo.toml\""),
            concat!(
                "2: mail.smime_roots: \"",
                env!("CARGO_MANIFEST_DIR"),
                "/Cargo.toml\" contains no PEM certificates"
            ),
        ),
        ("[mail.smtp]\nca_file = \"/nowhere\"", "2: mail.smtp.ca_file: cannot read \"/nowhere\""),
        (
            "[mail.smtp]\nurl = \"smtp://h\"\npassword = \"p\"",
            "2: mail.smtp.url: must name the user for the password",
        ),
        ("[mail.dkim]\ndomain = \"example.org\"", "1: mail.dkim.selector: is missing; add selector"),
        (
            "[mail.dkim]\ndomain = \"example.org\"\nselector = \"s1\"\nkey = \"secret\"",
            "1: mail.dkim.key_file: is not a PEM private key",
        ),
        (
            "[mail.dkim]\ndomain = \"org\"",
            "2: mail.dkim.domain: must be a domain such as \"example.org\", not \"org\"",
        ),
        (
            "[mail.dkim]\ndomain = \"-x.org\"",
            "2: mail.dkim.domain: must be a domain such as \"example.org\", not \"-x.org\"",
        ),
        (
            "[mail.dkim]\nselector = \"s._domainkey.example.org\"",
            "2: mail.dkim.selector: must be a selector such as \"schalter\", not \"s._domainkey.example.org\"",
        ),
        (
            "[mail.dkim]\nselector = \"-s\"",
            "2: mail.dkim.selector: must be a selector such as \"schalter\", not \"-s\"",
        ),
        ("[secrets]\nkey_file = \"/nowhere\"", "2: secrets.key_file: cannot read \"/nowhere\""),
        ("[secrets]\nkey_file = \"/\"", "2: secrets.key_file: \"/\" is a directory; name the file"),
        (
            "[secrets]\nold_key_files = []",
            "1: secrets.key_file: is missing; old_key_files can only be used together with it",
        ),
        ("[mail.lmtp]\nbind = \"unix:/\"", "2: mail.lmtp.bind: / exists and is not a socket"),
        (
            "[server]\nbind = \"127.0.0.1:2424\"\n[[mail.mailbox]]\naddress = \"a@b.example\"\nqueue = \"S\"\n[mail.lmtp]\nbind = \"127.0.0.1:2424\"",
            "7: mail.lmtp.bind: is the address of server.bind",
        ),
        ("[mail.lmtp]\nbind = \"0.0.0.0:24\"", "2: mail.lmtp.bind: must be a loopback address"),
        ("[mail.lmtp]\nbind = \"lmtp\"", "2: mail.lmtp.bind: must be an address such as 127.0.0.1:2424"),
        (
            "[mail]\nmailbox = \"x\"",
            "2: mail.mailbox: must be a list; write [[mail.mailbox]] above each entry",
        ),
        ("[[mail.mailbox]]\naddress = \"a@b.example\"", "1: mail.mailbox[0].queue: is missing; add queue"),
        ("[[mail.mailbox]]\nqueue = \"Support\"", "1: mail.mailbox[0].address: is missing; add address"),
        (
            "[limits]\nattachment = \"25\"",
            "2: limits.attachment: must be a number and a unit, such as 500KB, 25MB or 1GB, not \"25\"",
        ),
        ("[limits]\nattachment = \"60MB\"", "2: limits.attachment: must not exceed limits.message"),
        ("[limits]\nmessage = \"9GB\"", "2: limits.message: must not exceed 1GiB"),
        ("[limits]\nuploads = \"20MB\"", "2: limits.uploads: must not be less than limits.message"),
        (
            "[limits]\nuploads_per_person = \"many\"",
            "2: limits.uploads_per_person: must be a number and a unit, such as 500KB, 25MB or 1GB, not \"many\"",
        ),
        (
            "[limits]\nuploads_per_address = \"0MB\"",
            "2: limits.uploads_per_address: must not be less than limits.message",
        ),
        ("[password]\nmin_length = -1", "2: password.min_length: must be a whole number from 0 to 128"),
        (
            "[password]\nlink_lifetime = \"soon\"",
            "2: password.link_lifetime: must be a number and a unit, such as 90s, 30m, 12h, 7d or 2w, not \"soon\"",
        ),
        ("[session]\nlifetime = true", "2: session.lifetime: must be text in quotes, not true or false"),
        ("server = 1", "1: server: must be a section, not a number"),
    ];
    for (text, expected) in cases {
        let complaints = complaints(text, &[]);
        let expected = format!("schalter.toml:{expected}");
        assert!(
            complaints.iter().any(|line| line.starts_with(&expected)),
            "{text:?}\nshould say {expected}\nbut says {complaints:#?}"
        );
    }
}

#[test]
fn all_mistakes_are_named_at_once_in_the_order_of_the_file() {
    let text = "\
# a comment
[server]
bnid = \"127.0.0.1:0\"
public_url = \"example.org\"

[mail.smtp]
url = \"http://localhost\"

[[mail.mailbox]]
address = \"tickets\"

[sever]
bind = \"x\"
";
    let complaints = complaints(text, &[("SCHALTER_TICKETS__REMIND_BEFORE", "never")]);
    let starts = [
        "schalter.toml:3: server.bnid: unknown key; did you mean \"bind\"?",
        "schalter.toml:4: server.public_url: ",
        "schalter.toml:7: mail.smtp.url: ",
        "schalter.toml:9: mail.mailbox[0].queue: is missing",
        "schalter.toml:10: mail.mailbox[0].address: ",
        "schalter.toml:12: sever: unknown key; did you mean \"server\"?",
        "SCHALTER_TICKETS__REMIND_BEFORE: tickets.remind_before: must be a number and a unit",
    ];
    assert_eq!(complaints.len(), starts.len(), "{complaints:#?}");
    for (complaint, start) in complaints.iter().zip(starts) {
        assert!(complaint.starts_with(start), "{start}\n{complaints:#?}");
    }
}

#[test]
fn a_broken_file_is_named_with_its_lines_and_the_rest_is_still_looked_at() {
    let complaints = complaints("[server]\nbind = \n\n[log]\nformat = \"xml\"\n", &[]);
    assert!(complaints.iter().any(|line| line.starts_with("schalter.toml:2: ")), "{complaints:#?}");
    assert!(
        complaints.iter().any(|line| line.starts_with("schalter.toml:5: log.format: ")),
        "{complaints:#?}"
    );
}

#[test]
fn a_key_with_no_near_name_lists_the_known_ones() {
    let complaints = complaints("[log]\ncolour = true\n", &[]);
    assert_eq!(complaints, ["schalter.toml:2: log.colour: unknown key; known keys: format, level"]);
}

#[test]
fn a_variable_that_leads_nowhere_is_a_mistake() {
    for (name, expected) in [
        ("SCHALTER_SERVER__BNID", "SCHALTER_SERVER__BNID: server.bnid: unknown key; did you mean \"bind\"?"),
        ("SCHALTER_SEVER__BIND", "SCHALTER_SEVER__BIND: sever: unknown key; did you mean \"server\"?"),
        (
            "SCHALTER_SERVER_BIND",
            "SCHALTER_SERVER_BIND: server.bind: use two underscores between section and key",
        ),
        (
            "SCHALTER_MAIL__MAILBOX__1__QUEUE",
            "SCHALTER_MAIL__MAILBOX__1__QUEUE: mail.mailbox.1.queue: is not a valid key",
        ),
        ("SCHALTER_SERVER__BIND__PORT", "SCHALTER_SERVER__BIND__PORT: server.bind"),
        ("SCHALTER_SERVER__", "SCHALTER_SERVER__: server.: is not a valid key"),
    ] {
        let complaints = complaints("", &[(name, "x")]);
        assert_eq!(complaints.len(), 1, "{complaints:#?}");
        assert!(complaints[0].starts_with(expected), "{expected}\n{complaints:#?}");
    }
}

#[test]
fn what_is_allowed_and_probably_not_meant_is_a_warning() {
    let mailbox = "[[mail.mailbox]]\naddress = \"a@b.example\"\nqueue = \"S\"\n";
    let warned = |text: &str, variables: &[(&str, &str)]| read(text, variables).expect("no mistake").warnings;
    let missing = format!("{mailbox}[mail.lmtp]\nbind = \"unix:/nowhere/lmtp.sock\"");
    assert!(warned(&missing, &[])[0].starts_with("mail.lmtp.bind: the directory /nowhere does not exist"));
    let unknown =
        warned("", &[("SCHALTER_BLAH", "x"), ("SCHALTER_CONFIG", "x"), ("SCHALTER_SERVICE_HOST", "x")]);
    assert_eq!(unknown, ["SCHALTER_BLAH: unknown setting; the variable is ignored"]);
    let made = std::process::Command::new("openssl").args(["genpkey", "-algorithm", "ed25519"]).output();
    let key = String::from_utf8(made.expect("openssl runs").stdout).expect("PEM");
    let signed = |domain: &str| {
        let text = format!(
            "[mail]\nfrom = \"Support <a@b.example>\"\n[mail.dkim]\ndomain = \"{domain}\"\nselector = \"s1\"\nkey = '''\n{key}'''\n"
        );
        warned(&text, &[])
    };
    assert!(
        signed("example.org")[0]
            .starts_with("mail.dkim.domain: signs mail from example.org, but mail.from is a@b.example")
    );
    for domain in ["b.example", "B.example."] {
        assert_eq!(signed(domain), Vec::<String>::new(), "{domain}");
    }
}

#[test]
fn each_domain_has_a_key_of_its_own() {
    let made = std::process::Command::new("openssl").args(["genpkey", "-algorithm", "ed25519"]).output();
    let key = String::from_utf8(made.expect("openssl runs").stdout).expect("PEM");
    let entry = |domain: &str| {
        format!("[[mail.dkim]]\ndomain = \"{domain}\"\nselector = \"s1\"\nkey = '''\n{key}'''\n")
    };
    let from = "[mail]\nfrom = \"Support <a@b.example>\"\n";
    let right = read(&[from, &entry("c.example"), &entry("b.example")].concat(), &[]).expect("no mistake");
    assert_eq!(right.warnings, Vec::<String>::new());
    let domains: Vec<&str> = right.mail.dkim.iter().map(|signer| signer.domain()).collect();
    assert_eq!(domains, ["c.example", "b.example"]);
    assert_eq!(right.mail.unsigned("x@c.example"), None);
    assert_eq!(right.mail.unsigned("x@d.example").as_deref(), Some("c.example, b.example"));
    let two = read(&[from, &entry("c.example"), &entry("d.example")].concat(), &[]).expect("no mistake");
    assert!(two.warnings[0].starts_with("mail.dkim.domain: signs mail from c.example, d.example, but"));
    let twice = complaints(&[from, &entry("b.example"), &entry("B.example")].concat(), &[]).concat();
    assert!(twice.contains("mail.dkim: b.example has more than one key"), "{twice}");
    let empty = complaints(&[from, &entry("b.example"), "[[mail.dkim]]\n"].concat(), &[]).concat();
    assert!(empty.contains("mail.dkim[1].domain: is missing"), "{empty}");
    let text = complaints("[mail]\ndkim = \"b.example\"", &[]).concat();
    assert!(text.contains("mail.dkim: must be a section"), "{text}");
}

#[test]
fn no_complaint_repeats_a_password() {
    let text = "[mail.smtp]\nurl = \"smtp://user:geheim@\"\n[database]\nurl = \"postgres://u:geheim@host\"\n\
                [[mail.mailbox]]\naddress = \"a@b.example\"\nqueue = \"S\"\nimap = \"http://u:geheim@h/\"\n";
    let complaints = complaints(text, &[]);
    assert_eq!(complaints.len(), 3, "{complaints:#?}");
    assert!(!complaints.concat().contains("geheim"), "{complaints:#?}");
}
