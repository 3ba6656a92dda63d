component "ground" {
  doc = "What the services and databases of one account stand in. As one kind of its own it never stands where the app's only network is meant."

  input "cidr" {
    type = cidr
    doc  = "The addresses of its network."
  }

  network "net" { cidr = cidr }
  cluster "tasks" {}

  output "network" {
    value = net
    doc   = "Its network."
  }
  output "cluster" {
    value = tasks
    doc   = "Its cluster."
  }
}
