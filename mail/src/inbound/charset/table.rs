//! The code pages of DOS that programs for accounting and fax still write; the web has kept only the Cyrillic one.

/// Which code page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Table {
    /// The first one.
    Cp437,
    /// Western Europe.
    Cp850,
    /// Central Europe.
    Cp852,
    /// Western Europe with the sign of the Euro.
    Cp858,
    /// Scandinavia.
    Cp865,
    /// Ukraine: the Cyrillic one of the web, 866, with other letters in its last rows (RST 2018-91).
    Cp1125,
}

const CP437: &str = "ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒáíóúñÑªº¿⌐¬½¼¡«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\u{a0}";

const CP850: &str = "ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜø£Ø×ƒáíóúñÑªº¿®¬½¼¡«»░▒▓│┤ÁÂÀ©╣║╗╝¢¥┐└┴┬├─┼ãÃ╚╔╩╦╠═╬¤ðÐÊËÈıÍÎÏ┘┌█▄¦Ì▀ÓßÔÒõÕµþÞÚÛÙýÝ¯´\u{ad}±‗¾¶§÷¸°¨·¹³²■\u{a0}";

const CP852: &str = "ÇüéâäůćçłëŐőîŹÄĆÉĹĺôöĽľŚśÖÜŤťŁ×čáíóúĄąŽžĘę¬źČş«»░▒▓│┤ÁÂĚŞ╣║╗╝Żż┐└┴┬├─┼Ăă╚╔╩╦╠═╬¤đĐĎËďŇÍÎě┘┌█▄ŢŮ▀ÓßÔŃńňŠšŔÚŕŰýÝţ´\u{ad}˝˛ˇ˘§÷¸°¨˙űŘř■\u{a0}";

const CP1125: &str = "АБВГДЕЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯабвгдежзийклмноп░▒▓│┤╡╢╖╕╣║╗╝╜╛┐└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀рстуфхцчшщъыьэюяЁёҐґЄєІіЇї·√№¤■\u{a0}";

/// The text in a code page.
pub(super) fn decode(table: Table, bytes: &[u8]) -> String {
    let upper: Vec<char> = match table {
        Table::Cp437 | Table::Cp865 => CP437,
        Table::Cp850 | Table::Cp858 => CP850,
        Table::Cp852 => CP852,
        Table::Cp1125 => CP1125,
    }
    .chars()
    .collect();
    let one = |byte: &u8| match (table, *byte) {
        (_, byte) if byte.is_ascii() => char::from(byte),
        (Table::Cp858, 0xD5) => '€',
        (Table::Cp865, 0x9B) => 'ø',
        (Table::Cp865, 0x9D) => 'Ø',
        (Table::Cp865, 0xAF) => '¤',
        (_, byte) => upper.get(usize::from(byte) - 0x80).copied().unwrap_or(char::REPLACEMENT_CHARACTER),
    };
    bytes.iter().map(one).collect()
}
