//! "Did you mean": the nearest of many names.

/// How far a name may be from what was written and still have been meant, by [`distance`]: two slips,
/// or one other letter in a name of three, and in long names one slip in three letters.
fn limit(text: &str) -> usize {
    let length = text.chars().count();
    (length / 3 * 2).max(if length > 3 { 4 } else { 3 })
}

/// The nearest of `candidates` to `text` if it is near enough to have been meant; of several as near,
/// the first, so that their order has to be the same in every run.
pub fn nearest<'a>(text: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let limit = limit(text);
    candidates
        .into_iter()
        .filter_map(|candidate| Some((distance(text, candidate, limit)?, candidate)))
        .min_by_key(|&(distance, candidate)| (distance, candidate.len()))
        .map(|(_, candidate)| candidate)
}

/// The type name that may have been meant. The last segment says most: `Queue` and
/// `SQS::Queue` mean `AWS::SQS::Queue`.
pub(super) fn type_name<'a>(
    text: &str,
    candidates: impl Iterator<Item = &'a str>,
) -> Option<&'a str> {
    if text.contains('_') {
        return by_words(text, candidates);
    }
    let text = text.replace(['.', '/'], "::");
    let wanted = Parts::of(&text);
    let limit = limit(&text);
    candidates
        .filter_map(|candidate| {
            let parts = Parts::of(candidate);
            let mut cost = distance(wanted.last, parts.last, limit)? * 2;
            if !wanted.service.is_empty() {
                cost += distance(wanted.service, parts.service, limit)?;
            }
            (cost <= limit).then_some((cost, candidate))
        })
        .min_by_key(|&(cost, candidate)| (cost, candidate.len()))
        .map(|(_, candidate)| candidate)
}

/// `aws_sqs_queue`: the words of service and resource, behind a first one that says whose they are.
fn by_words<'a>(text: &str, candidates: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let words: Vec<_> = text.split('_').skip(1).collect();
    let joined = words.concat();
    let is_it = |candidate: &str| {
        let parts = Parts::of(candidate);
        // The service may be left out, and the resource may have its service's name before it.
        parts.last.eq_ignore_ascii_case(&joined)
            || [parts.service, parts.last]
                .concat()
                .eq_ignore_ascii_case(&joined)
    };
    let found = candidates.filter(|candidate| is_it(candidate));
    found.min_by_key(|candidate| {
        let service = Parts::of(candidate).service;
        let is_named = words
            .first()
            .is_some_and(|first| first.eq_ignore_ascii_case(service));
        (!is_named, candidate.len())
    })
}

/// A type name's service and resource: the last two of its segments.
struct Parts<'a> {
    service: &'a str,
    last: &'a str,
}

impl<'a> Parts<'a> {
    fn of(name: &'a str) -> Self {
        let (before, last) = name.rsplit_once("::").unwrap_or(("", name));
        let service = before.rsplit_once("::").map_or(before, |(_, last)| last);
        Self { service, last }
    }
}

/// The number of letters to insert, delete, replace or swap with their neighbour, in half letters: a
/// slip of the finger costs two, another letter three, since words that mean different things differ
/// so, and another case one. None beyond `limit`.
fn distance(a: &str, b: &str, limit: usize) -> Option<usize> {
    let a: Vec<char> = a.chars().collect();
    let b: Vec<char> = b.chars().collect();
    if a.len().abs_diff(b.len()) * 2 > limit {
        return None;
    }
    let mut before: Vec<usize> = Vec::new();
    let mut previous: Vec<usize> = (0..=b.len()).map(|column| column * 2).collect();
    for row in 0..a.len() {
        let mut current = vec![(row + 1) * 2];
        for column in 0..b.len() {
            let mut best = previous[column] + price(a[row], b[column]);
            best = best.min(previous[column + 1] + 2).min(current[column] + 2);
            let swapped =
                row > 0 && column > 0 && a[row] == b[column - 1] && a[row - 1] == b[column];
            if swapped {
                best = best.min(before[column - 1] + 2);
            }
            current.push(best);
        }
        before = std::mem::replace(&mut previous, current);
    }
    previous.last().copied().filter(|&cost| cost <= limit)
}

fn price(a: char, b: char) -> usize {
    if a == b {
        0
    } else if a.eq_ignore_ascii_case(&b) {
        1
    } else {
        3
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TYPES: [&str; 5] = [
        "AWS::DynamoDB::Table",
        "AWS::Glue::Table",
        "AWS::SQS::Queue",
        "AWS::SQS::QueuePolicy",
        "AWS::RDS::DBInstance",
    ];

    fn meant(text: &str) -> Option<&'static str> {
        type_name(text, TYPES.into_iter())
    }

    #[test]
    fn a_slip_of_the_finger_is_understood() {
        assert_eq!(meant("AWS::SQS::Qeue"), Some("AWS::SQS::Queue"));
        assert_eq!(meant("AWS::RDS::DbInstance"), Some("AWS::RDS::DBInstance"));
        assert_eq!(meant("AWS::Dynamo::Table"), Some("AWS::DynamoDB::Table"));
    }

    #[test]
    fn the_last_segment_alone_is_enough() {
        assert_eq!(meant("Queue"), Some("AWS::SQS::Queue"));
        assert_eq!(meant("sqs.queue"), Some("AWS::SQS::Queue"));
    }

    #[test]
    fn words_are_understood() {
        assert_eq!(meant("aws_sqs_queue"), Some("AWS::SQS::Queue"));
        assert_eq!(meant("aws_dynamodb_table"), Some("AWS::DynamoDB::Table"));
        assert_eq!(meant("aws_db_instance"), Some("AWS::RDS::DBInstance"));
        assert_eq!(meant("aws_moon_rocket"), None);
    }

    #[test]
    fn what_is_far_from_everything_is_not_answered() {
        assert_eq!(meant("AWS::Moon::Rocket"), None);
        assert_eq!(nearest("Colour", ["VisibilityTimeout"]), None);
    }

    #[test]
    fn words_that_mean_different_things_are_not_slips() {
        assert_eq!(nearest("internet", ["internal", "public"]), None);
        assert_eq!(nearest("male", ["mail"]), Some("mail"));
        assert_eq!(nearest("prodution", ["production"]), Some("production"));
    }

    #[test]
    fn properties_are_told_apart_by_one_letter() {
        let known = ["DelaySeconds", "QueueName", "VisibilityTimeout"];
        assert_eq!(
            nearest("VisibiltyTimeout", known),
            Some("VisibilityTimeout")
        );
        assert_eq!(nearest("queueName", known), Some("QueueName"));
    }
}
