//! "Did you mean" of type names.

use crate::spelling::{distance, limit};

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
    fn what_is_far_from_every_type_is_not_answered() {
        assert_eq!(meant("AWS::Moon::Rocket"), None);
    }
}
