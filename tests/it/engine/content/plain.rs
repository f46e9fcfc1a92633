//! Markdown of the staff as plain text.

use engine::content::{LONGEST_MARKDOWN, text_of_markdown};
use proptest::prelude::*;

#[test]
fn what_is_too_long_to_be_read_as_markdown_stays_as_it_is() {
    let longest = format!("**a** {}", "x".repeat(LONGEST_MARKDOWN - 6));
    assert!(text_of_markdown(&longest).starts_with("a xxx"));
    let longer = longest + "x";
    assert_eq!(text_of_markdown(&longer), longer);
}

#[test]
fn marks_that_only_a_program_reads_are_gone() {
    for (text, plain) in [
        ("", ""),
        ("**fett** und **zwei Worte**.", "fett und zwei Worte."),
        ("**Achtung:** „**nicht**“ öffnen", "Achtung: „nicht“ öffnen"),
        ("***beides***", "*beides*"),
        ("[Seite](https://example.org/a?b=1#c)", "Seite (https://example.org/a?b=1#c)"),
        ("[Seite](<https://example.org/a> \"Titel\"), bitte.", "Seite (https://example.org/a), bitte."),
        ("[https://example.org](https://example.org/)", "https://example.org"),
        ("[example.org](https://www.example.org)", "example.org"),
        ("[](https://example.org)", "https://example.org"),
        ("[Hilfe](mailto:hilfe@example.org)", "Hilfe (hilfe@example.org)"),
        ("[hilfe@example.org](mailto:hilfe@example.org)", "hilfe@example.org"),
        ("**[Seite](https://example.org)**", "Seite (https://example.org)"),
        ("[**Seite** `x`](https://example.org)", "Seite `x` (https://example.org)"),
        ("- [eins](https://example.org/1)\n- **zwei**", "- eins (https://example.org/1)\n- zwei"),
        ("![](bild%201.png)", "[bild 1.png]"),
        ("![Bild](bild.png)", "[Bild]"),
        ("![Logo](https://example.org/x.png)", "Logo (https://example.org/x.png)"),
        ("[![Logo](x.png)](https://example.org)", "[Logo] (https://example.org)"),
        ("![**a** [b](https://c.example)](x.png)", "[a b]"),
        ("Bitte:\n```sh\nls **\n  x\n```\nDanke", "Bitte:\nls **\n  x\nDanke"),
        ("```\na\n```", "a"),
        ("```\n```", ""),
        ("~~~\n**fett**", "~~~\nfett"),
        ("```\na\n```\n**b**\n```", "a\nb\n```"),
        ("- so:\n  ~~~\n  a\n  ~~~\n- b", "- so:\n  a\n- b"),
        ("a\n\n\n**b**  \nc\n", "a\n\n\nb  \nc\n"),
    ] {
        assert_eq!(text_of_markdown(text), plain, "{text:?}");
    }
}

#[test]
fn what_people_write_in_plain_emails_as_well_stays() {
    for text in [
        "Guten Tag,\r\n\r\n  eingerückt\t\n\n\n- eins\n* zwei\n3. drei\n",
        "# systemctl restart\n\nTitel\n=====",
        "> zitiert\n> > und weiter",
        "*wichtig* und _nur_, `ls **` ~~alt~~",
        "| a | b |\n|---|---|\n| 1 | 2 |",
        "<https://example.org> von Hans <hans@example.org>",
        "siehe [1]\n\n[1]: https://example.org",
        r"\\server\_alt\*.log und C:\temp\",
        "SELECT * FROM a WHERE b * 2 > 2**3**4",
        "/var/**/log/** und src/**/*.rs und **/*.toml",
        "** ERROR ** __init__ snake_case_name",
        "https://wiki.example/**a** und https://wiki.example/_b_",
        "werte[0](x) = feld[1](y)",
        "[Anleitung](www.example.org)",
        "    **Code** mit [Link](https://example.org)",
        "```\nohne Ende",
        "Gruß\n~~~\nJana",
        "> ~~~\n> a\n\nb\n```",
        "`[x](https://example.org)` &amp; &lt;",
        "<div>\n**x**\nhttps://example.org\n</div>",
    ] {
        assert_eq!(text_of_markdown(text), text);
    }
}

proptest! {
    #[test]
    fn a_text_without_marks_stays_byte_for_byte(text in "(\\PC|\n| |\t|<|>|\\*|_|`|\\[|\\]|\\(|https://a_b|!|\\\\|#|-|~|\\|){0,60}") {
        let marks = ["**", "](", "```", "~~~"];
        prop_assume!(!marks.iter().any(|mark| text.contains(mark)));
        prop_assert_eq!(text_of_markdown(&text), text);
    }

    #[test]
    fn no_text_stops_it_and_no_letter_is_lost(text in "(a|\n| |>|\\*\\*|_|\\[|\\]\\(https://b.c\\)|!|\\\\|-|  ){0,60}") {
        let letters = |text: &str| text.matches('a').count();
        prop_assert_eq!(letters(&text_of_markdown(&text)), letters(&text));
    }
}
