// Renders templates with text/template: reads [[template, [values, ...]], ...] as JSON, and writes [[text, ...], ...].
package main

import (
	"encoding/json"
	"os"
	"strings"
	"text/template"
)

func main() {
	var templates [][2]json.RawMessage
	must(json.NewDecoder(os.Stdin).Decode(&templates))
	all := make([][]string, 0, len(templates))
	for _, one := range templates {
		var source string
		var values []map[string]any
		must(json.Unmarshal(one[0], &source))
		must(json.Unmarshal(one[1], &values))
		engine := template.Must(template.New("").Parse(source))
		texts := make([]string, 0, len(values))
		for _, value := range values {
			var text strings.Builder
			must(engine.Execute(&text, value))
			texts = append(texts, text.String())
		}
		all = append(all, texts)
	}
	must(json.NewEncoder(os.Stdout).Encode(all))
}

func must(err error) {
	if err != nil {
		panic(err)
	}
}
