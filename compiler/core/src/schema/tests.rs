//! The file that is shipped, read whole.

use super::pattern::Match;
use super::*;

fn open() -> (Names, Schemas) {
    (Names::new(), Schemas::open(EMBEDDED).unwrap())
}

fn find(schemas: &Schemas, type_name: &str) -> TypeId {
    schemas.find(type_name).unwrap()
}

#[test]
fn it_has_all_types_and_says_where_they_come_from() {
    let (_, schemas) = open();
    assert_eq!(schemas.source(), "cfn-lint 1.51.0");
    assert_eq!(schemas.type_names().count(), 1601);
    assert!(schemas.type_names().is_sorted());
    assert!(schemas.regions().is_sorted());
    assert!(schemas.is_region("eu-west-1") && !schemas.is_region("eu-west-9"));
    assert!(EMBEDDED.len() < 4 << 20);
}

#[test]
fn every_type_is_found_by_its_name() {
    let (_, schemas) = open();
    for id in schemas.types() {
        assert_eq!(schemas.find(schemas.type_name(id)), Some(id));
        assert!(schemas.regions_of(id).count() > 0);
    }
    assert_eq!(schemas.find("AWS::SQS"), None);
    assert_eq!(schemas.suggest("AWS::SQS::Queu"), Some("AWS::SQS::Queue"));
}

#[test]
fn what_exists_only_somewhere_is_missing_elsewhere() {
    let (names, schemas) = open();
    let phones = find(&schemas, "AWS::DeviceFarm::Project");
    assert!(schemas.exists_in(phones, "us-west-2"));
    assert!(!schemas.exists_in(phones, "eu-west-1"));
    assert!(schemas.load_in(&names, phones, "eu-west-1").is_none());
    assert_eq!(
        schemas.regions_of(phones).collect::<Vec<_>>(),
        ["us-west-2"]
    );
    let name = schemas.load(&names, phones).name;
    assert_eq!(names.text(name), "AWS::DeviceFarm::Project");
}

#[test]
fn regions_share_equal_nodes() {
    let (names, schemas) = open();
    let cluster = find(&schemas, "AWS::RDS::DBCluster");
    let here = schemas.load_in(&names, cluster, "eu-west-1").unwrap();
    let there = schemas.load_in(&names, cluster, "me-south-1").unwrap();
    assert_ne!(here.root, there.root);
    let tags = names.intern("Tags");
    let node = |schema: &ResourceSchema| schemas.node(&names, schema.root).property(tags);
    assert!(node(here).is_some());
    assert_eq!(node(here), node(there));
}

#[test]
fn every_node_can_be_read_and_its_properties_are_sorted() {
    let (names, schemas) = open();
    for index in 0..schemas.node_count() as u32 {
        let node = schemas.node(&names, NodeId(index));
        let texts = node.properties().iter().map(|p| names.text(p.0));
        assert!(texts.is_sorted());
        let required = node.object.iter().flat_map(|object| &object.required);
        assert!(required.map(|&name| names.text(name)).is_sorted());
    }
}

#[test]
fn no_node_leads_to_itself_for_the_same_value() {
    let (names, schemas) = open();
    let mut done = vec![false; schemas.node_count()];
    for index in 0..schemas.node_count() as u32 {
        descend(&schemas, &names, NodeId(index), &mut Vec::new(), &mut done);
    }
}

fn descend(
    schemas: &Schemas,
    names: &Names,
    id: NodeId,
    above: &mut Vec<NodeId>,
    done: &mut [bool],
) {
    assert!(!above.contains(&id), "{id:?} judges a value by itself");
    if std::mem::replace(&mut done[id.index()], true) {
        return;
    }
    above.push(id);
    if let Some(rules) = &schemas.node(names, id).combination {
        let lists = rules
            .all_of
            .iter()
            .chain(&rules.any_of)
            .chain(&rules.one_of);
        let ones = rules.not.iter().chain(&rules.condition);
        let branches = rules.then.iter().chain(&rules.otherwise);
        let dependents = rules.dependent_schemas.iter().map(|rule| &rule.1);
        for &below in lists.chain(ones).chain(branches).chain(dependents) {
            descend(schemas, names, below, above, done);
        }
    }
    above.pop();
}

