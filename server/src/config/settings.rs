//! What the engine is told of the configuration, with what follows from one key for another.

use ::mail::inbound::imap::{LogIn, endpoint::Security};
use ::mail::outbound::Transport;
use engine::{
    AccountSettings, Address, AfterFetch, BrandSettings, ConfiguredMailAccount, ConfiguredMailProvider,
    FetchedFolder, LimitSettings, MailAccount, MailContent, MailRoutes, MailSettings, MailboxSettings,
    PasswordRule, Settings, TicketSettings,
};
use url::{Host, Url};
use words::Lang;

use super::{Config, Content, Mailbox, Replies};

impl Config {
    /// The engine's settings, for a server that people find under `public_url`.
    #[must_use]
    pub fn settings(&self, public_url: &str) -> Settings {
        let mail_from = self.mail_from(public_url);
        Settings {
            public_url: public_url.to_owned(),
            brand: self.brand_settings(&mail_from),
            tickets: TicketSettings {
                first_number: self.tickets.first_number,
                resolved_closes_after: self.tickets.resolved_closes_after,
                pending_closes_after: self.tickets.pending_closes_after,
                remind_before: self.tickets.remind_before,
                answer_assigns: self.tickets.answer_assigns,
                undo_send: self.tickets.undo_send,
                satisfaction: self.tickets.satisfaction,
                warn_percent: self.tickets.warn_percent,
            },
            mail: self.mail_settings(public_url, mail_from),
            limits: LimitSettings {
                attachment: self.limits.attachment,
                message: self.limits.message,
                answer: self.limits.answer,
                rates: self.limits.rates,
                uploads: self.limits.uploads,
                incoming: self.blobs.incoming.clone(),
            },
            accounts: self.account_settings(),
        }
    }

    /// Who the installation is to people.
    fn brand_settings(&self, mail_from: &Address) -> BrandSettings {
        BrandSettings {
            name: self.brand.name.clone(),
            locale: self.brand.locale.clone(),
            time_zone: self.brand.time_zone.clone(),
            contact: self.brand.contact.clone().unwrap_or_else(|| mail_from.address.clone()),
            notice_version: self.brand.notice_version.clone(),
            notices: self
                .brand
                .notice
                .0
                .iter()
                .map(|(lang, text)| (lang.as_str().to_owned(), text.clone()))
                .collect(),
            locales: Lang::all().into_iter().map(|lang| lang.as_str().to_owned()).collect(),
            wordings: super::wordings(),
        }
    }

    /// What comes in and goes out by mail.
    fn mail_settings(&self, public_url: &str, mail_from: Address) -> MailSettings {
        MailSettings {
            subject_tag: self.subject_tag(public_url),
            role_addresses: match &self.tickets.role_addresses {
                Some(names) => names.clone(),
                None => MailSettings::default().role_addresses,
            },
            free_mail_domains: self.tickets.free_mail_domains.clone(),
            first_confirmations_per_hour: self.mail.first_confirmations_per_hour,
            new_senders_per_hour: self.mail.flood.new_senders_per_hour,
            new_senders_per_domain: self.mail.flood.new_senders_per_domain,
            new_senders_per_range: self.mail.flood.new_senders_per_range,
            mails_per_sender: self.mail.flood.mails_per_sender,
            letters_per_person: self.mail.flood.letters_per_person,
            spam_marks: match &self.mail.spam_marks {
                Some(marks) => marks.clone(),
                None => MailSettings::default().spam_marks,
            },
            trusted_authserv: self.mail.trusted_authserv.clone(),
            smime_roots: self.mail.smime_roots.clone(),
            dmarc_failure: self.mail.dmarc_failure,
            keep_raw: self.mail.keep_raw,
            keep_ledger: self.mail.keep_ledger,
            from: mail_from,
            content: match self.mail.content {
                Content::Link => MailContent::Link,
                Content::Full => MailContent::Full,
            },
            attachments: self.mail.attachments.unwrap_or(MailSettings::default().attachments),
            mailboxes: self.mail.mailboxes.iter().map(mailbox).collect(),
            routes: self.mail_routes(),
            providers: self.mail_providers(),
            accounts: self.mail_accounts(),
        }
    }

    /// How people log in.
    fn account_settings(&self) -> AccountSettings {
        AccountSettings {
            password: PasswordRule {
                min_length: self.password.min_length,
                digits: self.password.digits,
                lower: self.password.lower,
                upper: self.password.upper,
            },
            session_lifetime: self.session.lifetime,
            remember_lifetime: self.session.remember,
            link_lifetime: self.password.link_lifetime,
            providers: self.accounts.providers.iter().map(|provider| provider.terms.clone()).collect(),
            second_factor: self.accounts.second_factor.clone(),
            single_sign_on: self.accounts.single_sign_on.clone(),
        }
    }

