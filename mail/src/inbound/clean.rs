//! Takes out what no database, header or file name may hold: NUL bytes, control and direction marks, broken line ends.

/// Text of several lines: LF line ends, no control characters but line feed and tab.
#[must_use]
pub fn text(input: &str) -> String {
    let mut out = String::with_capacity(input.len());
    let mut chars = input.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '\r' => {
                if chars.peek() != Some(&'\n') {
                    out.push('\n');
                }
            }
            '\n' | '\t' => out.push(c),
            '\u{feff}' => {}
            c if c.is_control() => {}
            c => out.push(c),
        }
    }
    out
}

/// Text of one line, without what cannot be seen.
#[must_use]
pub fn line(input: &str) -> String {
    engine::content::clean_line(input)
}

/// At most `max` characters of `input`, cut between characters.
#[must_use]
pub fn clip(input: &str, max: usize) -> &str {
    input.char_indices().nth(max).map_or(input, |(at, _)| input.get(..at).unwrap_or(input))
}
