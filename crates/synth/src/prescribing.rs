//! Prescribing by practice and month, from the lists and who lives with what.

use crate::dataset::Dataset;
use crate::district::COMMISSIONER;
use crate::draw::{Draw, Subject};
use crate::row::DayText as _;
use crate::tally::ListMonth;
use crate::whole::nearest;
use crate::world::Sink;
use chrono::Datelike as _;

/// Whose medicine it is.
#[derive(Debug, Clone, Copy)]
enum For {
    Everyone,
    Older,
    /// Those with a condition, by its number.
    Condition(usize),
}

/// A presentation: BNF code, section, whose, items a month for each of them, quantity of an item,
/// price of a hundred units in pence, how much commoner in winter, change a year.
struct Presentation(&'static str, &'static str, For, f64, f64, f64, f64, f64);

use For::{Condition, Everyone, Older};

/// Presentations by how often they are dispensed in England (NHS Business Services Authority,
/// *Prescription Cost Analysis 2018-19*: 1.1 thousand million items, 20 for each person), the
/// commoner ones only.
const PRESENTATIONS: [Presentation; 36] = [
    Presentation("0501013B0AAABAB", "5.1", Everyone, 0.0130, 21.0, 5.2, 1.55, -0.03),
    Presentation("0501011P0AAAJAJ", "5.1", Everyone, 0.0060, 28.0, 4.6, 1.25, -0.02),
    Presentation("0501012G0AAABAB", "5.1", Everyone, 0.0060, 28.0, 8.1, 1.02, 0.00),
    Presentation("0501030I0AAABAB", "5.1", Everyone, 0.0055, 14.0, 7.9, 1.35, 0.00),
    Presentation("0501050B0AAADAD", "5.1", Everyone, 0.0040, 14.0, 13.1, 1.30, -0.02),
    Presentation("0501130R0AAAGAG", "5.1", Older, 0.0120, 14.0, 35.0, 1.00, 0.05),
    Presentation("0501013K0AAAJAJ", "5.1", Everyone, 0.0022, 21.0, 10.0, 1.25, -0.07),
    Presentation("0501120L0AAABAB", "5.1", Everyone, 0.0011, 14.0, 9.0, 1.10, -0.08),
    Presentation("0212000B0AAACAC", "2.12", Condition(0), 0.34, 35.0, 3.2, 1.0, 0.06),
    Presentation("0212000Y0AAADAD", "2.12", Condition(4), 0.40, 35.0, 2.9, 1.0, -0.04),
    Presentation("0206020A0AAAAAA", "2.6", Condition(0), 0.42, 33.0, 2.4, 1.0, 0.02),
    Presentation("0205051R0AAADAD", "2.5", Condition(0), 0.45, 33.0, 3.5, 1.0, 0.02),
    Presentation("0205052N0AAABAB", "2.5", Condition(0), 0.17, 30.0, 4.1, 1.0, 0.02),
    Presentation("0202010B0AAABAB", "2.2", Condition(0), 0.10, 28.0, 2.2, 1.0, -0.04),
    Presentation("0204000H0AAAKAK", "2.4", Condition(4), 0.55, 32.0, 2.7, 1.0, 0.01),
    Presentation("0209000A0AAABAB", "2.9", Condition(4), 0.70, 32.0, 2.5, 1.0, -0.03),
    Presentation("0208020V0AAABAB", "2.8", Condition(6), 0.55, 40.0, 3.0, 1.0, -0.12),
    Presentation("0208020Z0AAABAB", "2.8", Condition(6), 0.22, 50.0, 95.0, 1.0, 0.25),
    Presentation("0202020L0AABDBD", "2.2", Condition(5), 0.80, 42.0, 2.8, 1.0, 0.01),
    Presentation("0202030S0AAADAD", "2.2", Condition(5), 0.35, 30.0, 6.0, 1.0, 0.02),
    Presentation("0601022B0AAABAB", "6.1", Condition(1), 0.85, 84.0, 1.9, 1.0, 0.03),
    Presentation("0601021M0AAAAAA", "6.1", Condition(1), 0.30, 56.0, 3.0, 1.0, -0.06),
    Presentation("0601012V0BBAEAD", "6.1", Condition(1), 0.12, 5.0, 830.0, 1.0, 0.02),
    Presentation("0601023AGAAABAB", "6.1", Condition(1), 0.09, 28.0, 130.0, 1.0, 0.28),
    Presentation("0301011R0AAAPAP", "3.1", Condition(2), 0.45, 1.2, 150.0, 1.12, 0.00),
    Presentation("0302000C0AABFBF", "3.2", Condition(2), 0.28, 1.1, 700.0, 1.08, -0.02),
    Presentation("0301020Q0AAAAAA", "3.1", Condition(3), 0.62, 30.0, 105.0, 1.05, -0.03),
    Presentation("0302000N0BCABAX", "3.2", Condition(3), 0.55, 1.1, 3_300.0, 1.05, 0.02),
    Presentation("0403030Q0AAAAAA", "4.3", Condition(10), 0.42, 30.0, 4.4, 1.0, 0.06),
    Presentation("0403030D0AAAAAA", "4.3", Condition(10), 0.22, 30.0, 3.1, 1.0, -0.02),
    Presentation("0403040X0AAANAN", "4.3", Condition(10), 0.20, 30.0, 4.8, 1.0, 0.06),
    Presentation("0407010H0AAAMAM", "4.7", Everyone, 0.0270, 100.0, 2.6, 1.0, -0.06),
    Presentation("0103050P0AAAAAA", "1.3", Everyone, 0.0440, 35.0, 3.6, 1.0, 0.03),
    Presentation("0906040G0AAEKEK", "9.6", Older, 0.0900, 45.0, 6.0, 1.0, -0.02),
    Presentation("0602010V0AABZBZ", "6.2", Everyone, 0.0400, 40.0, 4.6, 1.0, 0.01),
    Presentation("0411000D0AAAAAA", "4.11", Condition(11), 0.35, 28.0, 5.0, 1.0, 0.03),
];

