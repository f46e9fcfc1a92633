//! Tags in one line of a form: separated by commas, in double quotes where a comma belongs to the tag.

/// The line that shows these tags.
pub(crate) fn line(tags: &[String]) -> String {
    let shown = tags.iter().map(|tag| {
        if tag.contains([',', '"']) { format!("\"{}\"", tag.replace('"', "\"\"")) } else { tag.clone() }
    });
    shown.collect::<Vec<_>>().join(", ")
}

/// The tags that a line names. A quote that is never closed ends with the line.
// By hand: a line of CSV, but with blanks around the quotes, which readers of CSV take for content.
pub(crate) fn read(line: &str) -> Vec<String> {
    let mut tags = Vec::new();
    let mut tag = String::new();
    let mut quoted = false;
    let mut letters = line.chars().peekable();
    while let Some(letter) = letters.next() {
        match letter {
            '"' if quoted && letters.next_if_eq(&'"').is_some() => tag.push('"'),
            '"' if quoted || tag.trim().is_empty() => quoted = !quoted,
            ',' if !quoted => tags.push(std::mem::take(&mut tag)),
            _ => tag.push(letter),
        }
    }
    tags.push(tag);
    tags.iter().map(|tag| tag.trim()).filter(|tag| !tag.is_empty()).map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::{line, read};

    #[test]
    fn a_line_of_tags_is_read_as_it_was_written() {
        for tags in [vec!["vpn"], vec!["a, b", "vpn"], vec!["say \"hi\"", "x"], vec!["12\" rack"], vec![]] {
            let tags: Vec<String> = tags.into_iter().map(str::to_owned).collect();
            assert_eq!(read(&line(&tags)), tags);
        }
    }

    #[test]
    fn what_people_type_is_understood() {
        assert_eq!(read(" vpn ,, netz,"), ["vpn", "netz"]);
        assert_eq!(read("\"a, b\" , neu"), ["a, b", "neu"]);
        assert_eq!(read("12\" rack, \"open, end"), ["12\" rack", "open, end"]);
    }
}
