//! `schalter import`: what an operator sees who takes over people and organisations.

use tests::servers::binary::Site;

#[test]
fn people_and_organisations_come_from_a_file_after_a_look() {
    let site = Site::migrated("");
    let file = site.path().join("kunden.csv");
    // As a spreadsheet in German saves it.
    let people: &[u8] = b"E-Mail;Name;Firma\r\njoerg@example.net;J\xf6rg;B\xe4r\r\nfalsch;F;\r\nkim@example.net;K;B\xe4r;x\r\n";
    std::fs::write(&file, people).expect("a file");
    let file = file.to_str().expect("a path");
    let asked = ["import", "people", file, "--create-organisations"];
    let looked = site.run(&[&asked[..], &["--preview"]].concat(), "");
    let done = site.run(&asked, "");
    assert_eq!((looked.status.code(), done.status.code()), (Some(1), Some(1)), "lines were skipped");
    assert_eq!(looked.stdout, done.stdout, "a preview prints what the import prints");
    let (printed, said) = (String::from_utf8_lossy(&done.stdout), String::from_utf8_lossy(&done.stderr));
    let begins: Vec<&str> =
        printed.lines().map(|line| line.rsplit_once('\t').map_or(line, |cut| cut.0)).collect();
    assert_eq!(
        begins,
        ["2\tcreated\tjoerg@example.net", "3\tskipped\tfalsch", "4\tskipped\tkim@example.net"]
    );
    assert!(printed.contains("more values than the header has columns"), "{printed}");
    assert!(said.contains("imported: 1 created, 0 updated, 0 unchanged, 2 skipped"), "{said}");
    assert!(said.contains("2 lines were skipped"), "{said}");
    assert!(said.contains("organisations created: B\u{e4}r"), "{said}");

    let again = site.succeed(&["import", "people", "-"], "email,name\njoerg@example.net,J\u{f6}rg\n");
    assert_eq!(again, "", "what is known already is not printed");
    let changed = site.succeed(&["import", "organisations", "-"], "name,domains\nB\u{e4}r,baer.example\n");
    assert_eq!(changed, "2\tupdated\tB\u{e4}r\tdomains: baer.example");
}

#[test]
fn a_file_that_is_too_long_for_the_page_is_read_and_goes_on_where_it_was() {
    let site = Site::migrated("");
    let people = |count: usize| {
        let lines = (0..count).map(|n| format!("p{n}@example.net\n"));
        std::iter::once("email\n".to_owned()).chain(lines).collect::<String>()
    };
    let looked = site.run(&["import", "people", "-", "--preview"], people(2_001));
    let said = String::from_utf8_lossy(&looked.stderr);
    assert!(said.contains("2001 created, 0 updated, 0 unchanged, 0 skipped"), "{said}");
    let first = site.run(&["import", "people", "-"], people(20));
    assert!(first.status.success(), "{first:?}");
    let all = site.run(&["import", "people", "-"], people(30));
    let said = String::from_utf8_lossy(&all.stderr);
    assert!(said.contains("imported: 10 created, 0 updated, 20 unchanged, 0 skipped"), "{said}");
    let long = site.run(&["import", "people", "-"], people(20_001));
    let said = String::from_utf8_lossy(&long.stderr);
    assert!(said.contains("at most 20000 lines") && !long.status.success(), "{said}");
}

#[test]
fn what_is_no_table_is_one_clear_line() {
    let site = Site::migrated("");
    for (input, words) in [
        (b"PK\x03\x04\x14\0".as_slice(), "save it there as CSV"),
        (b"e\0m\0", "UTF-16 needs a byte order mark"),
        (b"name\nAnna\n", "The column \"email\" is missing"),
        (b"email,name\na@example.net,\"A\n", "Line 2: a quotation mark is opened"),
        (b"", "no rows below the header"),
    ] {
        let output = site.run(&["import", "people", "-"], input);
        assert_eq!(output.status.code(), Some(1), "{output:?}");
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(said.contains(words), "{words} in {said}");
        assert!(output.stdout.is_empty(), "{output:?}");
    }
    let output = site.run(&["import", "people", "nowhere.csv"], "");
    assert!(String::from_utf8_lossy(&output.stderr).contains("cannot read nowhere.csv"), "{output:?}");
}
