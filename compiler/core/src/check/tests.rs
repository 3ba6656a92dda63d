//! What is refused, in the words that a user reads, and what is not.

use serde_json::{Value as Json, json};

use super::{Checker, diagnostic};
use crate::names::Names;
use crate::schema::{EMBEDDED, Schemas};
use crate::source::Span;
use crate::units_of_measure::{Dimension, Quantity};
use crate::value::{Later, Number, Store, Value};

const REGION: &str = "eu-west-1";

struct World {
    names: Names,
    store: Store,
    schemas: Schemas,
}

impl World {
    fn new() -> Self {
        Self {
            names: Names::new(),
            store: Store::new(),
            schemas: Schemas::open(EMBEDDED).unwrap(),
        }
    }

    /// A value of JSON; `{ "later": name }` is known at deployment only.
    fn value(&self, json: &Json) -> Value {
        match json {
            Json::Null => Value::Null,
            Json::Bool(value) => Value::Bool(*value),
            Json::Number(number) => number
                .as_i64()
                .map(Value::Int)
                .or_else(|| Some(Value::Number(Number::new(number.as_f64()?)?)))
                .unwrap(),
            Json::String(text) => Value::Text(self.names.intern(text)),
            Json::Array(all) => {
                let all: Vec<Value> = all.iter().map(|json| self.value(json)).collect();
                Value::List(self.store.list(&all))
            }
            Json::Object(map) => match map.get("later") {
                Some(name) => self.later(name.as_str().unwrap()),
                None => self.object(map.iter().map(|(k, v)| (k.as_str(), self.value(v)))),
            },
        }
    }

    fn later(&self, name: &str) -> Value {
        let later = Later::Param(self.names.intern(name));
        Value::Later(self.store.later(later))
    }

    fn object<'a>(&self, fields: impl Iterator<Item = (&'a str, Value)>) -> Value {
        let fields = fields.map(|(name, value)| (self.names.intern(name), value));
        Value::Object(self.store.object_of(&self.names, fields.collect()))
    }

    /// Each violation as `code path message`.
    fn check_in(&self, region: &str, type_name: &str, properties: Value) -> Vec<String> {
        let Value::Object(object) = properties else {
            panic!("properties are an object");
        };
        let checker = Checker::new(&self.names, &self.store, &self.schemas);
        let id = self.schemas.find(type_name).unwrap();
        let violations = checker.check_resource(id, region, object);
        let again = checker.check_resource(id, region, object);
        assert_eq!(violations, again, "a verdict that is remembered changes");
        violations
            .iter()
            .map(|violation| {
                let said = diagnostic(&self.names, type_name, violation, Span::NONE);
                let path = violation.path.text(&self.names);
                format!("{} {path}: {}", said.code, said.message)
            })
            .collect()
    }
}

fn check(type_name: &str, properties: &Json) -> Vec<String> {
    let world = World::new();
    let value = world.value(properties);
    world.check_in(REGION, type_name, value)
}

fn accepts(type_name: &str, properties: &Json) {
    assert_eq!(check(type_name, properties), Vec::<String>::new());
}

#[test]
fn a_right_resource_is_right() {
    accepts(
        "AWS::SQS::Queue",
        &json!({
            "QueueName": "jobs",
            "DelaySeconds": 0,
            "SqsManagedSseEnabled": true,
            "RedrivePolicy": { "maxReceiveCount": 5, "deadLetterTargetArn": { "later": "arn" } },
            "Tags": [{ "Key": "team", "Value": "shop" }]
        }),
    );
}

#[test]
fn every_fault_of_a_resource_is_named() {
    let said = check(
        "AWS::SQS::Queue",
        &json!({ "DelaySeconds": 1000, "FifoQueue": 1, "QueueNam": "x", "Tags": [{ "Key": "a" }] }),
    );
    assert_eq!(
        said,
        [
            "E0608 DelaySeconds: `DelaySeconds` is 1000, it must be at most 900",
            "E0603 FifoQueue: `FifoQueue` is true or false, this is a whole number",
            "E0601 QueueNam: `AWS::SQS::Queue` has no property `QueueNam`",
            "E0604 Tags[0]: `Tags[0]` of `AWS::SQS::Queue` must have `Value`",
        ]
    );
}

#[test]
fn null_is_unset() {
    let type_name = "AWS::SNS::Subscription";
    let said = check(type_name, &json!({ "Protocol": "sqs", "TopicArn": null }));
    assert_eq!(
        said,
        ["E0604 : `AWS::SNS::Subscription` must have `TopicArn`"]
    );
    accepts(
        "AWS::SQS::Queue",
        &json!({ "NoSuchProperty": null, "QueueUrl": null }),
    );
}

#[test]
fn nothing_is_coerced() {
    let said = check(
        "AWS::SQS::Queue",
        &json!({ "DelaySeconds": "5", "QueueName": 5 }),
    );
    assert_eq!(
        said,
        [
            "E0603 DelaySeconds: `DelaySeconds` is a whole number, this is a string",
            "E0603 QueueName: `QueueName` is a string, this is a whole number",
        ]
    );
}

