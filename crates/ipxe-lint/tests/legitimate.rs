//! Scripts that look wrong, but are right: there must be no findings in them.

use ipxe_lint::{LintOptions, RuleId, lint};
use ipxe_syntax::parse;

/// The description of each, and a script with it.
const SCRIPTS: &[(&str, &str)] = &[
    ("`${}` keeps a blank at the end", "echo -n URL: ${} && read url\nchain ${url} ||\n"),
    ("a line that ends in `||`", "chain http://192.0.2.1/extra.ipxe ||\nshell\n"),
    (
        "an entry whose name is no label",
        "menu Boot\nitem tools Tools\nchoose menu || exit\ngoto ${menu} ||\nchain http://192.0.2.1/${menu}.ipxe || shell\n",
    ),
    (
        "settings in the names of settings",
        "set idx:int32 0\n:next\nisset ${net${idx}/mac} || goto done\necho ${net${idx}/mac}\ninc idx\ngoto next\n:done\nshell\n",
    ),
    ("the bus of a device in a name", "set bus 0.2\necho ${pci/${bus}.0}\n"),
    ("options of DHCP by number", "dhcp || shell\nset vlan ${43.116:string}\necho ${175.190} ${vlan}\n"),
    ("a command on a label's line", ":again dhcp || goto again\nshell\n"),
    (
        "a line that goes on with `||`",
        "chain http://192.0.2.1/menu.ipxe \\\n  || goto failed\nexit\n:failed\nshell\n",
    ),
    (
        "a `goto` ends its line",
        "isset ${net0/ip} && goto first || isset ${net1/ip} && goto second ||\nshell\n:first\nexit\n:second\nexit 1\n",
    ),
    ("an escape sequence and a comment", "set esc:hex 1b:5b:4a # clears the line\necho ${esc:string}\n"),
    (
        "separators of a menu",
        "menu Boot\nitem --gap -- -------- Systems --------\nitem --gap\nitem\nitem --gap -- text\nitem local Local ------\nchoose target || exit\ngoto ${target}\n:local\nexit 1\n",
    ),
    (
        "a script and a page for people",
        "#<!--\nchain http://192.0.2.1/menu.ipxe || shell\nexit 1\n#-->\n<html><body>Nothing to see</body></html>\n",
    ),
    (
        "an option's value behind `=`",
        "prompt --timeout=5000 --key=m Press M for the menu && chain http://192.0.2.1/menu.ipxe || shell\n",
    ),
    (
        "a `;` inside a word",
        "kernel http://192.0.2.1/vmlinuz ds=nocloud;s=http://192.0.2.1/ net.ifnames=0 || shell\nboot || shell\n",
    ),
    ("a `#` inside a word", "chain http://192.0.2.1/#fragment || shell\n"),
    (
        "a test that tries again",
        "dhcp ||\n:again\nsleep 5\niseq ${filename} menu.ipxe || goto again\nchain ${filename} || shell\n",
    ),
    (
        "a menu that can be left",
        "menu Boot\nitem local Local disk\nchoose target || goto cancel\ngoto ${target}\n:local\nexit 1\n:cancel\nshell\n",
    ),
    ("several interfaces that are tried", "ifopen net0 || ifopen net1 || shell\ndhcp netX || shell\n"),
    (
        "a default for what nobody set",
        "isset ${timeout} || set timeout 5000\nprompt --timeout ${timeout} Press a key ||\n",
    ),
    ("text with dashes behind `--`", "echo -- ---- Menu ----\n"),
    ("text in another language", "echo Gerät wird gestartet – bitte warten…\n"),
    (
        "a value that Linux wants in quotes",
        "kernel http://192.0.2.1/vmlinuz net.ifnames=0 dyndbg=\"file a.c +p\" || shell\nboot || shell\n",
    ),
    ("a time-out of nought, which is none", "prompt --timeout 0 Press a key ||\nsleep 60\n"),
    (
        "a failure that is handled on every way",
        "dhcp && goto up || dhcp net1 && goto up || goto offline\n:up\nchain --autofree http://192.0.2.1/${uuid}.ipxe || chain http://192.0.2.1/default.ipxe || goto offline\n:offline\necho -n Retrying in 10 seconds, key for shell:\nprompt --timeout 10000 && shell ||\ngoto up\n",
    ),
    (
        "an architecture that is told twice",
        "set arch:string ${buildarch}\niseq ${arch} i386 && cpuid --ext 29 && set arch x86_64 ||\niseq ${arch} arm64 && set dir aarch64 || set dir ${arch}\nset repo http://mirror.example/rocky/9/BaseOS/${dir}/os\nkernel ${repo}/images/pxeboot/vmlinuz initrd=initrd.img inst.repo=${repo} net.ifnames=0 || shell\ninitrd ${repo}/images/pxeboot/initrd.img || shell\nboot || shell\n",
    ),
    (
        "networks behind a menu that stays",
        "set vlan-list 10 20 30\nmenu --name m Networks\nitem --menu m --key 1 10 VLAN 10\nitem --menu m --key 2 20 VLAN 20\nitem --menu m --gap\nitem --menu m --key x 0x none\nchoose --menu m --keep --timeout 15000 --default 10 vid || exit 1\niseq ${vid} 0x && goto plain ||\nvcreate --tag ${vid} net0 && ifconf net0-${vid} || goto plain\n:plain\nchain http://192.0.2.1/menu.ipxe?vlan=${vid} || shell\n",
    ),
    (
        "roles by the name of the host, and one for all others",
        "isset ${hostname} || set hostname unknown-${mac:hexraw}\ngoto role_${hostname} || goto role_default\n:role_db1\nset kargs role=db\ngoto install\n:role_default\nset kargs role=none\n:install\nset base http://192.0.2.1/ubuntu-24.04\nkernel ${base}/vmlinuz initrd=initrd ip=dhcp url=${base}/live.iso autoinstall ds=nocloud-net;s=${base}/ci/ ${kargs} net.ifnames=0\ninitrd ${base}/initrd\nboot\n",
    ),
    (
        "a login, and a server that takes none",
        "login || goto anon\nisset ${username} && isset ${password} || goto anon\nchain https://${username:uristring}:${password:uristring}@boot.example/menu.ipxe || goto anon\n:anon\nchain http://boot.example/anon.ipxe || shell\n",
    ),
    (
        "each interface after the other",
        "set i:int8 0\n:nic\nisset ${net${i}/mac} || goto none\nifopen net${i} && dhcp net${i} && isset ${net${i}/next-server} && goto found ||\nifclose net${i} ||\ninc i && goto nic\n:found\nchain http://${net${i}/next-server}/go.ipxe?if=net${i} || shell\n:none\necho no usable interface; shell\nshell\n",
    ),
    (
        "scripts to read, one after the other",
        "chain --autofree http://192.0.2.1/pre.ipxe ||\nchain --autofree http://192.0.2.1/hosts/${mac:hexhyp}.ipxe ||\nchain --autofree http://192.0.2.1/groups/${domain}.ipxe ||\nchain --replace http://192.0.2.1/menu.ipxe\n",
    ),
    (
        "several initrds in one setting",
        "set base-url http://192.0.2.1\nset initrds initrd=base.img initrd=net.img\nkernel ${base-url}/vmlinuz ${initrds} root=/dev/nfs nfsroot=192.0.2.1:/srv/nfs/root,v3 ip=dhcp net.ifnames=0 || goto err\ninitrd ${base-url}/base.img || goto err\ninitrd ${base-url}/net.img || goto err\nboot || goto err\n:err\nshell\n",
    ),
];

#[test]
fn nothing_is_said_of_what_is_right() {
    for (what, script) in SCRIPTS {
        let source = format!("#!ipxe\n{script}");
        let report = lint(&parse(source.as_bytes()), &LintOptions::default());
        let about = |rule| !matches!(rule, RuleId::ExitToLocalBoot | RuleId::CommandNotInBuild);
        let found: Vec<_> = report.diagnostics().iter().filter(|finding| about(finding.rule)).collect();
        assert!(found.is_empty(), "{what}: {found:?}");
    }
}