/// Writes what every practice prescribed in every month.
pub(crate) fn write(sink: &mut Sink<'_>, lists: &crate::tally::Lists) {
    let world = sink.world;
    for (number, practice) in world.district.practices.iter().enumerate() {
        let mut draw = Draw::new(world.seed, Subject::Organisation, 1_000_000 + number as u64);
        // Each practice has its own habits.
        let habits: Vec<f64> = PRESENTATIONS.iter().map(|_| draw.log_normal(1.0, 0.22)).collect();
        for (index, month) in world.span.months.iter().enumerate() {
            let list = lists.month(number, index);
            let years = f64::from(month.first - world.span.from) / 365.25;
            let winter = matches!(month.start.month(), 11 | 12 | 1 | 2 | 3);
            let length = f64::from(month.days()) / 30.44;
            for (presentation, habit) in PRESENTATIONS.iter().zip(&habits) {
                let Presentation(code, section, whose, rate, quantity, price, season, trend) =
                    presentation;
                let mean = patients(list, *whose)
                    * rate
                    * habit
                    * length
                    * if winter { *season } else { 1.0 }
                    * libm::exp(trend * years);
                let items = draw.poisson(mean);
                if items == 0 {
                    continue;
                }
                let units = nearest(f64::from(items) * quantity * draw.spread(0.95, 1.05));
                let cost = nearest(f64::from(units) * price * 0.93);
                let Some(mut row) = sink.row(Dataset::Prescribing, 0, index) else { continue };
                row.text(&practice.code)
                    .text(COMMISSIONER)
                    .bytes(&first_of_month(&world.span.day_text(month.first)))
                    .text(code)
                    .text(&code[..9])
                    .text(section)
                    .whole(items)
                    .whole(units)
                    .whole(cost)
                    .end();
            }
        }
    }
}

fn patients(list: &ListMonth, whose: For) -> f64 {
    f64::from(match whose {
        Everyone => list.all(),
        Older => list.aged(0, 13, 18) + list.aged(1, 13, 18),
        Condition(number) => list.conditions[number],
    })
}

/// The first day of the month of a day.
pub(crate) fn first_of_month(day: &[u8; 10]) -> [u8; 10] {
    let mut first = *day;
    first[8..].copy_from_slice(b"01");
    first
}
