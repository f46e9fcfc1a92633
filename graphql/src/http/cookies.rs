//! Reads cookies of one name out of a request, whatever else the browser sends along.
//!
//! Other programs on the host or on its parent domain set cookies too: with any bytes (RFC 6265, section 5.4, lets them
//! through), and with names that are ours. So the header is read byte by byte, and every value of a name is answered.

use ::http::{HeaderMap, HeaderValue, header};

/// How many values of one name are looked at. Browsers send one for each path and domain that set it.
const MOST: usize = 16;

/// Every value of the cookies with this name, in the order in which they were sent, without duplicates and without those
/// that hold nothing or anything but visible ASCII characters: none of ours does.
#[must_use]
pub fn cookies<'a>(headers: &'a HeaderMap, name: &str) -> Vec<&'a str> {
    let lines = headers.get_all(header::COOKIE).iter().map(HeaderValue::as_bytes);
    let mut found = Vec::new();
    for pair in lines.flat_map(|line| line.split(|byte| *byte == b';')) {
        let Some(value) = value_of(pair, name) else { continue };
        if !found.contains(&value) {
            found.push(value);
        }
        if found.len() == MOST {
            break;
        }
    }
    found
}

fn value_of<'a>(pair: &'a [u8], name: &str) -> Option<&'a str> {
    let at = pair.iter().position(|byte| *byte == b'=')?;
    let (before, after) = pair.split_at(at);
    if before.trim_ascii() != name.as_bytes() {
        return None;
    }
    let value = std::str::from_utf8(after.get(1..)?).ok()?.trim_ascii().trim_matches('"');
    (!value.is_empty() && value.bytes().all(|byte| byte.is_ascii_graphic())).then_some(value)
}
