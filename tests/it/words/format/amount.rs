//! Sizes and counts in both languages.

use words::Lang::{De, En};
use words::format::{bytes, number};

const KB: u64 = 1024;
const MB: u64 = 1024 * KB;

#[test]
fn a_size_is_short_and_in_the_units_of_the_configuration() {
    for (size, german, english) in [
        (0, "0 Bytes", "0 bytes"),
        (1, "1 Byte", "1 byte"),
        (1023, "1023 Bytes", "1023 bytes"),
        (1024, "1 KB", "1 KB"),
        (1535, "1 KB", "1 KB"),
        (1536, "2 KB", "2 KB"),
        (48 * KB + 200, "48 KB", "48 KB"),
        (999 * KB, "999 KB", "999 KB"),
        (MB - 513, "1023 KB", "1023 KB"),
        (MB - 512, "1 MB", "1 MB"),
        (MB, "1 MB", "1 MB"),
        (1_258_291, "1,2 MB", "1.2 MB"),
        (25 * MB, "25 MB", "25 MB"),
        (1000 * MB + MB / 2, "1.000,5 MB", "1,000.5 MB"),
        (1024 * MB - 1, "1 GB", "1 GB"),
        (2_684_354_560, "2,5 GB", "2.5 GB"),
        (u64::MAX, "16.777.216 TB", "16,777,216 TB"),
    ] {
        assert_eq!((bytes(De, size).as_str(), bytes(En, size).as_str()), (german, english), "{size}");
    }
}

#[test]
fn a_count_sets_its_thousands_apart() {
    for (count, german, english) in [
        (0, "0", "0"),
        (999, "999", "999"),
        (1_204, "1.204", "1,204"),
        (10_034, "10.034", "10,034"),
        (1_000_000, "1.000.000", "1,000,000"),
        (u64::MAX, "18.446.744.073.709.551.615", "18,446,744,073,709,551,615"),
    ] {
        assert_eq!((number(De, count).as_str(), number(En, count).as_str()), (german, english));
    }
}
