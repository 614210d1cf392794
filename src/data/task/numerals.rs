//! The words for the whole numbers from 0 to 9999. `tests/fixtures/number_words.py` holds them against libraries.

/// Up to this number.
pub const LARGEST: usize = 9999;

const SMALL: [&str; 20] = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
];
const TENS: [&str; 8] = [
    "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety",
];

const FIGURES: [char; 10] = ['零', '一', '二', '三', '四', '五', '六', '七', '八', '九'];
const PLACES: [(usize, &str); 4] = [(1000, "千"), (100, "百"), (10, "十"), (1, "")];

/// British English: 1042 is "one thousand and forty-two", 1242 "one thousand, two hundred and forty-two".
pub fn english(number: usize, out: &mut String) {
    let (thousands, rest) = (number / 1000, number % 1000);
    if thousands > 0 {
        out.push_str(SMALL[thousands]);
        out.push_str(" thousand");
        match rest {
            0 => return,
            1..100 => out.push_str(" and "),
            _ => out.push_str(", "),
        }
    }
    let (hundreds, rest) = (rest / 100, rest % 100);
    if hundreds > 0 {
        out.push_str(SMALL[hundreds]);
        out.push_str(" hundred");
        if rest == 0 {
            return;
        }
        out.push_str(" and ");
    }
    if rest < 20 {
        out.push_str(SMALL[rest]);
    } else {
        out.push_str(TENS[rest / 10 - 2]);
        if !rest.is_multiple_of(10) {
            out.push('-');
            out.push_str(SMALL[rest % 10]);
        }
    }
}

/// Chinese: 1042 is 一千零四十二, 42 四十二; 10 to 19 begin with 十.
pub fn chinese(number: usize, out: &mut String) {
    if number < 10 {
        out.push(FIGURES[number]);
        return;
    }
    let mut gap = false;
    for (value, name) in PLACES {
        let figure = number / value % 10;
        if figure == 0 {
            // One 零 stands for a row of zeros between figures.
            gap = number >= value;
            continue;
        }
        if gap {
            out.push(FIGURES[0]);
            gap = false;
        }
        if !(10..20).contains(&number) || value != 10 {
            out.push(FIGURES[figure]);
        }
        out.push_str(name);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn word(write: fn(usize, &mut String), number: usize) -> String {
        let mut out = String::new();
        write(number, &mut out);
        out
    }

    #[test]
    fn some_words() {
        for (number, in_english, in_chinese) in [
            (0, "zero", "零"),
            (10, "ten", "十"),
            (13, "thirteen", "十三"),
            (20, "twenty", "二十"),
            (42, "forty-two", "四十二"),
            (100, "one hundred", "一百"),
            (110, "one hundred and ten", "一百一十"),
            (305, "three hundred and five", "三百零五"),
            (1000, "one thousand", "一千"),
            (1042, "one thousand and forty-two", "一千零四十二"),
            (2003, "two thousand and three", "二千零三"),
            (
                9999,
                "nine thousand, nine hundred and ninety-nine",
                "九千九百九十九",
            ),
        ] {
            assert_eq!(word(english, number), in_english);
            assert_eq!(word(chinese, number), in_chinese);
        }
    }
}
