//! The mark on the start screen of a phone, in the colour of the brand, as a PNG: phones take no SVG.

use std::{io::Write as _, sync::OnceLock};

use flate2::{Compression, Crc, write::ZlibEncoder};

/// The widths in pixels in which it is offered: what Apple's phones take, and what the manifest has to name.
pub(crate) const SIZES: [u32; 3] = [180, 192, 512];
/// Points in each direction by which the edge of a shape is smoothed.
const FINE: u32 = 4;
/// How many of the points of a pixel may be white: each count is a colour of the palette.
const SHADES: u8 = 16;

/// The pictures, drawn when they are first asked for.
#[derive(Default)]
pub(crate) struct Icons([OnceLock<Vec<u8>>; SIZES.len()]);

impl Icons {
    /// The picture of this width, if it is one of [`SIZES`].
    pub(crate) fn of(&self, size: u32, colour: [u8; 3]) -> Option<Vec<u8>> {
        let place = SIZES.iter().position(|one| *one == size)?;
        Some(self.0.get(place)?.get_or_init(|| png(size, colour)).clone())
    }
}

/// The red, green and blue of `#rrggbb`.
pub(crate) fn channels(colour: &str) -> Option<[u8; 3]> {
    let hex = colour.strip_prefix('#')?;
    let channel = |from: usize| u8::from_str_radix(hex.get(from..from + 2)?, 16).ok();
    Some([channel(0)?, channel(2)?, channel(4)?])
}

/// The counter of the logo in white on a ground of the colour that reaches to the edges, since phones cut off the corners.
fn png(size: u32, colour: [u8; 3]) -> Vec<u8> {
    let mut lines = Vec::new();
    for row in 0..size {
        // Each line begins with the way in which it is filtered: none.
        lines.push(0);
        lines.extend((0..size).map(|column| shade(size, column, row)));
    }
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::default());
    // Memory takes everything.
    let packed = encoder.write_all(&lines).and_then(|()| encoder.finish()).unwrap_or_default();
    let mut file = b"\x89PNG\r\n\x1a\n".to_vec();
    let width = size.to_be_bytes();
    // Eight bits each, colours by their place in the palette.
    chunk(&mut file, *b"IHDR", &[&width[..], &width[..], &[8, 3, 0, 0, 0]].concat());
    chunk(&mut file, *b"PLTE", &palette(colour));
    chunk(&mut file, *b"IDAT", &packed);
    chunk(&mut file, *b"IEND", &[]);
    file
}

fn chunk(file: &mut Vec<u8>, kind: [u8; 4], data: &[u8]) {
    let mut sum = Crc::new();
    sum.update(&kind);
    sum.update(data);
    file.extend(u32::try_from(data.len()).unwrap_or(u32::MAX).to_be_bytes());
    file.extend(kind);
    file.extend(data);
    file.extend(sum.sum().to_be_bytes());
}

/// From the colour to white.
fn palette(colour: [u8; 3]) -> Vec<u8> {
    let mixed = |white: u8, channel: u8| {
        let more = u16::from(u8::MAX - channel) * u16::from(white) / u16::from(SHADES);
        channel.saturating_add(u8::try_from(more).unwrap_or(u8::MAX))
    };
    (0..=SHADES).flat_map(|white| colour.map(|channel| mixed(white, channel))).collect()
}

/// How many points of a pixel are white.
fn shade(size: u32, column: u32, row: u32) -> u8 {
    let points = (0..FINE).flat_map(|down| (0..FINE).map(move |right| (right, down)));
    let place = |pixel: u32, point: u32| {
        // In thousandths of the 32 units of the logo, in the middle of the point; drawn smaller, to stay within the circle that
        // every phone shows.
        let whole = i64::from(2 * (pixel * FINE + point) + 1) * 16_000 / i64::from(size * FINE);
        16_000 + (whole - 16_000) * 100 / 74
    };
    let white = points.filter(|(right, down)| is_white(place(column, *right), place(row, *down))).count();
    u8::try_from(white).unwrap_or(SHADES)
}

/// Whether a point is on the plate, and on none of the marks that are cut out of it.
fn is_white(x: i64, y: i64) -> bool {
    let within = |(dx, dy): (i64, i64), radius: i64| dx * dx + dy * dy < radius * radius;
    let corner = ((x - 16_000).abs() - 9_000, (y - 16_000).abs() - 6_000);
    let plate = within((corner.0.max(0), corner.1.max(0)), 4_000);
    let counter = (y - 19_000).abs() < 1_200;
    let slot = within((x - x.clamp(9_000, 17_000), y - 12_000), 1_200);
    let lamp = within((x - 23_000, y - 12_400), 2_000);
    plate && !(counter || slot || lamp)
}

#[cfg(test)]
#[allow(clippy::expect_used, reason = "a test that cannot go on has failed, and says why")]
mod tests {
    use super::{Icons, SIZES, channels, palette, shade};

    #[test]
    fn a_colour_is_read_and_mixed_with_white() {
        assert_eq!(channels("#0a62bd"), Some([0x0a, 0x62, 0xbd]));
        assert_eq!((channels("0a62bd"), channels("#0a62"), channels("#xyz123")), (None, None, None));
        let palette = palette([0x0a, 0x62, 0xbd]);
        assert_eq!(palette.first_chunk(), Some(&[0x0a, 0x62, 0xbd]));
        assert_eq!(palette.last_chunk(), Some(&[255, 255, 255]));
    }

    #[test]
    fn the_ground_reaches_to_the_edges_and_the_plate_is_in_the_middle() {
        assert_eq!((shade(192, 0, 0), shade(192, 191, 191)), (0, 0));
        assert_eq!(shade(192, 96, 96), 16, "on the plate, between the marks");
        assert_eq!(shade(192, 96, 109), 0, "the counter is cut out");
    }

    #[test]
    fn there_is_a_picture_of_each_size_and_of_no_other() {
        let icons = Icons::default();
        for size in SIZES {
            let picture = icons.of(size, [0, 0, 0]).expect("a picture");
            assert!(picture.starts_with(b"\x89PNG"));
            assert_eq!(picture.get(16..20), Some(&size.to_be_bytes()[..]));
            assert!(picture.len() < 20_000, "{} bytes", picture.len());
        }
        assert_eq!(icons.of(64, [0, 0, 0]), None);
    }
}
