//! Durations as `90s`, `30m`, `12h`, `7d`, `2w` and sizes as `25MB`, as people write them.

use std::time::Duration;

/// No setting needs more, and sums with a date stay in range.
const LONGEST: Duration = Duration::from_hours(100 * 366 * 24);

/// Reads a duration; parts may follow each other, as in `1d12h`.
pub(crate) fn duration(text: &str) -> Result<Duration, String> {
    let wrong =
        || format!("{text:?} is not a duration; write a number and a unit, as in 90s, 30m, 12h, 7d or 2w");
    let mut rest = text.trim();
    let mut total = Duration::ZERO;
    if rest.is_empty() {
        return Err(wrong());
    }
    while !rest.is_empty() {
        let (number, after) = leading_number(rest).ok_or_else(wrong)?;
        let end = after.find(|letter: char| letter.is_ascii_digit()).unwrap_or(after.len());
        let (unit, next) = after.split_at(end);
        let seconds = match unit.trim() {
            "s" => 1,
            "m" => 60,
            "h" => 60 * 60,
            "d" => 24 * 60 * 60,
            "w" => 7 * 24 * 60 * 60,
            _ => return Err(wrong()),
        };
        let part = number.checked_mul(seconds).map(Duration::from_secs);
        total = part
            .and_then(|part| total.checked_add(part))
            .filter(|total| *total <= LONGEST)
            .ok_or_else(|| format!("{text:?} is longer than a hundred years"))?;
        rest = next;
    }
    Ok(total)
}

/// A duration as it can be written in the file.
pub(crate) fn in_seconds(duration: Duration) -> String {
    format!("{}s", duration.as_secs())
}

/// Reads a size in bytes: `25MB` is 25 · 1024 · 1024, as file managers count.
pub(super) fn size(text: &str) -> Result<u64, String> {
    let wrong = || format!("{text:?} is not a size; write a number and a unit, as in 500KB, 25MB or 1GB");
    let (number, unit) = leading_number(text.trim()).ok_or_else(wrong)?;
    let factor: u64 = match unit.trim().to_ascii_lowercase().as_str() {
        "b" => 1,
        "kb" | "kib" => 1 << 10,
        "mb" | "mib" => 1 << 20,
        "gb" | "gib" => 1 << 30,
        _ => return Err(wrong()),
    };
    number.checked_mul(factor).ok_or_else(|| format!("{text:?} is too large"))
}

fn leading_number(text: &str) -> Option<(u64, &str)> {
    let end = text.find(|letter: char| !letter.is_ascii_digit()).unwrap_or(text.len());
    let (digits, rest) = text.split_at(end);
    Some((digits.parse().ok()?, rest))
}

#[cfg(test)]
mod tests {
    use super::{duration, size};

    #[test]
    fn durations_are_read_as_people_write_them() {
        for (text, seconds) in [
            ("0s", Some(0)),
            ("90s", Some(90)),
            ("30m", Some(1_800)),
            ("12h", Some(43_200)),
            ("7d", Some(604_800)),
            ("2w", Some(1_209_600)),
            ("1d12h", Some(129_600)),
            ("1d 12h", Some(129_600)),
            ("", None),
            ("7", None),
            ("d", None),
            ("-1d", None),
            ("1.5h", None),
            ("7 Tage", None),
            ("99999999999999999999d", None),
            ("9999999999999d", None),
        ] {
            assert_eq!(duration(text).ok().map(|it| it.as_secs()), seconds, "{text}");
        }
    }

    #[test]
    fn sizes_are_read_as_people_write_them() {
        for (text, bytes) in [
            ("25MB", Some(26_214_400)),
            ("25 mb", Some(26_214_400)),
            ("25MiB", Some(26_214_400)),
            ("1GB", Some(1 << 30)),
            ("512B", Some(512)),
            ("25", None),
            ("MB", None),
            ("1.5MB", None),
            ("99999999999999999GB", None),
        ] {
            assert_eq!(size(text).ok(), bytes, "{text}");
        }
    }
}