#[test]
fn all_patterns_but_one_are_checked() {
    let (_, schemas) = open();
    let unchecked = schemas.patterns().filter(|pattern| !pattern.is_checked());
    // A date whose later parts refer back to its first separator.
    assert_eq!(unchecked.count(), 1);
    assert!(schemas.patterns().count() > 2400);
}

#[test]
fn no_text_hangs_a_pattern() {
    let (_, schemas) = open();
    let texts = [
        "a".repeat(3000),
        "a-".repeat(1500),
        "a.a:/".repeat(600) + "\n!",
    ];
    for pattern in schemas.patterns() {
        for text in &texts {
            // The answer does not matter; that there is one does.
            let _: Match = pattern.matches(text);
        }
    }
}

#[test]
fn attributes_are_properties_and_what_the_service_sets_inside_them() {
    let (names, schemas) = open();
    let attribute = |type_name: &str, name: &str| {
        let schema = schemas.load(&names, find(&schemas, type_name));
        schemas
            .attribute(&names, schema, names.intern(name))
            .is_some()
    };
    assert!(attribute("AWS::SQS::Queue", "Arn"));
    assert!(attribute("AWS::SQS::Queue", "QueueName"));
    assert!(attribute("AWS::RDS::DBCluster", "Endpoint.Address"));
    assert!(!attribute("AWS::RDS::DBCluster", "Endpoint.Adress"));
    assert!(!attribute("AWS::SQS::Queue", "Nothing"));
}

#[test]
fn what_a_schema_says_of_the_whole_resource_is_kept() {
    let (names, schemas) = open();
    let queue = schemas.load(&names, find(&schemas, "AWS::SQS::Queue"));
    let fifo = PathSegment::Name(names.intern("FifoQueue"));
    assert!(queue.create_only.iter().any(|path| path[..] == [fifo]));
    assert!(queue.tagging.taggable && queue.tagging.tag_updatable);
    let url = PathSegment::Name(names.intern("QueueUrl"));
    assert_eq!(queue.primary_identifier[0][..], [url]);
}

#[test]
fn what_the_documentation_says_of_replacement_is_there_too() {
    let (names, schemas) = open();
    let domain = schemas.load(&names, find(&schemas, "AWS::OpenSearchService::Domain"));
    let version = PathSegment::Name(names.intern("EngineVersion"));
    let mut paths = domain.conditional_create_only.iter();
    assert!(paths.any(|path| path[..] == [version]));
}

#[test]
fn a_damaged_file_is_refused_or_read_without_a_panic() {
    assert_eq!(Schemas::open(b"").err(), Some(SchemaError::NotASchemaFile));
    assert_eq!(
        Schemas::open(&EMBEDDED[..20]).err(),
        Some(SchemaError::CutShort)
    );
    assert_eq!(
        Schemas::open(&EMBEDDED[..EMBEDDED.len() / 2]).err(),
        Some(SchemaError::CutShort)
    );
    let mut other = EMBEDDED[..4096].to_vec();
    other[8] = 9;
    let other: &'static [u8] = Box::leak(other.into_boxed_slice());
    assert_eq!(
        Schemas::open(other).err(),
        Some(SchemaError::OtherVersion(9))
    );
    let mut spoilt = EMBEDDED.to_vec();
    for at in (200..spoilt.len()).step_by(97) {
        spoilt[at] ^= 0x5a;
    }
    let spoilt: &'static [u8] = Box::leak(spoilt.into_boxed_slice());
    let schemas = Schemas::open(spoilt).unwrap();
    let names = Names::new();
    for id in schemas.types().take(300) {
        let schema = schemas.load(&names, id);
        schemas.node(&names, schema.root);
    }
}
