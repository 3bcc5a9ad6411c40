<?php
echo "#!ipxe
set mac $mac
set url {$base['url']}
chain \${url} || shell
";
echo <<<EOT
    #!ipxe
    set mac $mac
    shell
    EOT;
echo <<<'EOT'
#!ipxe
echo $mac
EOT;
echo '#!ipxe
echo it\'s
';
