//! Quantities: units, dimensions and money.

use super::{Note, noted};
use crate::diag::{Code, Diagnostic};
use crate::source::Span;
use crate::units_of_measure::{Dimension, Money, Per, Quantity, QuantityError, number_of, sum_of};

/// How a dimension is written, with the number that is there already.
fn units(dimension: Dimension, number: Option<&str>) -> String {
    let examples = match number {
        Some(number) => dimension.examples(number),
        None => vec![dimension.example()],
    };
    let examples: Vec<_> = examples.iter().map(|text| format!("{text:?}")).collect();
    let (last, rest) = match examples.split_last() {
        Some((last, [])) => (last.clone(), String::new()),
        Some((last, rest)) => (last.clone(), format!("{} or ", rest.join(", "))),
        None => (String::new(), String::new()),
    };
    let units = match dimension {
        Dimension::Money(_) | Dimension::Percent => String::new(),
        other => format!("units of {} are {}: ", other.name(), other.units()),
    };
    format!("{units}write, for example, {rest}{last}")
}

/// E0302: a quantity of another dimension.
pub fn wrong_unit(
    span: Span,
    text: &str,
    wanted: Dimension,
    found: Dimension,
    notes: &[Note],
) -> Diagnostic {
    let message = format!(
        "\"{text}\" is {}, and {} is wanted here",
        found.noun(),
        wanted.noun()
    );
    let diagnostic = Diagnostic::error(Code(302), span, message)
        .here(format!("is {}", found.type_text()))
        .help(units(wanted, number_of(text)));
    noted(diagnostic, notes)
}

/// E0303: text that is not a quantity.
pub fn not_a_quantity(
    span: Span,
    text: &str,
    wanted: Dimension,
    error: QuantityError,
    notes: &[Note],
) -> Diagnostic {
    let number = number_of(text);
    let mut meant = None;
    let why = match error {
        QuantityError::NoNumber => "does not begin with a number",
        QuantityError::NoUnit => "has no unit",
        QuantityError::UnknownUnit { suggestion } => {
            meant = suggestion
                .zip(number)
                .map(|(unit, number)| format!("{number}{unit}"));
            "has no unit that is known"
        }
        QuantityError::UnknownInterval { suggestion } => {
            let meant_money = suggestion.zip(number);
            meant = meant_money.map(|(money, number)| money.text(number));
            "is money, paid in an interval that is not known"
        }
        QuantityError::TooPrecise => "is finer than its smallest unit",
        QuantityError::TooLarge => "is more than can be counted",
    };
    let message = format!("\"{text}\" is not {}", wanted.noun());
    let diagnostic = Diagnostic::error(Code(303), span, message).here(why);
    if let Some(sum) = sum_of(text).filter(|sum| sum.dimension.fits(wanted)) {
        let sum = format!("\"{sum}\"");
        let help = format!("a quantity has one unit: {sum}");
        return noted(diagnostic.help(help).edit(span, sum), notes);
    }
    let diagnostic = match meant {
        Some(meant) => diagnostic
            .help(format!("did you mean \"{meant}\"?"))
            .edit(span, format!("\"{meant}\"")),
        None => diagnostic,
    };
    let number = match error {
        QuantityError::NoUnit | QuantityError::UnknownUnit { .. } => number,
        _ => None,
    };
    noted(diagnostic.help(units(wanted, number)), notes)
}

/// E0304: a bare number where a quantity is wanted.
pub fn number_without_unit(
    span: Span,
    wanted: Dimension,
    number: Option<&str>,
    notes: &[Note],
) -> Diagnostic {
    let message = format!(
        "{} is wanted here, and this number has no unit",
        wanted.noun()
    );
    let diagnostic = Diagnostic::error(Code(304), span, message)
        .here("is a number")
        .help(units(wanted, number));
    // Where there is but one unit, it is the one that is meant.
    let diagnostic = match (
        number.map(|number| wanted.examples(number)).as_deref(),
        wanted,
    ) {
        (Some([only]), _) => diagnostic.edit(span, format!("{only:?}")),
        _ => diagnostic,
    };
    noted(diagnostic, notes)
}

/// E0333: a quantity in a property.
pub fn quantity_in_property(
    span: Span,
    property: &str,
    dimension: Dimension,
    name: &str,
) -> Diagnostic {
    let help = match dimension {
        Dimension::Duration => format!(
            "say in which unit: `in_seconds({name})`, `in_minutes({name})`, `in_hours({name})` or `in_days({name})`"
        ),
        Dimension::Bytes => {
            format!("say in which unit: `in_mib({name})` or `in_gib({name})`")
        }
        other => format!(
            "say in which unit, by dividing by it: `ceil({name} / \"{}\")`; or put it into text: `\"${{{name}}}\"`",
            other.examples("1").first().map_or("", String::as_str)
        ),
    };
    let message = format!(
        "`{property}` takes a plain value, and this is {}",
        dimension.noun()
    );
    Diagnostic::error(Code(333), span, message)
        .here(format!("is {}", dimension.type_text()))
        .help(help)
}

/// E0344: months or years where a duration is wanted.
pub fn no_fixed_length(span: Span, text: &str, length: Quantity, notes: &[Note]) -> Diagnostic {
    let message = format!("\"{text}\" has no fixed length, and a duration is wanted here");
    let diagnostic = Diagnostic::error(Code(344), span, message)
        .here("months and years differ in length")
        .help(format!("write the days that you mean: \"{length}\""))
        .edit(span, format!("\"{length}\""));
    noted(diagnostic, notes)
}

/// E0345: two kinds of money where one is needed.
pub fn other_money(
    span: Span,
    (first, second): (Money, Money),
    is_literal: bool,
    notes: &[Note],
) -> Diagnostic {
    let words = |money| Dimension::Money(money).noun();
    let message = if is_literal {
        format!(
            "this is {}, and {} is wanted here",
            words(first),
            words(second)
        )
    } else {
        format!("{} and {} do not go together", words(first), words(second))
    };
    let example = second.text("9000");
    let help = if first.currency == second.currency {
        match (first.per, second.per) {
            (Per::Month, Per::Year) => {
                "a year has twelve months: write twelve times as much a year".to_owned()
            }
            (Per::Year, Per::Month) => {
                "a year has twelve months: write a twelfth of it a month".to_owned()
            }
            (Per::Once, _) | (_, Per::Once) => format!(
                "what is paid once and what is paid again and again are never compared or added: write, for example, \"{example}\""
            ),
            _ => format!("write both for one interval, such as \"{example}\""),
        }
    } else {
        let code = second.currency.code();
        format!(
            "no rate of exchange stands in the source: write it in {code}, such as \"{example}\""
        )
    };
    noted(
        Diagnostic::error(Code(345), span, message).help(help),
        notes,
    )
}

/// E0346: a kind of money that does not exist, in a type.
pub fn unknown_money(span: Span, text: &str) -> Diagnostic {
    Diagnostic::error(Code(346), span, format!("\"{text}\" is no kind of money"))
        .help("it is an ISO currency code and how often it is paid: `money(\"EUR/month\")`, with /h, /d, /month or /y; `money(\"EUR\")` is paid once, and `money` alone is USD a month")
}