#[test]
fn a_whole_number_is_a_number_and_a_fraction_is_no_whole_number() {
    accepts(
        "AWS::CloudWatch::Alarm",
        &json!({
            "ComparisonOperator": "GreaterThanThreshold", "EvaluationPeriods": 1.0,
            "MetricName": "Errors", "Threshold": 1
        }),
    );
    let said = check("AWS::SQS::Queue", &json!({ "DelaySeconds": 1.5 }));
    assert_eq!(
        said,
        ["E0603 DelaySeconds: `DelaySeconds` is a whole number, this is a number"]
    );
}

#[test]
fn what_is_known_at_deployment_stands_for_any_value_or_list_of_values() {
    accepts(
        "AWS::SQS::Queue",
        &json!({
            "DelaySeconds": { "later": "delay" }, "FifoQueue": { "later": "fifo" },
            "QueueName": { "later": "name" }, "RedrivePolicy": { "later": "policy" },
            "Tags": { "later": "tags" }
        }),
    );
    let acceleration = json!({ "AccelerateConfiguration": { "later": "how" } });
    assert_eq!(
        check("AWS::S3::Bucket", &acceleration),
        [
            "E0603 AccelerateConfiguration: `AccelerateConfiguration` is an object, this is a single value that is known at deployment"
        ]
    );
}

#[test]
fn alternatives_that_depend_on_the_deployment_are_left_open() {
    // Two forms of which exactly one must fit: a later value could be either.
    accepts(
        "AWS::RDS::GlobalCluster",
        &json!({
            "SourceDBClusterIdentifier": { "later": "source" }
        }),
    );
    // What does not depend on it is still refused.
    let said = check(
        "AWS::EC2::Instance",
        &json!({
            "LaunchTemplate": { "LaunchTemplateName": { "later": "x" }, "LaunchTemplateId": "lt-1",
                                "Version": "1" }
        }),
    );
    assert_eq!(said.len(), 1, "{said:?}");
}

#[test]
fn quantities_and_resources_are_no_property_values() {
    let world = World::new();
    let minute = Value::Quantity(Quantity {
        dimension: Dimension::Duration,
        amount: 60_000,
    });
    let queue = world.object([("DelaySeconds", minute)].into_iter());
    assert_eq!(
        world.check_in(REGION, "AWS::SQS::Queue", queue),
        ["E0603 DelaySeconds: `DelaySeconds` is a whole number, this is a duration"]
    );
    // Not even where the schema allows everything.
    let policy = world.object([("Sid", minute)].into_iter());
    let role = world.object([("AssumeRolePolicyDocument", policy)].into_iter());
    assert_eq!(
        world.check_in(REGION, "AWS::IAM::Role", role),
        [
            "E0603 AssumeRolePolicyDocument.Sid: `AssumeRolePolicyDocument.Sid` is any JSON value, this is a duration"
        ]
    );
}

#[test]
fn a_document_is_measured_as_json() {
    let long = "x".repeat(131_072);
    let role = json!({ "AssumeRolePolicyDocument": { "Statement": long } });
    assert_eq!(
        check("AWS::IAM::Role", &role),
        [
            "E0607 AssumeRolePolicyDocument: `AssumeRolePolicyDocument` has 131088 characters, it must have at most 131072"
        ]
    );
}

#[test]
fn read_only_properties_are_found_inside_lists_and_objects() {
    let said = check(
        "AWS::RDS::DBInstance",
        &json!({
            "DBInstanceClass": "db.t4g.micro", "Engine": "postgres",
            "Endpoint": { "Address": "db.example.com" }
        }),
    );
    assert!(
        said.iter().all(|said| said.starts_with("E0602 Endpoint")),
        "{said:?}"
    );
    assert!(!said.is_empty());
}

#[test]
fn a_schema_is_that_of_the_region() {
    let world = World::new();
    let cluster = json!({
        "Engine": "aurora-mysql", "MasterUsername": "rdsadmin", "MasterUserPassword": "12345678"
    });
    let cluster = world.value(&cluster);
    let said = world.check_in("me-south-1", "AWS::RDS::DBCluster", cluster);
    assert_eq!(
        said,
        ["E0615 MasterUsername: this value of `MasterUsername` is reserved"]
    );
    assert!(
        world
            .check_in("eu-west-1", "AWS::RDS::DBCluster", cluster)
            .is_empty()
    );
}

#[test]
fn an_exclusion_is_named_once() {
    let said = check(
        "AWS::EC2::NetworkInterface",
        &json!({
            "SubnetId": "subnet-1", "Ipv6AddressCount": 1, "Ipv6Addresses": [{ "Ipv6Address": "::1" }]
        }),
    );
    assert_eq!(
        said,
        ["E0617 : `Ipv6AddressCount` and `Ipv6Addresses` exclude each other"]
    );
}

#[test]
fn the_value_that_was_meant_is_suggested() {
    let world = World::new();
    let volume = world.value(&json!({ "AvailabilityZone": "a", "Size": 1, "VolumeType": "gp33" }));
    let Value::Object(volume) = volume else {
        panic!("an object");
    };
    let checker = Checker::new(&world.names, &world.store, &world.schemas);
    let id = world.schemas.find("AWS::EC2::Volume").unwrap();
    let violations = checker.check_resource(id, REGION, volume);
    let said = diagnostic(&world.names, "AWS::EC2::Volume", &violations[0], Span::NONE);
    assert_eq!(said.message, "`VolumeType` cannot be \"gp33\"");
    assert_eq!(said.help[0], "did you mean \"gp3\"?");
}
