//! Handlebars helpers for texts and formats; whatever is missing is an error, never a gap in a page or a mail.
//!
//! | helper | prints |
//! | --- | --- |
//! | `{{t "key" name=value}}` | the text `key`, with arguments |
//! | `{{t "status" ticket.status}}` | the text `status-NEW`: further values continue the key |
//! | `{{date at}}` | `02.01.2019` |
//! | `{{date-time at}}` | `02.01.2019, 14:40` |
//! | `{{weekday-date-time at}}` | `Fr., 25.01.2019 um 17:00 Uhr` |
//! | `{{relative at}}` | `vor 3 Tagen 5 Stunden` |
//! | `{{short at}}` | `14:40`, `Mi., 14:40`, `02.01., 14:40` |
//! | `{{age at}}` | `3 min`, `4 h`, `2 T`, `12.11.` |
//! | `{{due-time at}}` | `15:20`, `morgen 10:30`, `Mo 09:00`, `12.11.` |
//! | `{{bytes size}}` | `1,2 MB` |
//! | `{{number count}}` | `1.204` |
//! | `{{language "en"}}` | `Englisch`, or what the language calls itself |
//!
//! All of them read the root of the template's data, from inside any block or partial: `lang` (`"de"`), `timeZone`
//! (`"Europe/Berlin"`) for times and `now` (RFC 3339) for `relative`. Times are RFC 3339 strings. What a helper gives
//! is text: the registry escapes it like any other value, and it can stand inside another helper's arguments:
//! `{{t "closes" at=(weekday-date-time ticket.closesAt)}}`.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use handlebars::{
    Context, Handlebars, Helper, HelperDef, HelperResult, JsonTruthy, Output, PathAndJson, RenderContext,
    RenderError, RenderErrorReason, Renderable, ScopedJson,
};
use serde_json::Value as Json;

use crate::{Lang, Texts, Value, format};

/// Puts the helpers into a registry.
pub fn register(registry: &mut Handlebars<'_>, texts: Arc<Texts>) {
    registry.register_helper("language", Box::new(Name(Arc::clone(&texts))));
    registry.register_helper("t", Box::new(Text(texts)));
    registry.register_helper(
        "date",
        Box::new(Format(|given| Ok(format::date(given.lang()?, given.zone()?, given.time()?)))),
    );
    registry.register_helper(
        "date-time",
        Box::new(Format(|given| Ok(format::date_time(given.lang()?, given.zone()?, given.time()?)))),
    );
    registry.register_helper(
        "weekday-date-time",
        Box::new(Format(|given| Ok(format::weekday_date_time(given.lang()?, given.zone()?, given.time()?)))),
    );
    registry.register_helper(
        "relative",
        Box::new(Format(|given| {
            Ok(format::relative(given.lang()?, given.zone()?, given.now()?, given.time()?))
        })),
    );
    registry.register_helper(
        "short",
        Box::new(Format(|given| {
            Ok(format::short(given.lang()?, given.zone()?, given.now()?, given.time()?))
        })),
    );
    registry.register_helper(
        "age",
        Box::new(Format(|given| Ok(format::age(given.lang()?, given.zone()?, given.now()?, given.time()?)))),
    );
    registry.register_helper(
        "due-time",
        Box::new(Format(|given| {
            Ok(format::due_time(given.lang()?, given.zone()?, given.now()?, given.time()?))
        })),
    );
    registry
        .register_helper("bytes", Box::new(Format(|given| Ok(format::bytes(given.lang()?, given.count()?)))));
    registry.register_helper(
        "number",
        Box::new(Format(|given| Ok(format::number(given.lang()?, given.count()?)))),
    );
}

/// Replaces `{{#if}}` and `{{#unless}}` by ones for which a missing value is an error.
///
/// Handlebars' strict mode does not reach their condition, so that a misspelt name would quietly be false. A value that
/// may be absent has to be there as `null`.
pub fn register_strict_conditions(registry: &mut Handlebars<'_>) {
    registry.register_helper("if", Box::new(Condition { wanted: true }));
    registry.register_helper("unless", Box::new(Condition { wanted: false }));
}

/// `{{t …}}`
struct Text(Arc<Texts>);

/// `{{language …}}`
struct Name(Arc<Texts>);

/// A helper of one value and the reader's settings.
struct Format(fn(&Given<'_, '_>) -> Result<String, RenderError>);

/// `{{#if …}}` and `{{#unless …}}`
struct Condition {
    wanted: bool,
}

/// What a call has at hand: its own values and the root of the data.
struct Given<'a, 'rc> {
    helper: &'a Helper<'rc>,
    root: &'a Json,
}

impl HelperDef for Text {
    fn call_inner<'reg: 'rc, 'rc>(
        &self,
        helper: &Helper<'rc>,
        _: &'reg Handlebars<'reg>,
        context: &'rc Context,
        _: &mut RenderContext<'reg, 'rc>,
    ) -> Result<ScopedJson<'rc>, RenderError> {
        let given = Given { helper, root: context.data() };
        let key = given.key()?;
        let arguments = helper
            .hash()
            .iter()
            .map(|(name, value)| Ok((*name, argument(name, value)?)))
            .collect::<Result<Vec<_>, RenderError>>()?;
        let lang = given.lang()?;
        let text = self.0.get(lang, &key, &arguments).ok_or_else(|| {
            let names: Vec<_> = arguments.iter().map(|(name, _)| *name).collect();
            failed(format!("no text `{key}` in `{lang}` that can do with the arguments {names:?}"))
        })?;
        Ok(ScopedJson::Derived(Json::String(text)))
    }
}

