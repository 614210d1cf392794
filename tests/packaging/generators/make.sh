#!/bin/sh
# Makes, of the recipes for site generators and for Jupyter in docs/embedding.md, the pages beside this script, by the
# generators' own renderers. Run it when a recipe changes; it takes hugo, kramdown (Jekyll's), Python's markdown (MkDocs'),
# pandoc (Quarto's), and Jupyter's nbconvert with ipykernel.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
recipe="$work/recipe.md"
blocks() { awk -v fence="^\`\`\`$1\$" '$0 ~ fence { on = 1; next } /^```$/ { on = 0 } on' "$here/../../../docs/embedding.md"; }
blocks 'markdown generators' > "$recipe"
sum=$(sha256sum "$recipe" | cut -d ' ' -f 1)

# The first line of a page says what made it and of which recipe.
page() { printf '<!-- %s, recipe %s -->\n' "$2" "$sum" | cat - "$work/body" > "$here/$1.html"; }

mkdir -p "$work/hugo/content" "$work/hugo/layouts/_default"
printf '[markup.goldmark.renderer]\nunsafe = true\n' > "$work/hugo/config.toml"
echo '{{ .Content }}' > "$work/hugo/layouts/_default/single.html"
{ printf -- '---\ntitle: A post\n---\n'; cat "$recipe"; } > "$work/hugo/content/post.md"
hugo --quiet --source "$work/hugo" --disableKinds home,taxonomy,term,section,RSS,sitemap,404
cp "$work/hugo/public/post/index.html" "$work/body"
page hugo "Hugo $(hugo version | sed 's/hugo v\([0-9.]*\).*/\1/')"

ruby -r kramdown -e 'puts Kramdown::Document.new($stdin.read, input: "GFM").to_html' < "$recipe" > "$work/body"
page jekyll "kramdown $(ruby -r kramdown -e 'print Kramdown::VERSION') with GFM, as in Jekyll"

"${PYTHON:-python3}" -m markdown -x toc -x tables -x fenced_code < "$recipe" > "$work/body"
page mkdocs "Python-Markdown $("${PYTHON:-python3}" -c 'import markdown; print(markdown.__version__)') with the extensions of MkDocs"

pandoc --from markdown --to html5 < "$recipe" > "$work/body"
page quarto "pandoc $(pandoc --version | head -1 | cut -d ' ' -f 2), as in Quarto"

# A notebook with a cell for each block, run, and what it shows.
blocks 'python jupyter' > "$work/cells.py"
sum=$(sha256sum "$work/cells.py" | cut -d ' ' -f 1)
"${PYTHON:-python3}" - "$work/cells.py" > "$work/body" <<'END'
import re, sys
import nbformat
from nbconvert import HTMLExporter
from nbconvert.preprocessors import ExecutePreprocessor
cells = re.split(r"(?m)^(?=from )", open(sys.argv[1]).read())
notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell) for cell in cells if cell])
ExecutePreprocessor(kernel_name="python3").preprocess(notebook, {})
print(HTMLExporter(template_name="basic", exclude_input=True, exclude_output_prompt=True).from_notebook_node(notebook)[0])
END
page jupyter "nbconvert $("${PYTHON:-python3}" -c 'import nbconvert; print(nbconvert.__version__)'), as in Jupyter"
rm -r "$work"
