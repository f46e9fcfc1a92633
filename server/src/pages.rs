//! What the pages are told of the configuration.

use std::sync::Arc;

use engine::Engine;
use tokio::sync::watch;
use web_ui::{Brand, Localised, Notice, Settings};
use words::Lang;

use crate::config::{Config, Translated};

/// The settings of the pages; they end their live streams when `stopping` turns true.
pub(crate) fn settings(config: &Config, engine: &Engine, stopping: watch::Receiver<bool>) -> Settings {
    let told = engine.settings();
    let clock = engine.clone();
    Settings {
        brand: Brand {
            name: told.brand.name.clone(),
            contact: told.brand.contact.clone(),
            accent: config.brand.accent.clone(),
            privacy_notice: notice(&config.brand.notice),
            registered_hint: localised(&config.brand.login_hint),
        },
        lang: Lang::parse(&told.brand.locale).unwrap_or(Lang::En),
        time_zone: told.brand.time_zone.clone(),
        https: told.public_url.starts_with("https://"),
        clock: Arc::new(move || clock.clock().now()),
        stopping: Some(stopping),
        heartbeat: Settings::HEARTBEAT,
        sign_on: None,
        sign_on_alone: !told.accounts.single_sign_on.is_empty(),
        passkeys: engine.passkeys_available(),
    }
}

/// The first line is what is always visible, the rest what can be read below it.
fn notice(texts: &Translated) -> Option<Notice> {
    let texts = localised(texts)?;
    let part = |text: &str| match text.split_once('\n') {
        Some((title, rest)) => (title.trim().to_owned(), rest.trim().to_owned()),
        None => (text.to_owned(), String::new()),
    };
    let mut notice = Notice::default();
    for (lang, text) in texts.0 {
        let (title, text) = part(&text);
        notice.title.0.insert(lang, title);
        notice.text.0.insert(lang, text);
    }
    Some(notice)
}

fn localised(texts: &Translated) -> Option<Localised> {
    let texts = texts.0.clone();
    (!texts.is_empty()).then_some(Localised(texts))
}