    /// Who letters are from: as configured, else the first mailbox, else an address at our own host.
    pub(super) fn mail_from(&self, public_url: &str) -> Address {
        let brand = || self.brand.name.clone();
        if let Some(from) = &self.mail.from {
            let name = from.name.clone().unwrap_or_else(brand);
            return Address { name, address: from.address.clone() };
        }
        let address = self.mail.mailboxes.first().map_or_else(
            || format!("support@{}", domain(public_url).unwrap_or_else(|| "localhost".to_owned())),
            |mailbox| mailbox.address.clone(),
        );
        Address { name: brand(), address }
    }

    /// How mail comes in and goes out.
    fn mail_routes(&self) -> MailRoutes {
        let fetched = self.mail.mailboxes.iter().filter_map(|mailbox| {
            Some((mailbox.address.clone(), mailbox.imap.as_ref()?.endpoint.to_string()))
        });
        let folders = self.mail.mailboxes.iter().filter_map(|mailbox| {
            let imap = mailbox.imap.as_ref()?;
            Some(FetchedFolder {
                mailbox: mailbox.address.clone(),
                user: imap.endpoint.user.clone(),
                host: imap.endpoint.host.clone(),
                folder: imap.endpoint.folder.clone(),
                emptied: imap.handling.after_fetch != AfterFetch::Mark,
            })
        });
        MailRoutes {
            fetched: fetched.collect(),
            folders: folders.collect(),
            lmtp: self.mail.lmtp.as_ref().map(ToString::to_string),
            signed_domains: self.mail.dkim.iter().map(|signer| signer.domain().to_owned()).collect(),
        }
    }

    /// The providers of mail that are asked for tokens, by name.
    fn mail_providers(&self) -> Vec<ConfiguredMailProvider> {
        let named = self.mail.oauth.iter();
        named
            .map(|(name, one)| ConfiguredMailProvider { name: name.clone(), title: one.title.clone() })
            .collect()
    }

    /// The accounts that are used by tokens, each once, in the order of the file.
    fn mail_accounts(&self) -> Vec<ConfiguredMailAccount> {
        let mut accounts: Vec<ConfiguredMailAccount> = Vec::new();
        let mut add = |account: &MailAccount, mailbox: Option<&String>, server: String| {
            let known = accounts.iter_mut().find(|one| one.account.is(account));
            if let Some(known) = known {
                known.mailboxes.extend(mailbox.cloned());
                known.sends |= mailbox.is_none();
                known.add_server(server);
                return;
            }
            let provider = self.mail.oauth.get(&account.provider);
            accounts.push(ConfiguredMailAccount {
                account: account.clone(),
                provider_title: provider.map_or_else(String::new, |provider| provider.title.clone()),
                mailboxes: mailbox.cloned().into_iter().collect(),
                sends: mailbox.is_none(),
                servers: vec![server],
            });
        };
        for mailbox in &self.mail.mailboxes {
            let Some(imap) = &mailbox.imap else { continue };
            if let LogIn::Token(account) = &imap.log_in {
                let (scheme, end) = match imap.endpoint.security {
                    Security::Tls => ("imaps", ""),
                    Security::StartTls => ("imap", ""),
                    Security::Plain => ("imap", " (unencrypted)"),
                };
                let server = format!("{scheme}://{}:{}{end}", imap.endpoint.host, imap.endpoint.port);
                add(account, Some(&mailbox.address), server);
            }
        }
        let smtp = &self.mail.smtp;
        if let Some(provider) = smtp.oauth.clone()
            && let Ok(account) = Transport::token_account(&smtp.url, smtp.ca_file.as_deref())
        {
            add(&MailAccount { provider, account }, None, server_of(&smtp.url));
        }
        accounts
    }

    fn subject_tag(&self, public_url: &str) -> String {
        let configured = self.tickets.subject_tag.clone();
        configured
            .or_else(|| domain(public_url))
            .unwrap_or_else(|| self.brand.name.replace(['[', ']', '#'], ""))
    }
}

/// The server of an address, without whom to log in as.
fn server_of(url: &str) -> String {
    let (scheme, rest) = url.split_once("://").unwrap_or(("smtp", url));
    let server = rest.split(['/', '?']).next().unwrap_or_default();
    format!("{scheme}://{}", server.rsplit('@').next().unwrap_or_default())
}

fn mailbox(mailbox: &Mailbox) -> MailboxSettings {
    MailboxSettings {
        address: mailbox.address.clone(),
        aliases: mailbox.aliases.clone(),
        queue: mailbox.queue.clone(),
        replies: match mailbox.replies {
            Replies::Append => engine::Replies::Append,
            Replies::AppendHint => engine::Replies::AppendHint,
            Replies::HintOnly => engine::Replies::HintOnly,
            Replies::Quarantine => engine::Replies::Quarantine,
        },
        plus_addressing: mailbox.plus_addressing,
        cc_watches: mailbox.cc_watches,
        reopen_within: mailbox.reopen_within,
        rules: mailbox.rules.clone(),
    }
}

/// The host of an address, if it is a name.
fn domain(url: &str) -> Option<String> {
    match Url::parse(url).ok()?.host()? {
        Host::Domain(name) => Some(name.to_owned()),
        Host::Ipv4(_) | Host::Ipv6(_) => None,
    }
}