impl HelperDef for Name {
    fn call_inner<'reg: 'rc, 'rc>(
        &self,
        helper: &Helper<'rc>,
        _: &'reg Handlebars<'reg>,
        context: &'rc Context,
        _: &mut RenderContext<'reg, 'rc>,
    ) -> Result<ScopedJson<'rc>, RenderError> {
        let given = Given { helper, root: context.data() };
        let tag = given
            .value()?
            .as_str()
            .ok_or_else(|| failed("`language` takes the tag of a language".to_owned()))?;
        let name = self.0.get(given.lang()?, &format!("language-{tag}"), &[]);
        let own = || self.0.get(Lang::parse(tag)?, "language-own-name", &[]);
        Ok(ScopedJson::Derived(Json::String(name.or_else(own).unwrap_or_else(|| tag.to_owned()))))
    }
}

impl HelperDef for Format {
    fn call_inner<'reg: 'rc, 'rc>(
        &self,
        helper: &Helper<'rc>,
        _: &'reg Handlebars<'reg>,
        context: &'rc Context,
        _: &mut RenderContext<'reg, 'rc>,
    ) -> Result<ScopedJson<'rc>, RenderError> {
        let text = (self.0)(&Given { helper, root: context.data() })?;
        Ok(ScopedJson::Derived(Json::String(text)))
    }
}

impl HelperDef for Condition {
    fn call<'reg: 'rc, 'rc>(
        &self,
        helper: &Helper<'rc>,
        registry: &'reg Handlebars<'reg>,
        context: &'rc Context,
        render_context: &mut RenderContext<'reg, 'rc>,
        out: &mut dyn Output,
    ) -> HelperResult {
        let holds = Given { helper, root: context.data() }.value()?.is_truthy(false);
        let branch = if holds == self.wanted { helper.template() } else { helper.inverse() };
        branch.map_or(Ok(()), |branch| branch.render(registry, context, render_context, out))
    }
}

impl Given<'_, '_> {
    fn lang(&self) -> Result<Lang, RenderError> {
        let tag = self.setting("lang")?;
        Lang::parse(tag).ok_or_else(|| failed(format!("`lang` is {tag:?}, which is no language of ours")))
    }

    fn zone(&self) -> Result<&str, RenderError> {
        self.setting("timeZone")
    }

    fn now(&self) -> Result<DateTime<Utc>, RenderError> {
        instant("now", self.setting("now")?)
    }

    fn setting(&self, name: &str) -> Result<&str, RenderError> {
        self.root
            .get(name)
            .and_then(Json::as_str)
            .ok_or_else(|| failed(format!("the template's data have no text `{name}` at their root")))
    }

    fn time(&self) -> Result<DateTime<Utc>, RenderError> {
        let text = self.value()?.as_str().unwrap_or_default();
        instant(self.helper.name(), text)
    }

    fn count(&self) -> Result<u64, RenderError> {
        let value = self.value()?;
        value
            .as_u64()
            .ok_or_else(|| failed(format!("`{}` wants a whole number, not {value}", self.helper.name())))
    }

    fn value(&self) -> Result<&Json, RenderError> {
        match self.helper.params().as_slice() {
            [only] if !only.is_value_missing() => Ok(only.value()),
            _ => Err(failed(format!("`{}` wants one value that is there", self.helper.name()))),
        }
    }

    fn key(&self) -> Result<String, RenderError> {
        let parts = self
            .helper
            .params()
            .iter()
            .map(|part| match part.value() {
                Json::String(text) => Ok(text.clone()),
                Json::Number(number) => Ok(number.to_string()),
                other => Err(failed(format!("a part of the key of `t` is {other}, not a word"))),
            })
            .collect::<Result<Vec<_>, RenderError>>()?;
        Ok(parts.join("-"))
    }
}

fn argument<'a>(name: &str, value: &'a PathAndJson<'_>) -> Result<Value<'a>, RenderError> {
    match value.value() {
        Json::String(text) => Ok(Value::from(text.as_str())),
        Json::Number(number) => number
            .as_i64()
            .map(Value::from)
            .or_else(|| number.as_f64().map(Value::from))
            .ok_or_else(|| failed(format!("the argument `{name}` of `t` is too large a number"))),
        other => Err(failed(format!("the argument `{name}` of `t` is {other}, not a text or a number"))),
    }
}

fn instant(what: &str, text: &str) -> Result<DateTime<Utc>, RenderError> {
    DateTime::parse_from_rfc3339(text)
        .map(|at| at.to_utc())
        .map_err(|_| failed(format!("`{what}` wants a time such as 2019-01-02T13:40:00Z, not {text:?}")))
}

fn failed(message: String) -> RenderError {
    RenderErrorReason::Other(message).into()
}
