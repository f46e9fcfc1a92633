//! Reads a table as spreadsheets save it: comma, semicolon or tab between the values, a heading for each column. Pure.

use std::collections::{HashMap, HashSet};

use csv::{ReaderBuilder, Trim};

/// A column that is known: what it is called here, and the headings under which others have it, as [`heading`] compares.
pub(crate) type Known = (&'static str, &'static [&'static str]);

/// What was read.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Table {
    pub(crate) lines: Vec<Line>,
    /// The headings of columns that nobody knows.
    pub(crate) ignored: Vec<String>,
}

/// One line below the headings; blank values are absent.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Line {
    /// Its place in the file, the headings being line 1.
    pub(crate) number: u64,
    /// Whether it has a value that no heading stands over.
    pub(crate) surplus: bool,
    values: HashMap<&'static str, String>,
}

/// Why a table cannot be read.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Fault {
    /// Nothing stands below the headings.
    Empty,
    /// No column is called like this.
    Missing(&'static str),
    /// Two columns are called like this.
    Twice(String),
    /// More lines than are read at once.
    TooLong(usize),
    /// A line that is none.
    Broken(u64),
    /// A quotation mark opens in this line and never closes, or closes amid a value.
    Quote(u64),
}

impl Line {
    /// A value that is not blank.
    pub(crate) fn get(&self, column: &str) -> Option<&str> {
        self.values.get(column).map(String::as_str)
    }
}

/// Reads a table of at most so many lines with these columns, of which `needed` must be there.
pub(crate) fn read(text: &str, known: &[Known], needed: &'static str, most: usize) -> Result<Table, Fault> {
    // The reader counts lines by line feeds, and reads the one of CR LF with the next line.
    let text = text.trim_start_matches('\u{feff}').replace("\r\n", "\n").replace('\r', "\n");
    let (text, named) = without_mark(text);
    let delimiter = named.unwrap_or_else(|| delimiter(&text));
    if let Some(line) = open_quote(&text, delimiter) {
        return Err(Fault::Quote(line));
    }
    let mut reader = ReaderBuilder::new()
        .delimiter(delimiter)
        .has_headers(false)
        .flexible(true)
        .trim(Trim::All)
        .from_reader(text.as_bytes());
    let mut records = reader.records();
    let Some(headings) = records.next() else { return Err(Fault::Empty) };
    let headings = headings.map_err(|_| Fault::Broken(1))?;
    let mut table = Table::default();
    let mut columns = Vec::with_capacity(headings.len());
    let mut seen = HashSet::new();
    for written in &headings {
        let column = column(written, known);
        if let Some(column) = column
            && !seen.insert(column)
        {
            return Err(Fault::Twice(written.to_owned()));
        }
        if column.is_none() && !written.is_empty() {
            table.ignored.push(written.to_owned());
        }
        columns.push(column);
    }
    if !seen.contains(needed) {
        return Err(Fault::Missing(needed));
    }
    for record in records {
        let record =
            record.map_err(|error| Fault::Broken(error.position().map_or(0, csv::Position::line)))?;
        let number = record.position().map_or(0, csv::Position::line);
        let named = columns.iter().zip(&record).filter(|(_, value)| !value.is_empty());
        let values: HashMap<_, _> =
            named.filter_map(|(column, value)| Some(((*column)?, value.to_owned()))).collect();
        let surplus = record.iter().skip(columns.len()).any(|value| !value.is_empty());
        if values.is_empty() && !surplus {
            continue;
        }
        if table.lines.len() == most {
            return Err(Fault::TooLong(most));
        }
        table.lines.push(Line { number, surplus, values });
    }
    if table.lines.is_empty() { Err(Fault::Empty) } else { Ok(table) }
}

/// The text with an empty line in the place of a first one that only says what stands between the values, as some
/// spreadsheets write it (`sep=;`), and what that is.
fn without_mark(text: String) -> (String, Option<u8>) {
    let first = text.lines().next().unwrap_or_default();
    let said = first.trim_matches('"').to_ascii_lowercase();
    let marks = said.strip_prefix("sep=").map(str::as_bytes);
    match marks {
        Some([mark @ (b',' | b';' | b'\t' | b'|')]) => {
            (text.get(first.len()..).unwrap_or_default().to_owned(), Some(*mark))
        }
        _ => (text, None),
    }
}

/// What stands between the values: whatever the headings have most of.
fn delimiter(text: &str) -> u8 {
    let headings = text.lines().next().unwrap_or_default();
    let count = |mark: u8| headings.bytes().filter(|byte| *byte == mark).count();
    // Of the same number the last one counts: a comma.
    [b'\t', b';', b','].into_iter().max_by_key(|mark| count(*mark)).unwrap_or(b',')
}

