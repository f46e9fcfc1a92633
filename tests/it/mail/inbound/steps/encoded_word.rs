//! Encoded words of RFC 2047 as mail programs really write them.

use mail::inbound::steps::encoded_word::decode;

#[test]
fn words_are_decoded_also_where_the_standard_is_bent() {
    for (value, wanted) in [
        ("plain", "plain"),
        ("=?utf-8?q?=C3=9Cber_uns?=", "Über uns"),
        ("=?UTF-8?B?w5xiZXI=?= uns", "Über uns"),
        ("=?iso-8859-1?Q?a?= =?iso-8859-1?Q?b?=", "ab"),
        ("=?iso-8859-1?Q?a?= b", "a b"),
        ("=?utf-8?q?a?=b", "ab"),
        ("x=?utf-8?q?a?=.", "xa."),
        // A character split between two words.
        ("=?utf-8?b?4oI=?= =?utf-8?b?rA==?=", "€"),
        ("=?utf-8?q?=C3?= =?utf-8?q?=9C?=", "Ü"),
        ("=?windows-1252?Q?=80_5?=", "€ 5"),
        ("=?iso-2022-jp?B?GyRCJCIbKEI=?= =?iso-2022-jp?B?GyRCJCQbKEI=?=", "あい"),
        ("=?utf-8*de?q?a?=", "a"),
        // Broken ones stay as they are.
        ("=?utf-8?x?a?=", "=?utf-8?x?a?="),
        ("=?utf-8?q?a", "=?utf-8?q?a"),
        ("=?", "=?"),
        ("a =? b ?= c", "a =? b ?= c"),
        ("=?utf-8?q?=ZZ=?=", "=ZZ="),
    ] {
        assert_eq!(decode(value), wanted, "{value}");
    }
}
