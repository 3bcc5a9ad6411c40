#!/bin/sh
cat > a.ipxe <<'END'
#!ipxe
echo ${net0/mac} \$
END
cat > b.ipxe <<EOT
#!ipxe
set server $SERVER
set url http://${HOST:-192.0.2.1}/$(uname -m)/`id -u`
chain \${url} || shell \\
  now
EOT
indent() {
	cat <<-EOT | tee c.ipxe
		#!ipxe
			shell
	EOT
    cat > wrong.ipxe <<EOT
    #!ipxe
    shell
EOT
}
printf '#!ipxe\nset x 100%%\necho %s\nshell\n' "$1" > d.ipxe
echo '#!ipxe
echo it'\''s
shell' > e.ipxe
echo "#!ipxe
set \"a\" $b
shell"
echo '#!ipxe' > f.ipxe
echo 'shell' >> f.ipxe
cat <<EOT
#!ipxe
shell
