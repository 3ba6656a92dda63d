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
    written = trimprefix(of, "${element(split(".", of), 0)}.")
    words   = trim(replace(lower(written), "/[^a-z0-9]+/", "-"), "-")
    fits    = length(written) <= most
    top     = fits && length(split(".", of)) == 2 && !endswith(of, "]")
    plain   = top && written == replace(words, "-", "_")
    told    = "${trim(substr(words, 0, most - 9), "-")}-${substr(sha256(of), 0, 8)}"
  }

  output "text" {
    value = plain ? words : told
    doc   = "The name: `news-feed` of `service.news_feed`, and such as `api-a-63a87c91` of `service.api[\"a\"]`."
  }
  output "exact" {
    value = top ? written : told
    doc   = "The name where capitals and underscores count as well: `news_feed` of `service.news_feed`."
  }
}
