//! Fluent texts: what is missing is `None`, what is wrong is found when it is loaded.

use words::{Lang, Texts, TextsError, Value};

const GERMAN: &str = "
hello = Guten Tag
subject = { $title } [{ $tag } #{ $number }]
tickets = { $n ->
    [one] ein Ticket
   *[other] { $n } Tickets
}
letter =
    Erste Zeile

    Dritte Zeile
-brand = Haus
with-term = { -brand }
attribute-only =
    .label = Name
";

fn texts() -> Texts {
    Texts::new(&[(Lang::De, GERMAN)]).unwrap()
}

#[test]
fn an_argument_is_put_in_without_isolation_marks_and_a_number_without_groups() {
    let arguments =
        [("title", Value::from("Titel")), ("tag", "example.org".into()), ("number", 10034.into())];
    assert_eq!(texts().get(Lang::De, "subject", &arguments).as_deref(), Some("Titel [example.org #10034]"));
}

#[test]
fn the_count_picks_the_plural() {
    for (count, text) in [(0, "0 Tickets"), (1, "ein Ticket"), (2, "2 Tickets"), (1204, "1204 Tickets")] {
        assert_eq!(texts().get(Lang::De, "tickets", &[("n", count.into())]).as_deref(), Some(text));
    }
}

#[test]
fn what_is_missing_is_none_and_never_the_key_or_half_a_sentence() {
    let texts = texts();
    for (lang, key) in [
        (Lang::De, "goodbye"),
        (Lang::De, ""),
        (Lang::De, "attribute-only"),
        (Lang::De, "-brand"),
        (Lang::En, "hello"),
        (Lang::De, "subject"), // its arguments are missing
        (Lang::De, "tickets"),
    ] {
        assert_eq!(texts.get(lang, key, &[]), None, "{lang} {key:?}");
    }
}

#[test]
fn an_argument_that_looks_like_fluent_stays_text() {
    let arguments =
        [("title", Value::from("{ hello } { $tag }")), ("tag", "t".into()), ("number", "1".into())];
    assert_eq!(texts().get(Lang::De, "subject", &arguments).as_deref(), Some("{ hello } { $tag } [t #1]"));
}

#[test]
fn a_text_of_several_lines_keeps_its_empty_ones() {
    assert_eq!(texts().get(Lang::De, "letter", &[]).as_deref(), Some("Erste Zeile\n\nDritte Zeile"));
}

#[test]
fn keys_are_the_messages_without_the_terms() {
    let keys: Vec<_> = texts().keys(Lang::De).into_iter().collect();
    assert_eq!(keys, ["attribute-only", "hello", "letter", "subject", "tickets", "with-term"]);
    assert!(texts().keys(Lang::En).is_empty());
}

#[test]
fn sources_of_one_language_add_up_but_must_not_name_a_key_twice() {
    let both = Texts::new(&[(Lang::De, "a = 1"), (Lang::De, "b = 2"), (Lang::En, "a = 3")]).unwrap();
    assert_eq!(both.get(Lang::De, "b", &[]).as_deref(), Some("2"));
    assert_eq!(both.get(Lang::En, "a", &[]).as_deref(), Some("3"));
    let twice = Texts::new(&[(Lang::De, "a = 1"), (Lang::De, "a = 2")]).unwrap_err();
    assert_eq!(twice, TextsError::Duplicate { lang: Lang::De, key: "a".into() });
    let in_one_source = Texts::new(&[(Lang::De, "a = 1\na = 2")]).unwrap_err();
    assert_eq!(in_one_source, TextsError::Duplicate { lang: Lang::De, key: "a".into() });
}

#[test]
fn a_source_that_cannot_be_read_says_in_which_language() {
    let error = Texts::new(&[(Lang::En, "no equals sign here")]).unwrap_err();
    assert!(matches!(error, TextsError::Syntax { lang: Lang::En, .. }), "{error}");
}
