# What a `tier` block says. Its attributes are the inputs of this component, read as `tier.X.NAME`.
component "tier" {
  doc = "What a class of services promises."

  input "exposure" {
    type    = enum("public", "internal")
    default = "internal"
    doc     = "Who reaches its services: everybody, or the app's own services."
  }
  input "survives" {
    type    = enum("replica", "az", "region")
    default = "az"
    doc     = "The largest loss after which its services keep their whole promise."
  }
  input "degrade" {
    type    = enum("last", "stop")
    default = "last"
    doc     = "What happens when capacity is short: it keeps going as long as it can, or stops first and leaves its capacity to the others."
  }
}
