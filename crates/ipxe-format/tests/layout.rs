//! The format, by example.

use ipxe_format::{format, is_equivalent};
use ipxe_syntax::parse;

/// The script in its layout, without the header that it is given.
fn formatted(lines: &str) -> String {
    let source = format!("#!ipxe\n{lines}");
    let script = parse(source.as_bytes());
    let once = format(&script).into_owned();
    assert!(is_equivalent(&script, &parse(&once)), "{lines}");
    assert_eq!(format(&parse(&once)), once, "formatting twice is formatting once");
    let text = String::from_utf8(once).expect("UTF-8");
    text.strip_prefix("#!ipxe\n").expect("the header stays").to_owned()
}

#[test]
fn one_blank_stands_between_words_and_lines_begin_with_them() {
    insta::assert_snapshot!(formatted("  dhcp   net0\t||  goto   retry ;\n\t:retry\n   :again   dhcp ||goto\n echo  a b  \n"), @r"
    dhcp net0 || goto retry ;
    :retry
    :again dhcp ||goto
    echo a b
    ");
}

#[test]
fn texts_of_items_stand_in_one_column() {
    insta::assert_snapshot!(formatted("\
menu Boot
item --gap -- -------- Systems --------
item linux  Boot   Linux
# item old Old
item --key m --default memtest Test memory || goto failed
item
item --gap
item windows
item ${name} ${space} ${title}
choose target

item a A
item an-entry-whose-name-is-longer-than-anybody-would-want Long
item abc C
"), @r"
    menu Boot
    item --gap --                  -------- Systems --------
    item linux                     Boot Linux
    # item old Old
    item --key m --default memtest Test memory || goto failed
    item
    item --gap
    item windows
    item ${name}                   ${space} ${title}
    choose target

    item a   A
    item an-entry-whose-name-is-longer-than-anybody-would-want Long
    item abc C
    ");
}

#[test]
fn continued_lines_are_indented_and_words_stay_whole() {
    insta::assert_snapshot!(formatted("\
kernel  vmlinuz \\
  console=ttyS0   quiet\\
        ip=dhcp \\
|| goto failed
initrd http://boot.example/\\
initrd.img
echo a \\
   \\
 b \\

echo c
\\
 echo d \\"), @r"
    kernel vmlinuz \
        console=ttyS0 quiet \
        ip=dhcp \
        || goto failed
    initrd http://boot.example/\
    initrd.img
    echo a \
        b

    echo c
    \
     echo d \
    ");
}

#[test]
fn comments_get_their_blank_and_drawings_none() {
    insta::assert_snapshot!(formatted("\
#text
   #  text
#!/bin/sh
#-----#
#
#Box  #
#ipxe-lint: ignore[unknown-command] our own
set a b   #why
set long ${a}   # why not
set c d# e
# drawn \\
"), @r"
    # text
    #  text
    #!/bin/sh
    #-----#
    #
    #Box  #
    # ipxe-lint: ignore[unknown-command] our own
    set a b       # why
    set long ${a} # why not
    set c d# e
    # drawn \
    ");
}

#[test]
fn blank_lines_are_two_at_most_and_none_at_the_end() {
    insta::assert_snapshot!(formatted("\n\n\n\necho a\n\n\n \t\n\x0b\necho b\n \n\n").replace('\n', "$\n"), @r"
    $
    $
    echo a$
    $
    $
    echo b$
    ");
}

#[test]
fn a_backslash_before_a_blank_does_not_become_a_continuation() {
    let source = "echo a\\ \necho b\\  \\\n c\\\t\n# c\\ \r\r\n:l\\  \necho \\";
    insta::assert_snapshot!(formatted(&format!("{source} ")).replace('\n', "$\n"), @r"
    echo a\ $
    echo b\ \$
        c\ $
    # c\ $
    :l\ $
    echo \ $
    ");
}

#[test]
fn line_ends_are_those_of_most_lines() {
    let text =
        |source: &str| String::from_utf8(format(&parse(source.as_bytes())).into_owned()).expect("UTF-8");
    assert_eq!(text("#!ipxe\r\necho a\r\necho \\\nb\n"), "#!ipxe\r\necho a\r\necho \\\r\n    b\r\n");
    assert_eq!(text("#!ipxe\necho a\r\necho\rb\r\r\n:c\n"), "#!ipxe\necho a\necho b\n:c\n");
    assert_eq!(text("#!ipxe\recho a"), "#!ipxe\recho a\n");
}

#[test]
fn what_is_no_script_stays_as_it_is() {
    for source in
        ["", "#!ipxe", "\u{feff}#!ipxe\n  a", " #!ipxe\n  a", "#!ipxe2\n  a", "<?php  ?>\n#!ipxe\n  a"]
    {
        assert_eq!(format(&parse(source.as_bytes())), source.as_bytes());
    }
    assert_eq!(format(&parse(b"#!ipxe ")), &b"#!ipxe\n"[..]);
}

#[test]
fn lines_that_cannot_be_laid_out_stay_as_they_are() {
    for source in [
        "#!ipxe\n  echo  a\0  b  \r\necho a\n",
        "#!ipxe\necho a\n  echo  b  \\\n",
        "#!ipxe\necho a\n  echo  b  \\",
        "#!ipxe\nexit\n<!DOCTYPE html>\n<pre>\n   a   b\n\n\n\n\n</pre>",
        "#!ipxe\n# ipxe-lint: fmt-off a table\n  set  a    b\n\n\n\n\n  set  abc  d  \r\n#x\n# ipxe-lint: fmt-on\necho a\n",
    ] {
        assert_eq!(format(&parse(source.as_bytes())), source.as_bytes());
    }
}

#[test]
fn templates_keep_what_is_theirs() {
    insta::assert_snapshot!(formatted("\
echo  a
  {% if  x %}
      kernel   {{ a | default(\"b  c\") }}   quiet  
      initrd   img   ||  goto a
  #comment
  {%- endif  %}
<%
    a =   1


  
    b  = 2
-%>
   set  a   @A@
    kernel linux \\
  console=ttyS0
"), @r#"
    echo a
      {% if  x %}
          kernel   {{ a | default("b  c") }}   quiet
          initrd img || goto a
      # comment
      {%- endif  %}
    <%
        a =   1



        b  = 2
    -%>
       set  a   @A@
        kernel linux \
            console=ttyS0
    "#);
}

#[test]
fn statements_that_are_lines_are_kept() {
    for source in [
        "#!ipxe\n#if  $system\n  set  a  1\n#end if\n#text\n",
        "#!ipxe\n% if  x:\n  set  a  1\n%  end\n#text\n",
    ] {
        let expected = source.replace("set  a  1", "set a 1").replace("#text", "# text");
        assert_eq!(String::from_utf8_lossy(&format(&parse(source.as_bytes()))), expected);
    }
}

#[test]
fn an_engine_that_is_named_has_its_marks() {
    let format_as = |engine: ipxe_host::TemplateEngine, source: &str| {
        let formatted = ipxe_format::format_as(&parse(source.as_bytes()), &ipxe_host::Templating::of(engine));
        String::from_utf8_lossy(&formatted).into_owned()
    };
    let source = "#!ipxe\n  echo   ${a} b\n  echo  c\n";
    let envsubst = format_as(ipxe_host::TemplateEngine::Envsubst, source);
    assert_eq!(envsubst, "#!ipxe\n  echo   ${a} b\n  echo c\n");
    assert_eq!(format_as(ipxe_host::TemplateEngine::None, source), "#!ipxe\necho ${a} b\necho c\n");
}

#[test]
fn a_command_that_a_backslash_swallows_still_looks_like_one() {
    insta::assert_snapshot!(formatted("#!ipxe\nkernel vmlinuz \\\n quiet \\\nboot\nchain a \\\n:b\n"), @r"
    #!ipxe
    kernel vmlinuz \
        quiet \
    boot
    chain a \
    :b
    ");
}
