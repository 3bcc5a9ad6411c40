resource "matchbox_profile" "x" {
  script = <<-EOT
    #!ipxe
    set a $${b}
    chain ${var.url} || shell
  EOT
  other = "#!ipxe\nset a $${b}\nshell\n"
}
