script = <<~IPXE
  #!ipxe
  set a ${b}
  chain #{url} || shell
IPXE
line = "#!ipxe\nchain #{url}\n"
