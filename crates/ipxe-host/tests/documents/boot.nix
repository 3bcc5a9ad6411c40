{ writeText, url }:
{
  a = writeText "a.ipxe" ''
    #!ipxe
    set a ''${b}
    chain ${url} || shell
  '';
}