/// The line in which a quotation mark opens that is never closed, or closed amid a value: either would take the lines below
/// for a part of it, without a word.
fn open_quote(text: &str, delimiter: u8) -> Option<u64> {
    let (mut line, mut opened) = (1, None);
    let (mut begins, mut letters) = (true, text.bytes().peekable());
    while let Some(letter) = letters.next() {
        line += u64::from(letter == b'\n');
        match opened {
            Some(_) if letter != b'"' => {}
            Some(_) if letters.next_if_eq(&b'"').is_some() => {}
            Some(at) => {
                while letters.next_if(|next| *next == b' ').is_some() {}
                if letters.peek().is_some_and(|next| *next != delimiter && *next != b'\n') {
                    return Some(at);
                }
                (opened, begins) = (None, false);
            }
            None if begins && letter == b'"' => opened = Some(line),
            None => begins = letter == delimiter || letter == b'\n',
        }
    }
    opened
}

fn column(written: &str, known: &[Known]) -> Option<&'static str> {
    let wanted = heading(written);
    known.iter().find(|(_, headings)| headings.contains(&wanted.as_str())).map(|(name, _)| *name)
}

/// A heading as it is compared: small letters and digits alone.
fn heading(written: &str) -> String {
    written.to_lowercase().chars().filter(|letter| letter.is_alphanumeric()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const KNOWN: [Known; 2] = [("email", &["email", "mailadresse"]), ("name", &["name"])];

    const MOST: usize = 2_000;

    fn read(text: &str) -> Result<Table, Fault> {
        super::read(text, &KNOWN, "email", MOST)
    }

    fn values(table: &Table) -> Vec<(u64, Option<&str>, Option<&str>)> {
        table.lines.iter().map(|line| (line.number, line.get("email"), line.get("name"))).collect()
    }

    #[test]
    fn each_spreadsheet_s_way_of_saving_is_read() {
        for text in [
            "E-Mail,Name\nanna@example.com,\"Ast, Anna\"\n",
            "\u{feff}Mail-Adresse;Name\r\nanna@example.com;\"Ast, Anna\"\r\n",
            "name\tEMAIL\n\"Ast, Anna\"\tanna@example.com",
            "email , name\n anna@example.com ,\"Ast, Anna\" \n\n ,\n",
        ] {
            let table = read(text);
            let table = table.as_ref().map(values);
            assert_eq!(table, Ok(vec![(2, Some("anna@example.com"), Some("Ast, Anna"))]), "{text:?}");
        }
    }

    #[test]
    fn a_value_may_have_lines_and_quotes_and_a_line_may_be_short() {
        let table = read("email,name,phone\na@example.com,\"Anna \"\"A\"\"\nAst\",1\nb@example.com\n");
        let table = table.unwrap_or_default();
        assert_eq!(
            values(&table),
            [(2, Some("a@example.com"), Some("Anna \"A\"\nAst")), (4, Some("b@example.com"), None)]
        );
        assert_eq!(table.ignored, ["phone"]);
    }

    #[test]
    fn a_first_line_may_say_what_stands_between_the_values() {
        for (mark, between) in [("sep=;", ";"), ("\u{feff}SEP=,", ","), ("\"sep=|\"", "|"), ("sep=\t", "\t")]
        {
            let text = format!("{mark}\r\nemail{between}name\r\na@example.com{between}Ast\r\n");
            let table = read(&text);
            assert_eq!(
                table.as_ref().map(values),
                Ok(vec![(3, Some("a@example.com"), Some("Ast"))]),
                "{mark}"
            );
        }
        assert_eq!(read("sep=;\n"), Err(Fault::Empty));
        assert_eq!(read("sep=x\nemail\na@example.com"), Err(Fault::Missing("email")));
    }

    #[test]
    fn a_quote_that_swallows_lines_is_named_by_the_line_where_it_opens() {
        let below = "q8@example.com,x\nq7@example.com,\"Seven\"\n";
        for quote in ["\"open\n", "\"a \"\"b\"\"\n", "\"open\r\n", "\"open, and \"closed\n"] {
            let text = format!("email,name\na@example.com,\"Ast\nAnna\"\nq9@example.com,{quote}{below}");
            assert_eq!(read(&text), Err(Fault::Quote(4)), "{text:?}");
        }
        assert_eq!(read("\"email,name\na@example.com,Anna"), Err(Fault::Quote(1)));
        let inch = read("email,name\na@example.com,19\" rack\nb@example.com,\"\"\n");
        assert_eq!(inch.as_ref().map(|table| table.lines.len()), Ok(2), "amid a value it is a letter");
    }

    #[test]
    fn what_is_no_table_is_refused() {
        assert_eq!(read(""), Err(Fault::Empty));
        assert_eq!(read("email,name\n\n"), Err(Fault::Empty));
        assert_eq!(read("name\nAnna"), Err(Fault::Missing("email")));
        assert_eq!(read("email,E-Mail\na@example.com,b@example.com"), Err(Fault::Twice("E-Mail".to_owned())));
        let long = format!("email\n{}", "a@example.com\n".repeat(MOST + 1));
        assert_eq!(read(&long), Err(Fault::TooLong(MOST)));
    }
}
