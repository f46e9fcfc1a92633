//! Which language a tag and an `Accept-Language` header stand for.

use words::Lang::{self, De, En};

#[test]
fn a_language_is_known_by_its_first_part_whatever_the_region() {
    for (tag, lang) in [
        ("de", Some(De)),
        ("DE", Some(De)),
        ("de-AT", Some(De)),
        ("de_DE.UTF-8", Some(De)),
        (" en-GB ", Some(En)),
        ("en@posix", Some(En)),
        ("den", None),
        ("fr", None),
        ("*", None),
        ("", None),
        ("-de", None),
    ] {
        assert_eq!(Lang::parse(tag), lang, "{tag:?}");
    }
}

#[test]
fn the_header_of_a_browser_picks_the_language_it_weighs_most() {
    for (header, default, lang) in [
        (None, De, De),
        (None, En, En),
        (Some(""), En, En),
        (Some("de-DE,de;q=0.9,en-US;q=0.8,en;q=0.7"), En, De),
        (Some("en-US,en;q=0.9,de;q=0.8"), De, En),
        (Some("fr-FR,fr;q=0.9,en;q=0.4,de;q=0.3"), De, En),
        (Some("fr, nl"), De, De),
        (Some("de;q=0.2, en;q=0.8"), De, En),
        (Some("de;q=0.5, en;q=0.5"), En, De),
        (Some("en;q=0, *;q=0.1"), De, De),
        (Some("*"), En, En),
        (Some("DE"), En, De),
        (Some("en ; q=0.3 , de ; q=0.4"), En, De),
        (Some("de;q=2, en;q=NaN, en;q=-1, de;level=1"), En, En),
        (Some(";;;,,,=;q=,"), De, De),
    ] {
        assert_eq!(Lang::negotiate(header, default), lang, "{header:?}");
    }
}

#[test]
fn a_header_of_any_length_is_looked_at_only_so_far() {
    let header = "fr,".repeat(1_000_000) + "de";
    assert_eq!(Lang::negotiate(Some(&header), En), En);
}

#[test]
fn the_name_of_a_language_reads_back_as_the_language() {
    for lang in Lang::ALL {
        assert_eq!(Lang::parse(lang.as_str()), Some(lang));
        assert_eq!(lang.to_string(), lang.as_str());
        assert_eq!(serde_json::to_value(lang).unwrap(), lang.as_str());
    }
}
