//! What puts the pages on the start screen of a phone: a manifest in each language, and pictures in the colour of the brand.

use serde_json::{Value, json};
use words::Lang;

use crate::{
    app::App,
    icon::{SIZES, channels},
    locale,
};

/// The ground behind the page while it is loaded.
const GROUND: &str = "#f5f7f9";

/// A file that depends on the brand, with its type; none of this name, if it is part of the binary or nothing.
/// `address`: where a file is found.
pub(crate) fn file(app: &App, name: &str, address: fn(&str) -> String) -> Option<(Vec<u8>, &'static str)> {
    if name == "brand.css" {
        return Some((app.brand_css().into_bytes(), "text/css; charset=utf-8"));
    }
    if let Some(size) = name.strip_prefix("icon-").and_then(|rest| rest.strip_suffix(".png")) {
        let picture = app.icons.of(size.parse().ok()?, channels(app.colour())?)?;
        return Some((picture, "image/png"));
    }
    let tag = name.strip_prefix("manifest-")?.strip_suffix(".webmanifest")?;
    let lang = Lang::all().into_iter().find(|lang| lang.as_str() == tag)?;
    Some((manifest(app, lang, address).to_string().into_bytes(), "application/manifest+json"))
}

fn manifest(app: &App, lang: Lang, address: fn(&str) -> String) -> Value {
    let picture = |size: &u32| {
        json!({
            "src": address(&format!("icon-{size}.png")),
            "sizes": format!("{size}x{size}"),
            "type": "image/png",
            "purpose": "any maskable",
        })
    };
    let name = app.settings.brand.name.as_str();
    json!({
        "id": "/",
        "name": name,
        "short_name": name,
        "lang": lang.as_str(),
        "dir": "auto",
        "start_url": "/",
        "scope": "/",
        "display": "standalone",
        "theme_color": app.colour(),
        "background_color": GROUND,
        "icons": SIZES.iter().map(picture).collect::<Vec<_>>(),
        "shortcuts": [{ "name": locale::say(&app.texts, lang, "new-ticket", &[]), "url": "/tickets/new" }],
    })
}
