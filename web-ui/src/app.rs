//! What every handler shares: the schema, the settings, the texts and the templates.

use std::sync::Arc;

use axum::{
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};
use serde_json::{Map, Value, json};
use words::{Lang, Texts};

use crate::{
    api::Api,
    icon::Icons,
    locale,
    nav::{self, Rail},
    render::Renderer,
    settings::Settings,
    visitor::Visitor,
};

/// The colour of the look, where the brand has none.
const ACCENT: &str = "#0a62bd";

/// The shared part, cheap to clone.
pub(crate) type Shared = Arc<App>;

/// Everything that a handler needs and that outlives a request.
pub(crate) struct App {
    pub(crate) api: Api,
    pub(crate) settings: Settings,
    pub(crate) texts: Arc<Texts>,
    pub(crate) renderer: Renderer,
    pub(crate) icons: Icons,
}

impl App {
    /// A text in the visitor's language.
    pub(crate) fn say(&self, visitor: &Visitor, key: &str, arguments: &[(&str, words::Value<'_>)]) -> String {
        locale::say(&self.texts, visitor.lang, key, arguments)
    }

    /// A page outside the frame: before the log-in, or when something went wrong.
    pub(crate) fn show(
        &self,
        visitor: &Visitor,
        status: StatusCode,
        template: &str,
        title: &str,
        more: Value,
    ) -> Response {
        self.put(visitor, status, template, title, None, more)
    }

    /// A page in the frame, with the rail beside it.
    pub(crate) async fn frame(
        &self,
        visitor: &Visitor,
        status: StatusCode,
        template: &str,
        title: &str,
        more: Value,
    ) -> Response {
        let rail = nav::rail(self, visitor).await;
        self.put(visitor, status, template, title, Some(&rail), more)
    }

    fn put(
        &self,
        visitor: &Visitor,
        status: StatusCode,
        template: &str,
        title: &str,
        rail: Option<&Rail>,
        more: Value,
    ) -> Response {
        let mut data = self.base(visitor, title, rail);
        if let Value::Object(more) = more {
            data.extend(more);
        }
        match self.renderer.render(template, &Value::Object(data)) {
            Ok(page) => (status, [(header::CONTENT_TYPE, "text/html; charset=utf-8")], page).into_response(),
            Err(error) => {
                tracing::error!(template, %error, "a template failed");
                (StatusCode::INTERNAL_SERVER_ERROR, self.say(visitor, "error-fault-text", &[]))
                    .into_response()
            }
        }
    }

    fn base(&self, visitor: &Visitor, title: &str, rail: Option<&Rail>) -> Map<String, Value> {
        let brand = &self.settings.brand;
        let data = json!({
            "lang": visitor.lang.as_str(),
            "timeZone": visitor.zone,
            "now": (self.settings.clock)().to_rfc3339(),
            "title": title,
            "here": visitor.here,
            "live": Value::Null,
            "csrf": visitor.csrf(),
            "viewer": visitor.mark(),
            "look": visitor.look,
            "brand": { "name": brand.name, "contact": brand.contact, "accented": self.accent().is_some(), "colour": self.colour() },
            "manifest": format!("manifest-{}.webmanifest", visitor.lang),
            "otherLangs": self.other_langs(visitor),
            "unseen": rail.map_or(0, Rail::unseen),
            "rail": rail,
        });
        match data {
            Value::Object(data) => data,
            _ => Map::new(),
        }
    }

    /// The languages that a visitor may change to.
    fn other_langs(&self, visitor: &Visitor) -> Vec<Value> {
        let others = Lang::all().into_iter().filter(|lang| *lang != visitor.lang);
        others
            .map(|lang| {
                json!({
                    "tag": lang.as_str(),
                    "short": lang.as_str().to_uppercase(),
                    "name": self.own_name(lang),
                    "href": visitor.here.with("lang", lang.as_str()),
                })
            })
            .collect()
    }

    /// All languages, each as it calls itself, for a form.
    pub(crate) fn languages(&self, picked: &str) -> Vec<Value> {
        let choice = |lang: Lang| {
            let value = lang.as_str();
            json!({ "value": value, "name": self.own_name(lang), "selected": value == picked })
        };
        Lang::all().into_iter().map(choice).collect()
    }

    fn own_name(&self, lang: Lang) -> String {
        locale::say(&self.texts, lang, "language-own-name", &[])
    }

    /// The brand's colour, if it is one: it goes into a style sheet as it is.
    pub(crate) fn accent(&self) -> Option<&str> {
        let accent = self.settings.brand.accent.as_deref()?;
        let hex = accent.strip_prefix('#')?;
        (hex.len() == 6 && hex.chars().all(|c| c.is_ascii_hexdigit())).then_some(accent)
    }

    /// The colour that phones give to what surrounds the pages.
    pub(crate) fn colour(&self) -> &str {
        self.accent().unwrap_or(ACCENT)
    }

    /// The style sheet that puts the brand's colour in the place of ours.
    pub(crate) fn brand_css(&self) -> String {
        let Some(accent) = self.accent() else {
            return String::new();
        };
        format!(
            ":root {{ --brand: {accent}; --accent: light-dark({accent}, color-mix(in srgb, {accent} 55%, white)); \
             --open: var(--accent); --selected: color-mix(in srgb, {accent} 14%, var(--paper)); \
             --accent-line: color-mix(in srgb, {accent} 45%, var(--paper)); }}\n"
        )
    }
}
