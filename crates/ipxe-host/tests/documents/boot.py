#!/usr/bin/env python3
PLAIN = """#!ipxe
echo ${net0/mac} \
  more
shell
"""
FORMATTED = f'''#!ipxe
set a ${{b}}
chain {url}/{path!r} || shell
'''
LATER = '''#!ipxe
set a ${{b}}
chain {url} || shell
'''.format(url=url)
PERCENT = """#!ipxe
set a 100%%
chain %(url)s || %s
""" % values
RAW = r"""#!ipxe
echo a\nb
shell
"""
DEDENTED = textwrap.dedent("""\
    #!ipxe
    shell
    """)
LINE = '#!ipxe\nshell\n'
HEADER = "#!ipxe\n"
