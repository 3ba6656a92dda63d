use super::Dimension::{Bandwidth, Bytes, Cpu, Duration, Percent, Period, Rate};
use super::QuantityError::{NoNumber, NoUnit, TooLarge, TooPrecise, UnknownInterval, UnknownUnit};
use super::*;
use proptest::prelude::*;

fn money(code: &str) -> Dimension {
    Dimension::Money(Money::of_code(code).unwrap())
}

#[test]
fn amounts_are_exact_and_shown_in_the_shortest_form() {
    let table = [
        ("250ms", Duration, 250, "250ms"),
        ("0s", Duration, 0, "0s"),
        ("0ms", Duration, 0, "0s"),
        ("1.5s", Duration, 1500, "1500ms"),
        ("90s", Duration, 90_000, "90s"),
        ("2m", Duration, 120_000, "2m"),
        ("1.5h", Duration, 5_400_000, "90m"),
        ("36h", Duration, 129_600_000, "36h"),
        ("24h", Duration, 86_400_000, "1d"),
        ("35d", Duration, 3_024_000_000, "35d"),
        ("2w", Duration, 1_209_600_000, "14d"),
        ("12mo", Period, 31_104_000_000, "360d"),
        ("1y", Period, 31_536_000_000, "365d"),
        ("0.001s", Duration, 1, "1ms"),
        ("007d", Duration, 604_800_000, "7d"),
        ("1B", Bytes, 1, "1B"),
        ("0GiB", Bytes, 0, "0B"),
        ("1kB", Bytes, 1000, "1kB"),
        ("1KiB", Bytes, 1024, "1KiB"),
        ("2GiB", Bytes, 2_147_483_648, "2GiB"),
        ("0.5GiB", Bytes, 536_870_912, "512MiB"),
        ("20GB", Bytes, 20_000_000_000, "20GB"),
        ("1.5TB", Bytes, 1_500_000_000_000, "1500GB"),
        ("64TiB", Bytes, 70_368_744_177_664, "64TiB"),
        ("0.0009765625MiB", Bytes, 1024, "1KiB"),
        ("99.9%", Percent, 99_900_000, "99.9%"),
        ("99.999%", Percent, 99_999_000, "99.999%"),
        ("100%", Percent, 100_000_000, "100%"),
        ("0.000001%", Percent, 1, "0.000001%"),
        ("200rps", Rate, 17_280_000_000, "200rps"),
        ("200/s", Rate, 17_280_000_000, "200rps"),
        ("1.5rps", Rate, 129_600_000, "90/min"),
        ("10/min", Rate, 14_400_000, "10/min"),
        ("5/h", Rate, 120_000, "5/h"),
        ("1/d", Rate, 1000, "1/d"),
        ("0.5/d", Rate, 500, "0.5/d"),
        ("10MiB/s", Bandwidth, 905_969_664_000, "10MiB/s"),
        ("1Gbps", Bandwidth, 10_800_000_000_000, "1Gbps"),
        ("125MB/s", Bandwidth, 10_800_000_000_000, "1Gbps"),
        ("100GB/d", Bandwidth, 100_000_000_000, "100000000000B/d"),
        ("0GB/h", Bandwidth, 0, "0B/s"),
        (
            "$9000/month",
            money("USD/month"),
            9_000_000_000,
            "$9000/month",
        ),
        (
            "9000USD/month",
            money("USD/month"),
            9_000_000_000,
            "$9000/month",
        ),
        ("$0.10/month", money("USD/month"), 100_000, "$0.1/month"),
        ("$5", money("USD"), 5_000_000, "$5"),
        (
            "\u{20ac}9000/month",
            money("EUR/month"),
            9_000_000_000,
            "\u{20ac}9000/month",
        ),
        ("100JPY", money("JPY"), 100_000_000, "\u{a5}100"),
        ("12CHF/y", money("CHF/y"), 12_000_000, "12CHF/y"),
        ("$0.0416/h", money("USD/h"), 41_600, "$0.0416/h"),
        ("1vCPU", Cpu, 1000, "1vCPU"),
        ("0.25vCPU", Cpu, 250, "0.25vCPU"),
        ("250mCPU", Cpu, 250, "0.25vCPU"),
        (
            "9223372036854775807B",
            Bytes,
            i64::MAX,
            "9223372036854775807B",
        ),
    ];
    for (text, dimension, amount, canonical) in table {
        let quantity = Quantity { dimension, amount };
        assert_eq!(parse(text), Ok(quantity), "{text}");
        assert_eq!(quantity.to_string(), canonical, "{text}");
    }
}

