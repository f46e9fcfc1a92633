//! Whom a text names.

use engine::content::mentioned;

#[test]
fn an_at_sign_and_a_whole_name_mean_somebody() {
    let people: Vec<(u8, String)> =
        [(1, "Ole Kern"), (2, "Ole"), (3, "Jörg Weiß"), (4, "Jörg Weiß"), (5, "")]
            .map(|(id, name)| (id, name.to_owned()))
            .to_vec();
    for (text, meant) in [
        ("", &[][..]),
        ("Ole Kern weiß das.", &[]),
        ("@Ole Kern bitte ansehen", &[1]),
        ("bitte ansehen, @ole kern", &[1]),
        ("(@Ole Kern) und @OLE: ja", &[1, 2]),
        ("@Ole, bitte", &[2]),
        ("@Olesen ist ein anderer", &[]),
        ("@Ole Kernig auch", &[2]),
        ("ole@Ole Kern.example ist eine Adresse", &[]),
        ("@@Ole Kern @", &[1]),
        ("@Jörg Weiß, @JÖRG WEISS", &[3, 4]),
    ] {
        assert_eq!(mentioned(text, &people), meant, "{text:?}");
    }
}
