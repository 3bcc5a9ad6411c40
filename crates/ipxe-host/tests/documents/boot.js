const script = `#!ipxe
set a \${b}
chain ${url} || shell
`;
const line = '#!ipxe\nshell\n';