#[test]
fn what_is_wrong_is_said_precisely() {
    let unknown = |suggestion| UnknownUnit { suggestion };
    let interval = |code| UnknownInterval {
        suggestion: Money::of_code(code),
    };
    let table = [
        ("", NoNumber),
        ("d", NoNumber),
        ("-5d", NoNumber),
        ("+5d", NoNumber),
        (".5h", NoNumber),
        ("$/month", NoNumber),
        (" 5d", NoNumber),
        ("35", NoUnit),
        ("3.5", NoUnit),
        ("5 d", unknown(Some("d"))),
        ("5days", unknown(Some("d"))),
        ("5Min", unknown(Some("m"))),
        ("5.d", unknown(None)),
        ("1e3s", unknown(None)),
        ("1,5h", unknown(None)),
        ("2Gi", unknown(Some("GiB"))),
        ("2gb", unknown(Some("GB"))),
        ("2KB", unknown(Some("kB"))),
        ("2G", unknown(Some("GB"))),
        ("5qps", unknown(Some("rps"))),
        ("5/minute", unknown(Some("/min"))),
        ("5/hour", unknown(Some("/h"))),
        ("2cores", unknown(Some("vCPU"))),
        ("2VCPU", unknown(Some("vCPU"))),
        ("99percent", unknown(Some("%"))),
        ("$5/year", interval("USD/y")),
        ("$5/mo", interval("USD/month")),
        ("\u{20ac}5/Month", interval("EUR/month")),
        ("$5d", UnknownInterval { suggestion: None }),
        ("5EUR/week", UnknownInterval { suggestion: None }),
        ("5eur/month", interval("EUR/month")),
        ("5/month", unknown(None)),
        ("5XYZ/month", unknown(None)),
        ("5MiB/y", unknown(None)),
        ("5xyz", unknown(None)),
        ("5\u{e9}", unknown(None)),
        ("0.5ms", TooPrecise),
        ("0.1B", TooPrecise),
        ("0.1KiB", TooPrecise),
        ("99.9999999%", TooPrecise),
        ("0.0001vCPU", TooPrecise),
        ("1.00000000000000000000000000001s", TooPrecise),
        ("9223372036854775808B", TooLarge),
        ("99999999999999999999B", TooLarge),
        ("9223372036854775807s", TooLarge),
        ("8388608TiB", TooLarge),
        ("300000000y", TooLarge),
    ];
    for (text, expected) in table {
        assert_eq!(parse(text), Err(expected), "{text}");
    }
}

#[test]
fn every_unit_of_the_messages_is_understood() {
    for dimension in Dimension::NAMED {
        let read = |text: &str| parse(text).map(|quantity| quantity.dimension);
        assert_eq!(read(&dimension.example()), Ok(dimension));
        for text in dimension.examples("5") {
            let found = read(&text).unwrap();
            assert!(found.fits(dimension), "{text}");
        }
        let plain = !matches!(dimension, Bandwidth | Dimension::Money(_));
        for unit in dimension.units().split(", ").filter(|_| plain) {
            let found = read(&format!("1{unit}")).unwrap();
            assert!(found.fits(dimension), "1{unit}");
        }
    }
}

#[test]
fn every_kind_of_money_has_a_name() {
    for currency in Currency::all() {
        for per in Per::all() {
            let money = Money { currency, per };
            assert_eq!(Money::of_code(&money.code()), Some(money));
            let quantity = parse(&money.text("5")).unwrap();
            assert_eq!(quantity.dimension, Dimension::Money(money));
        }
    }
    assert_eq!(Money::of_code("EUR/week"), None);
    assert_eq!(Money::of_code("euro"), None);
}

proptest! {
    #[test]
    fn what_is_shown_reads_as_the_same(kind in 0_usize..8, amount in 0_i64..=i64::MAX) {
        let dimension = Dimension::NAMED[kind].of_values();
        let quantity = Quantity { dimension, amount };
        prop_assert_eq!(parse(&quantity.to_string()), Ok(quantity));
    }

    #[test]
    fn no_text_makes_it_panic(text in "\\PC*") {
        let _ = parse(&text);
    }

    #[test]
    fn no_number_and_unit_makes_it_panic(text in "\\$?[0-9]{0,40}\\.?[0-9]{0,50}(TiB|%|ms|y|/d|MiB/s|EUR|CHF/h|)") {
        let _ = parse(&text);
    }
}
