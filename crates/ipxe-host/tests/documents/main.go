package main

const script = `#!ipxe
set a 100%
chain {{ .URL }} || shell
`

var formatted = fmt.Sprintf(`#!ipxe
set a 100%%
chain http://%s:%d/ || shell
`, host, port)

var line = "#!ipxe\n" +
	"shell\n"

var one = "#!ipxe\necho \"x\"\n"

func is(s string) bool { return strings.HasPrefix(s, "#!ipxe") }
