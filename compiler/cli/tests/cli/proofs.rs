use insta::assert_snapshot;

use crate::support::Folder;

const APP: &str = r#"app "shop" {
  language  = 1
  home      = "eu-west-1"
  regions   = ["eu-west-1", "eu-central-1"]
  growth    = { today = "200rps" }
  objective = { recover = { az = { within = "5m", losing = "0s" } } }
}

tier "checkout" { survives = "region" }

web "api" {
  tier     = tier.checkout
  capacity = "40rps"
  replicas = { min = 9, max = 60 }
}

web "mailer" {
  tier     = tier.checkout
  replicas = { min = 3, max = 60 }
}

database "orders" { engine = "postgresql" }
cache "sessions" {}
"#;

const WEB: &str = r#"component "web" {
  doc = "Replicas in every zone of a network, scaled."
  input "tier" {
    type = tier
    doc  = "What it promises."
  }
  input "capacity" {
    type = optional(rate)
    doc  = "What one replica carries."
  }
  input "replicas" {
    type = object({ min = int, max = int })
    doc  = "How many."
  }
  input "network" {
    type = component.network
    doc  = "Where."
  }
  let {
    growth = app.growth
  }
  resource "AWS::ECS::Service" "main" {
    NetworkConfiguration = { AwsvpcConfiguration = { Subnets = values(network.app) } }
  }
  resource "AWS::ApplicationAutoScaling::ScalableTarget" "scale" {
    MinCapacity       = replicas.min
    MaxCapacity       = replicas.max
    ResourceId        = "service/main/${main.Name}"
    ScalableDimension = "ecs:service:DesiredCount"
    ServiceNamespace  = "ecs"
  }
  fact "capacity" {
    of    = main
    value = capacity
  }
  fact "load" {
    of    = main
    value = growth == null ? null : growth.today
  }
}
"#;

fn shop() -> Folder {
    let folder = Folder::new();
    folder.write("shop.rig.hcl", APP);
    folder.write("web.rig.hcl", WEB);
    folder
}

#[test]
fn check_prints_what_is_proved() {
    assert_snapshot!(shop().run(&["check"]));
}

#[test]
fn verbose_leaves_nothing_out() {
    let said = shop().run(&["check", "--verbose"]);
    assert!(said.contains("cache.sessions.key"), "{said}");
    assert!(!said.contains("--verbose shows them"), "{said}");
}

#[test]
fn a_broken_promise_stops_check_build_and_plan() {
    let folder = shop();
    folder.edit("shop.rig.hcl", "min = 9", "min = 7");
    assert_snapshot!(folder.run(&["check"]));
    for command in ["build", "plan"] {
        let said = folder.run(&[command]);
        assert!(said.contains("error[E1001]"), "{said}");
        assert!(said.contains("--- status 1"), "{said}");
    }
    assert!(!folder.file("out").exists());
}

#[test]
fn the_printed_fix_is_accepted() {
    let folder = shop();
    folder.edit("shop.rig.hcl", "min = 9", "min = 7");
    assert!(folder.run(&["check"]).contains("help: `min = 8`"));
    folder.edit("shop.rig.hcl", "min = 7", "min = 8");
    folder.succeeds(&["check"]);
}

#[test]
fn a_lost_guarantee_shows_in_what_is_committed() {
    let folder = shop();
    folder.succeeds(&["build"]);
    let path = "out/cloudformation/production/guarantees.json";
    let before = folder.read(path);
    assert!(before.contains("40rps each"), "{before}");
    folder.edit("shop.rig.hcl", "  capacity = \"40rps\"\n", "");
    folder.succeeds(&["build"]);
    let after = folder.read(path);
    assert!(!after.contains("40rps each"), "{after}");
    let kept = |text: &str| text.matches("\"kept\"").count();
    assert_eq!(kept(&after) + 4, kept(&before));
}
