component "own_name" {
  doc = "A name of small letters, digits and hyphens that no other use of the kind has, for what must have one in its account, its region or its zone. It makes nothing."

  input "of" {
    type = string
    doc  = "The address of the use that wants a name: `self.address`."
  }
  input "most" {
    type    = int
    default = 63
    min     = 12
    max     = 63
    doc     = "How many characters it may have. The label of a name in the DNS has 63."
  }

  # Two addresses can have the same letters and digits, and a key can have any characters, of any case and number.
  # So only the plain name of a use at the top level stays as it is; all others end in digits of their address.
  let {
    words  = trim(replace(lower(replace(of, "/^[^.]*[.]/", "")), "/[^a-z0-9]+/", "-"), "-")
    plain  = length(regexall("^[^.]+[.][a-z][a-z0-9]*(_[a-z0-9]+)*$", of)) > 0 && length(words) <= most
    digits = substr(sha256(of), 0, 8)
  }

  output "text" {
    value = plain ? words : "${trim(substr(words, 0, most - 9), "-")}-${digits}"
    doc   = "The name: `api` of `service.api`, and such as `api-a-0a1b2c3d` of `service.api[\"a\"]`."
  }
}
