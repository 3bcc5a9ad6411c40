# Renders templates with ERB: reads [[template, [values, ...]], ...] as JSON, and writes [[text, ...], ...].

require 'erb'
require 'json'

texts = JSON.parse($stdin.read).map do |source, all|
  engine = ERB.new(source, trim_mode: '-')
  all.map { |values| engine.result_with_hash(values) }
end
$stdout.write(JSON.generate(texts))
