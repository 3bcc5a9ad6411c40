const RAW: &str = r#"#!ipxe
echo "quoted"
"#;
const JOINED: &str = "#!ipxe\n\
    set a \"b\"\n\
    shell\n";
fn script(url: &str) -> String {
    format!("#!ipxe\nset a ${{b}}\nchain {url} || shell\n")
}
