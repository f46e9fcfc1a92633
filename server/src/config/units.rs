//! Durations as `90s`, `30m`, `12h`, `7d`, `2w` and sizes as `25MB`, as people write them.

use std::time::Duration;

use engine::content::quoted;
use parse_size::{ByteSuffix, Config, Error};

/// No setting needs more, and sums with a date stay in range.
const LONGEST: Duration = Duration::from_hours(100 * 366 * 24);

/// Reads a duration; parts may follow each other, as in `1d12h`.
pub(crate) fn duration(text: &str) -> Result<Duration, String> {
    use humantime::DurationError::NumberOverflow;

    let too_long = || "must not be longer than 100 years".to_owned();
    match humantime::parse_duration(text.trim()) {
        Ok(duration) if duration > LONGEST => Err(too_long()),
        Ok(duration) => Ok(duration),
        Err(NumberOverflow) => Err(too_long()),
        Err(_) => {
            Err(format!("must be a number and a unit, such as 90s, 30m, 12h, 7d or 2w, not {}", quoted(text)))
        }
    }
}

/// A duration as it can be written in the file.
pub(crate) fn in_seconds(duration: Duration) -> String {
    format!("{}s", duration.as_secs())
}

/// Reads a size in bytes: `25MB` is 25 · 1024 · 1024, as file managers count.
pub(super) fn size(text: &str) -> Result<u64, String> {
    let sizes = Config::new().with_binary().with_byte_suffix(ByteSuffix::Require);
    sizes.parse_size(text.trim()).map_err(|error| match error {
        Error::PosOverflow => format!("{} is too large", quoted(text)),
        _ => format!("must be a number and a unit, such as 500KB, 25MB or 1GB, not {}", quoted(text)),
    })
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
            ("1.5h", Some(5_400)),
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
            ("1.5MB", Some(1_572_864)),
            ("99999999999999999GB", None),
        ] {
            assert_eq!(size(text).ok(), bytes, "{text}");
        }
    }
}
